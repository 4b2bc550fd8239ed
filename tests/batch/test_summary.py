"""The summary of a province: what each of its files says, and that no text of a document can do anything in them."""

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from audit.batch.runner import Batch, run_batch
from audit.batch.store import File, Store, opened_store
from audit.batch.summary import write_summary
from audit.batch.task import Audited, ModelRead, condensed
from audit.findings import Report
from audit.proposals.spending import Spent
from tests.batch.disclosures import RIGHT, WRONG, disclosure
from tests.batch.test_runner import Engine, Watcher

ROOT = Path(__file__).parents[2]
EVIL = "=cmd|'/c calc'!A0 <script>alert(1)</script>"


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a summary over two cities and three years, with files that cannot be read."""
    base = tmp_path_factory.mktemp("province")
    folder = base / "disclosures"
    for year, rate in ((2023, RIGHT), (2024, WRONG)):
        disclosure(folder / f"兰州市/城关区/{year}.pdf", "兰州市城关区教育局", year, 400 if year == 2023 else 500, rate)
        disclosure(folder / f"酒泉市/敦煌市/{year}.pdf", "敦煌市财政局", year, 800 if year == 2023 else 1000)
    (folder / "酒泉市/copy.pdf").write_bytes((folder / "酒泉市/敦煌市/2024.pdf").read_bytes())
    (folder / "empty.pdf").touch()
    (folder / "gone <b>.pdf").symlink_to(folder / "nowhere")
    with opened_store(base / "province.db") as store:
        assert run_batch(Batch(folder, store, Engine(), Watcher()))
    files = list(write_summary(base / "province.db", base / "province"))
    assert [file.name for file in files] == ["index.html", "province.xlsx", "findings.parquet", "documents.csv"]
    assert all(file.is_file() for file in files)
    return base / "province"


def test_documents_csv_has_a_line_for_each_file(summary: Path) -> None:
    with (summary / "documents.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == [
        "sha256", "path", "organization", "year", "kind", "status", "reason", "errors", "warnings", "verified", "score"
    ]  # fmt: skip
    told = {Path(line["path"]).relative_to(summary.parent / "disclosures").as_posix(): line for line in lines}
    assert len(told) == 7
    assert told["酒泉市/copy.pdf"]["sha256"] == told["酒泉市/敦煌市/2024.pdf"]["sha256"]
    wrong = told["兰州市/城关区/2024.pdf"]
    assert (wrong["organization"], wrong["year"], wrong["kind"]) == ("兰州市城关区教育局", "2024", "budget")
    assert (wrong["status"], wrong["reason"], wrong["errors"]) == ("done", "", "1")
    assert told["兰州市/城关区/2023.pdf"]["score"] == "100"
    unread = {place: (line["status"], line["reason"], line["errors"]) for place, line in told.items() if line["reason"]}
    assert unread == {"empty.pdf": ("failed", "文件是空的（0 字节）", ""), "gone <b>.pdf": ("failed", "找不到文件", "")}
    assert told["gone <b>.pdf"]["sha256"] == ""


def test_findings_parquet_has_a_row_for_each_finding_that_is_not_verified(summary: Path) -> None:
    findings = f"'{summary / 'findings.parquet'}'"
    kinds = {row[0]: row[1] for row in answer(f"DESCRIBE FROM {findings}")}
    assert kinds["difference"] == "DECIMAL(20,2)"
    assert kinds["year"] == kinds["page"] == "INTEGER"
    error = answer(
        f"SELECT city, county, year, kind, cause, root_cause, stated, page, path FROM {findings} "
        "WHERE verdict = 'contradicted' AND severity = 'error'"
    )
    path = str(summary.parent / "disclosures/兰州市/城关区/2024.pdf")
    assert error == [("兰州市", "城关区", 2024, "budget", "wrong_base", 0, "20.00%", 1, path)]
    assert answer(f"SELECT count(*) FROM {findings} WHERE verdict = 'verified'") == [(0,)]


def answer(query: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(query).fetchall()


def test_workbook_tells_the_same(summary: Path) -> None:
    book = openpyxl.load_workbook(summary / "province.xlsx")
    sheets = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    assert list(sheets) == ["单位", "文件", "矛盾", "地区", "原因", "未核查"]
    assert sheets["单位"][1][:6] == ["兰州市", "城关区", "兰州市城关区教育局", 2, 1, 1]
    assert len(sheets["文件"]) == 1 + 4
    assert sheets["矛盾"][1][:6] == ["兰州市城关区教育局", 2024, "预算", "错误", "增减率", "基数用错"]
    assert sheets["地区"][1][:5] == ["兰州市", "城关区", 2, 1, 1]
    assert sheets["原因"][1:] == [["基数用错", 1, 1]]
    assert {row[1] for row in sheets["未核查"][1:]} == {"文件是空的（0 字节）", "找不到文件"}


def test_page_tells_the_same_and_loads_nothing(summary: Path) -> None:
    page = (summary / "index.html").read_text("utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL))
    for words in (
        "7 个文件的核查汇总", "4 份已核查，其中 1 份有错误（25%）", "；另有 2 个文件未能核查",
        "兰州市城关区教育局", "错误：基数用错", "增减率",
        "与上年、所属单位文件比较 2 份， 0 个部门", "文件是空的（0 字节）", "找不到文件", "城关区",
    ):  # fmt: skip
        assert words in text
    assert "敦煌市财政局" not in text
    assert "gone &lt;b&gt;.pdf" in page
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?:", page)


def test_summary_is_the_same_each_time(summary: Path, tmp_path: Path) -> None:
    list(write_summary(summary.parent / "province.db", tmp_path))
    for name in ("index.html", "documents.csv"):
        assert (tmp_path / name).read_bytes() == (summary / name).read_bytes()


def evil(report: Report) -> Audited:
    """The report with texts that would like to be more."""
    findings = [
        finding.model_copy(update={"message": EVIL, "stated": EVIL, "expected": "@SUM(1)"}) for finding in report.findings
    ]
    document = report.document.model_copy(update={"organization": EVIL, "title": EVIL})
    causes = [cause.model_copy(update={"message": EVIL}) for cause in report.root_causes]
    return condensed(report.model_copy(update={"document": document, "findings": findings, "root_causes": causes}))


def test_texts_of_documents_do_nothing(tmp_path: Path, store: Store, sample_report: Report) -> None:
    store.put_audited([[(File(f"/-x/{EVIL}.pdf", f"-x/{EVIL}.pdf", 1, 1), "1" * 64)]], evil(sample_report), "1")
    store.put_unaudited([[(File("/b.pdf", "b.pdf", 1, 1), "0" * 64)]], "0" * 64, "1", "failed", f"+{EVIL}")
    list(write_summary(tmp_path / "province.db", tmp_path / "out"))
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert page.count("<script") == 1
    assert "alert(1)" in page
    starts = ("=", "+", "-", "@")
    for sheet in openpyxl.load_workbook(tmp_path / "out/province.xlsx"):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(starts)
    with (tmp_path / "out/documents.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert f"'{EVIL}" in cells
    assert not any(cell.startswith(starts) for cell in cells)


def test_units_are_ranked_by_money_then_errors(tmp_path: Path, store: Store, sample_report: Report) -> None:
    for name, difference, errors in (("甲局", "0.00", 2), ("乙局", "500.00", 1), ("丙局", "0.00", 9), ("丁局", "20000.00", 1)):
        facts: dict[str, Any] = {"organization": name, "sha256": name}
        score = sample_report.score.model_copy(update={"difference": difference, "errors": errors})
        document = sample_report.document.model_copy(update=facts)
        audited = condensed(sample_report.model_copy(update={"document": document, "score": score}))
        store.put_audited([[(File(f"/{name}.pdf", f"{name}.pdf", 1, 1), name)]], audited, "1")
    list(write_summary(tmp_path / "province.db", tmp_path / "out"))
    page = (tmp_path / "out/index.html").read_text("utf-8")
    ranked = ["丁局", "乙局", "丙局", "甲局"]
    assert re.findall(r"<summary>(.局)</summary>", page) == ranked
    units = openpyxl.load_workbook(tmp_path / "out/province.xlsx")["单位"]
    assert [row[2].value for row in units.iter_rows(min_row=2)] == ranked
    assert [Decimal(str(row[7].value)) for row in units.iter_rows(min_row=2)] == [20000, 500, 0, 0]


def test_an_empty_store_has_a_summary(tmp_path: Path, store: Store) -> None:
    list(write_summary(tmp_path / "province.db", tmp_path / "out"))
    assert "没有发现" in (tmp_path / "out/index.html").read_text("utf-8")
    assert answer(f"SELECT count(*) FROM '{tmp_path}/out/findings.parquet'") == [(0,)]


def test_queries_of_the_readme_answer(summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
    by_city, wrong_bases, by_year = block.strip().split("\n\n")
    monkeypatch.chdir(summary.parent)
    assert answer(by_city) == [("兰州市", "change_rate", 1, 1)]
    assert [row[:4] for row in answer(wrong_bases)] == [("兰州市城关区教育局", 2024, 1, "20.00%")]
    assert answer(by_year) == [(2023, "budget", 2, 0), (2024, "budget", 3, 1)]


def test_what_no_model_has_read_is_said_where_one_was_asked(tmp_path: Path, store: Store, sample_report: Report) -> None:
    use = {"name": "m", "calls": 1, "tokens": 9, "cached": 0, "proposed": 0, "dropped": {}}
    for name, model in (("甲局", ModelRead(use, "residue", Spent())), ("乙局", None), ("丙局", None)):
        document = sample_report.document.model_copy(update={"organization": name, "sha256": name})
        audited = condensed(sample_report.model_copy(update={"document": document}), model=model)
        store.put_audited([[(File(f"/{name}.pdf", f"{name}.pdf", 1, 1), name)]], audited, "1")
    list(write_summary(tmp_path / "province.db", tmp_path / "without"))
    store.put_model_reason(["丙局"], "模型额度已用完，未经模型阅读")
    list(write_summary(tmp_path / "province.db", tmp_path / "out"))
    page = re.sub(r"<[^>]+>", "", (tmp_path / "out/index.html").read_text("utf-8"))
    assert "1 份经模型阅读；未经模型完整阅读的 2 份：" in page
    assert "未经模型阅读 1 份" in page and "模型额度已用完，未经模型阅读 1 份" in page
    sheet = openpyxl.load_workbook(tmp_path / "out/province.xlsx")["文件"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert {row[2]: row[head.index("模型")] for row in rows} == {
        "甲局": "m",
        "乙局": None,
        "丙局": "模型额度已用完，未经模型阅读",
    }
