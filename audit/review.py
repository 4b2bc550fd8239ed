"""The notebook's desk: walks through the findings with their pictures, takes decisions, exports the signed working paper."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets

from audit.decisions import ROLES, Choice, Decision, Decisions, decision, decisions_file, load_decisions, save_decisions
from audit.findings import Finding
from audit.output import write_file
from audit.pipeline import Audited, audited_file
from audit.report.pictures import finding_pictures, opened_source
from audit.report.selection import issues, page_of, spot_of
from audit.report.words import CHOICES, SEVERITIES, amount_words, cause_words, check_words, page_words, where_words
from audit.report.workpaper import workpaper
from audit.report.wrapping import plain

_TITLES = {"所写": "stated", "应为": "expected", "算式": "formula"}
# the notebook's own style sets heads of tables apart otherwise; a red and a green that light and dark pages both bear
_HEAD = "text-align:left;vertical-align:top;white-space:nowrap;padding-right:1.5em"
_CELL = "text-align:left;vertical-align:top;max-width:60em"
_COLOURS = {"所写": ";color:#d0473f;font-weight:600", "应为": ";color:#2e8b57;font-weight:600"}


def review(source: str | Path, folder: str | Path | None = None) -> "Desk":
    """A desk for one document; decisions and exports are kept in `folder`, or beside the source."""
    path = Path(source)
    return Desk(path, audited_file(path), decisions_file(path, Path(folder) if folder else None))


class Desk:
    """One document on the desk: the finding in view, and the buttons. Show `widget`."""

    def __init__(self, source: Path, audited: Audited, file: Path) -> None:
        self.source, self.audited, self.file = source, audited, file
        self.findings = issues(audited.report)
        self.decisions: Decisions = load_decisions(file, source.name)
        self.position = 0
        self.reviewer = widgets.Text(placeholder="姓名", layout=widgets.Layout(width="10rem"))
        self.role = widgets.ToggleButtons(options=ROLES, style={"button_width": "4rem"})
        self.note = widgets.Textarea(placeholder="意见", rows=2, layout=widgets.Layout(width="40rem"))
        self.accept = _button("属实", "success", lambda: self._decide("accepted"))
        self.reject = _button("不属实", "danger", lambda: self._decide("rejected"))
        self.keep_note = _button("只记意见", "", lambda: self._decide("noted"))
        self.undo = _button("撤销", "", self._undo)
        self.previous = _button("上一条", "", lambda: self._turn(-1))
        self.following = _button("下一条", "", lambda: self._turn(1))
        self.export = _button("导出工作底稿", "info", self._export)
        self.view, self.told, self.progress, self.lost = (widgets.HTML() for _ in range(4))
        self.role.observe(lambda _: self._show(), "value")
        # the buttons above the finding, whose height varies: they stay under the pointer
        self.widget = widgets.VBox(
            [
                widgets.HBox([self.reviewer, self.role, self.previous, self.following, self.progress]),
                self.note,
                widgets.HBox([self.accept, self.reject, self.keep_note, self.undo, self.export]),
                self.told,
                self.view,
                self.lost,
            ]
        )
        self._show()

    @property
    def finding(self) -> Finding | None:
        """The finding in view; None where there is nothing to review."""
        return self.findings[self.position] if self.findings else None

    def _decide(self, choice: Choice) -> None:
        finding, reviewer = self.finding, self.reviewer.value.strip()
        if finding is None:
            return
        if not reviewer:
            self.told.value = "请先填写姓名。"
            return
        taken = decision(finding, page_of(finding), self.role.value, choice, self.note.value.strip(), reviewer)
        self._keep(self.decisions.with_decision(taken))
        self.told.value = f"已记录：{escape(_words(taken))}"

    def _undo(self) -> None:
        if self.finding is not None:
            self._keep(self.decisions.without(self.finding.id, self.role.value))
            self.told.value = "已撤销。"

    def _keep(self, decisions: Decisions) -> None:
        save_decisions(self.file, decisions)
        self.decisions = decisions
        self._show()

    def _turn(self, step: int) -> None:
        own = self.finding and self.decisions.of(self.finding.id, self.role.value)
        if self.note.value.strip() != (own.note if own else ""):
            self.told.value = "意见尚未保存：点“只记意见”保存，或改回原样，再翻页。"
            return
        self.position = min(max(self.position + step, 0), max(len(self.findings) - 1, 0))
        self.told.value = ""
        self._show()

    def _export(self) -> None:
        target = self.file.with_name(f"{self.source.stem}.workpaper.xlsx")
        write_file(target, workpaper(self.audited.report, self.audited.equations, self.decisions))
        self.told.value = f"已写入 {escape(str(target))}"

    def _show(self) -> None:
        finding = self.finding
        decided = sum(self.decisions.of(f.id, self.role.value) is not None for f in self.findings)
        place = f"第 {self.position + 1} / {len(self.findings)} 条" if self.findings else "没有需要复核的结论"
        self.progress.value = f"{place}，{self.role.value}已处理 {decided} 条"
        self.lost.value = _gone(self.decisions.gone(self.audited.report))
        if finding is None:
            return
        own = self.decisions.of(finding.id, self.role.value)
        self.note.value = own.note if own else ""
        said = [d for role in ROLES if (d := self.decisions.of(finding.id, role))]
        self.view.value = _described(finding, said) + self._pictures(finding)

    def _pictures(self, finding: Finding) -> str:
        if self.audited.report.document.pages is None:
            return ""
        pdf = opened_source(self.source, self.audited.report.document.sha256)
        if pdf is None:
            return "<p>原文件无法打开，或在核查之后有改动。</p>"
        with pdf:
            pictures = finding_pictures(pdf, self.audited.report, [finding])
        return "".join(f"<p>第 {picture.page} 页</p>{picture.svg}" for picture in pictures)


def _button(text: str, style: str, act: Callable[[], None]) -> widgets.Button:
    button = widgets.Button(description=text, button_style=style, layout=widgets.Layout(width="auto"))
    button.on_click(lambda _: act())
    return button


def _described(finding: Finding, said: list[Decision]) -> str:
    kind = SEVERITIES[finding.severity] if finding.verdict == "contradicted" else "提醒"
    facts = {name: value for name, field in _TITLES.items() if (value := getattr(finding, field))}
    if finding.difference is not None:
        facts["差额"] = amount_words(finding.difference)
    facts |= {"原因": cause_words(finding.cause), "说明": finding.message}
    if finding.claim:
        facts["原文"] = finding.claim.quote
    facts |= {f"{d.role}意见": _words(d) for d in said}
    spot = spot_of(finding)
    title = f"{kind}　{check_words(finding.check)}　{where_words(spot) if spot else '全文'}　{finding.id}"
    rows = "".join(
        f'<tr><th style="{_HEAD}">{escape(name)}</th><td style="{_CELL}{_COLOURS.get(name, "")}">{escape(plain(value))}</td></tr>'
        for name, value in facts.items()
    )
    return f"<h4>{escape(plain(title))}</h4><table>{rows}</table>"


def _words(taken: Decision) -> str:
    note = f"：{taken.note}" if taken.note else ""
    return plain(f"{CHOICES[taken.choice]}{note}（{taken.reviewer}，{taken.time:%Y-%m-%d %H:%M}）")


def _gone(lost: list[Decision]) -> str:
    """Decisions about findings that a rerun no longer yields: the figures or the program have changed."""
    if not lost:
        return ""
    rows = "".join(f"<li>{escape(plain(_place(d)))}{escape(_words(d))}</li>" for d in lost)
    return f"<h4>结论已不存在的复核记录 {len(lost)} 条</h4><ul>{rows}</ul>"


def _place(lost: Decision) -> str:
    return f"{page_words(lost.page)} {check_words(lost.check)} {lost.stated or ''}，{lost.role}："
