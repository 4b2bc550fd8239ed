import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from audit import checks
from audit.findings import Evidence, Report
from audit.pipeline import audit_file
from audit.report.html import html_report, report_html
from audit.report.words import CHECKS

GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"
HOSTILE = "<script>alert(1)</script>\"'&amp;{{ 7*7 }}"
VOID = {"meta", "input"}


class Outline(HTMLParser):
    """The text, the tags and the attributes of a page; raises where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts))


@pytest.fixture(scope="module")
def golden() -> Report:
    return audit_file(GOLDEN)


@pytest.fixture(scope="module")
def golden_page(golden: Report) -> str:
    return html_report(golden, GOLDEN)


def test_contradictions_come_first_then_reminders_then_the_rest(sample_report: Report) -> None:
    text = Outline(html_report(sample_report, None)).text
    places = [text.index(words) for words in ("34.42% = 189", "占比截尾未进位", "模板残留 第 10 页", "1 处相符")]
    assert places == sorted(places)


def test_causes_of_errors_come_before_causes_of_warnings(sample_report: Report) -> None:
    page = html_report(sample_report, None)
    titles = re.findall(r'<span class="ordinal">(\d)</span>(\S+)', page)
    assert titles == [("1", "基数用错"), ("2", "未能断定原因"), ("3", "截尾未进位")]


def test_summary(sample_report: Report) -> None:
    text = Outline(html_report(sample_report, None)).text
    assert "错误 3 处（2 个原因）" in text
    assert "差额合计1,000,000.00 元" in text
    assert "评分70 / 100" in text
    assert "正文数字 已判定 153/175（87%），另有 35 个无需核对" in text
    assert "文件已损坏，经修复读取" in text


def test_contradiction_tells_figures_place_formula_and_cause(golden: Report, golden_page: str) -> None:
    (wrong,) = (finding for finding in golden.contradicted if finding.stated == "34.42%")
    card = golden_page[golden_page.index(f'<section class="figure" id="f-{wrong.id}"') :]
    text = Outline(card[: card.index("</section>") + len("</section>")]).text
    for words in ("第 2 页", "所写34.42%", "应为52.50%", "189万元 ÷ (549万元 − 189万元) × 100%", "本年数", "增减率"):
        assert words in text
    assert f"<mark>{wrong.stated}</mark>" in card


def test_every_contradiction_has_pictures_with_the_figure_framed(golden: Report, golden_page: str) -> None:
    cards = golden_page.split('<section class="figure"')[1:]
    assert len(cards) == len(golden.contradicted) == 5
    for card in cards:
        card = card[: card.index("</section>")]
        assert card.count('class="fault"') >= 1
        assert card.count('class="evidence"') >= 1
        assert "data:image/" in card


def test_page_needs_nothing_from_elsewhere(golden_page: str) -> None:
    outline = Outline(golden_page)
    links = [value for name, value in outline.attributes if name in ("src", "href", "srcset", "action", "data")]
    assert len(links) > 10
    assert all(link.startswith(("#", "data:image/")) for link in links)
    assert not re.search(r"https?:|@import|url\(", golden_page)
    assert outline.tags.count("script") == 1
    targets = {value for name, value in outline.attributes if name == "id"}
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert len(targets) == sum(name == "id" for name, _ in outline.attributes)


def test_page_of_a_real_document_is_small(golden_page: str) -> None:
    assert len(golden_page.encode()) < 3_000_000


def test_only_the_script_of_the_page_may_run(golden_page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", golden_page, re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', golden_page)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_every_number_with_a_place_is_framed_on_its_page(golden: Report, golden_page: str) -> None:
    for status in ("verified", "contradicted", "unverifiable", "no_claim"):
        counted = getattr(golden.coverage.numbers, status) + getattr(golden.coverage.cells, status)
        assert golden_page.count(f'<rect class="{status}"') == counted


def test_text_of_the_document_is_no_markup(sample_report: Report) -> None:
    evidence = Evidence(table=HOSTILE, page=1, row=HOSTILE, column=HOSTILE, value=HOSTILE, quote=HOSTILE)
    findings = []
    for finding in sample_report.findings:
        texts = {name: HOSTILE for name in ("stated", "expected", "formula", "cause", "message", "check")}
        claim = finding.claim and finding.claim.model_copy(update={"quote": f"前{HOSTILE}后"})
        findings.append(finding.model_copy(update={**texts, "claim": claim, "evidence": [evidence]}))
    causes = [cause.model_copy(update={"message": HOSTILE, "cause": HOSTILE}) for cause in sample_report.root_causes]
    facts = {name: HOSTILE for name in ("source", "sha256", "title", "organization", "unit")} | {"notes": [HOSTILE]}
    document = sample_report.document.model_copy(update=facts)
    report = sample_report.model_copy(update={"findings": findings, "root_causes": causes, "document": document})
    outline = Outline(html_report(report, None))
    assert outline.tags.count("script") == 1
    assert outline.text.count(HOSTILE) > 30


def test_characters_that_turn_or_break_text_are_left_out(sample_report: Report) -> None:
    document = sample_report.document.model_copy(update={"title": "甲\u202e乙\x00\x1b丙\ud83d"})
    page = report_html(sample_report.model_copy(update={"document": document}), None)
    assert "<h1>甲乙丙</h1>" in page.decode("utf-8")


def test_without_the_source_pictures_are_left_out_with_a_word(golden: Report, tmp_path: Path) -> None:
    changed = tmp_path / "source.pdf"
    changed.write_bytes(GOLDEN.read_bytes() + b"\n% changed")
    for pdf in (None, tmp_path / "gone.pdf", changed):
        page = html_report(golden, pdf)
        assert "data:image" not in page
        assert "未附页面截图" in page
        assert "52.50%" in page


def test_findings_about_one_figure_are_told_together(sample_report: Report) -> None:
    first, second = (sample_report.findings[3].model_copy(update={"id": i, "message": f"算式{i}"}) for i in ("a1", "a2"))
    cause = sample_report.root_causes[2].model_copy(update={"findings": ["a1", "a2"]})
    page = html_report(sample_report.model_copy(update={"findings": [first, second], "root_causes": [cause]}), None)
    assert page.count('<section class="figure"') == 1
    assert len(re.findall(r'<td class="\w+ stated">', page)) == 1
    assert "算式a1" in page
    assert "算式a2" in page


def test_other_findings_are_folded_by_check(golden: Report, golden_page: str) -> None:
    verified = [finding for finding in golden.findings if finding.verdict == "verified"]
    part = golden_page[golden_page.index('<section id="verified"') :]
    groups = re.findall(r'<details class="group">\s*<summary>(.+?) <span class="count">(\d+)</span>', part)
    assert dict(groups)["类、款、项汇总"] == str(sum(finding.check == "code_sums" for finding in verified))
    assert sum(int(count) for _, count in groups) == len(verified)
    assert "<details open" not in part


def test_nothing_found(sample_report: Report) -> None:
    score = sample_report.score.model_copy(update={"value": None, "errors": 0, "warnings": 0, "verified": 0, "difference": "0"})
    page = html_report(sample_report.model_copy(update={"findings": [], "root_causes": [], "score": score}), None)
    text = Outline(page).text
    assert "没有发现矛盾" in text
    assert "评分无" in text
    assert "没有提醒" in text


def test_every_check_has_a_name_in_chinese() -> None:
    families = [value for name, value in vars(checks).items() if name.endswith("_CHECKS")]
    names = {check.__name__ for family in families for check in family}
    assert len(names) > 20
    assert names <= CHECKS.keys()
