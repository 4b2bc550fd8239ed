"""The commands. Heavy imports stand inside functions: `audit --help` has to answer at once."""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from audit import __version__
from audit.console import NEAREST
from audit.report.views import FORMATS

if TYPE_CHECKING:
    from concurrent.futures import Future

    from audit.batch.asking import Asking
    from audit.pipeline import Audited
    from audit.proposals.settings import ModelSettings
    from audit.report.terminal import Outcome

T = TypeVar("T")
CLEAN, CONTRADICTED, UNREADABLE = 0, 1, 2

app = typer.Typer(
    help="核查预决算公开文件：表格、合计与正文各处数字是否相符。",
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="PDF、Word、Excel 文件或网页，或含有它们的文件夹（不查子文件夹）。")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help="结果写入的文件夹。")]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="none|openai:NAME|anthropic:NAME|ollama:NAME|gguf:FILE",
        help="规则未能核对的数字再问此模型；缺省不用模型，也不联网。",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="模型服务的地址；密钥取自环境变量 OPENAI_API_KEY 或 ANTHROPIC_API_KEY。"),
]
Scope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="residue|all",
        help="问模型的范围：residue（缺省）只问规则未能核对的数字；all 全部再读一遍，与规则不一致之处只作提示。",
    ),
]
ModelSet = Annotated[
    list[str] | None,
    typer.Option("--model-set", metavar="NAME=VALUE", help="模型的其他设置，可重复给出；也可写在 audit.toml 或环境变量中。"),
]


def main() -> None:
    # A console that cannot print Chinese (ASCII, or GBK for a rare character) must not end the run.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors=NEAREST)  # type: ignore[union-attr]
    try:
        app()
    except Exception:
        # Python's own exit status for a crash is 1, which says that contradictions were found.
        traceback.print_exc()
        sys.exit(UNREADABLE)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"audit {__version__}")
        raise typer.Exit


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise typer.BadParameter("须为不小于 0 的金额")
    return amount


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本号。")] = False,
) -> None: ...


@app.command(help="核查文件，写出报告。有矛盾时退出码为 1，有文件无法读取时为 2。")
def run(
    paths: Paths,
    out: Out = Path("out"),
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="报告格式，逗号分隔：json、html、xlsx、pdf、docx（取证单）。")
    ] = "json,html,xlsx,pdf",
    prior: Annotated[
        Path | None, typer.Option("--prior", metavar="PDF", help="同一单位上年的文件（或决算对应的年初预算），一并比较。")
    ] = None,
    model: Model = "none",
    base_url: BaseUrl = None,
    scope: Scope = None,
    model_set: ModelSet = None,
    materiality: Annotated[
        Decimal | None,
        typer.Option(
            "--materiality", metavar="YUAN", parser=_amount, help="重要性水平（元）：report.html 中差额较小的原因排后并折叠。"
        ),
    ] = None,
    together: Annotated[
        bool, typer.Option("--together", help="各文件（或文件夹、.zip 中的全部文件）合为一份公开文件，出一份报告。")
    ] = False,
    no_completeness: Annotated[bool, typer.Option("--no-completeness", help="不检查应公开的内容是否齐全。")] = False,
    open_report: Annotated[
        bool, typer.Option("--open", help="核查后在浏览器中打开 report.html（多个文件时打开第一份）。")
    ] = False,
) -> None:
    from rich.console import Console

    from audit.output import contested_stems
    from audit.report.terminal import Outcome, print_overview, print_report

    names = _chosen_formats(formats)
    if open_report and "html" not in names:
        _fail("--open 打开的是 html 报告，--format 中须有 html")
    if together and (missing := [path for path in paths if not path.exists()]):
        _fail(f"{missing[0]}：找不到文件")
    sources, all_found = (paths[:1], True) if together else _sources(paths)
    if prior is not None and len(sources) > 1:
        _fail("--prior 只能与一个文件一起使用")
    asked = _chosen_model(model, base_url, scope, model_set or [])
    contested = contested_stems(sources)
    console = Console(highlight=False, markup=False, emoji=False)

    def audited(source: Path) -> "Audited":
        if together:
            from audit.pipeline import audited_together

            return audited_together(paths, completeness=not no_completeness, prior=prior)
        from audit.pipeline import audited_file

        return audited_file(source, completeness=not no_completeness, prior=prior)

    def written(result: "Audited", source: Path) -> Outcome:
        report = result.report
        if report.model is not None and len(sources) > 1:
            for note in report.document.notes:
                _tell(f"{source.name}：{note}")
        return Outcome(
            source, report, _write(result, source, paths if together else [source], out, names, contested, materiality)
        )

    outcomes: list[Outcome] = []
    with Console(stderr=True).status("", spinner="line") as status:
        for source, result in _audited(sources, audited, asked, status.update):
            outcome = _attempted(partial(written, result), source) if result is not None else None
            outcomes.append(outcome or Outcome(source, None))
    if len(sources) == 1:
        print_report(console, outcomes[0])
    elif sources:
        print_overview(console, outcomes)
        if any(outcome.files for outcome in outcomes):
            print(f"报告在文件夹 {out} 中，每个文件一个子文件夹")
    if open_report:
        _open(file for outcome in outcomes for file in outcome.files)
    raise typer.Exit(_exit_status(outcomes, all_found))


@app.command(help="只读出表格，写成 JSON 和 Excel。")
def tables(paths: Paths, out: Out = Path("out")) -> None:
    from audit.output import contested_stems, result_name, write_file
    from audit.report.json_file import tables_json
    from audit.report.table_workbook import tables_workbook

    sources, all_read = _sources(paths)
    contested = contested_stems(sources)

    def written(source: Path) -> Path:
        from audit.reading import read_document

        document = read_document(source)
        target = out / (result_name(source, document.sha256, contested, ".tables.json") + ".tables.json")
        workbook = target.with_suffix(".xlsx")
        write_file(target, tables_json(document.tables))
        write_file(workbook, tables_workbook(document.tables, source.name))
        print(f"{source}：{len(document.tables)} 张表，已写入 {target} 和 {workbook.name}")
        return target

    for source in sources:
        all_read &= _attempted(written, source) is not None
    raise typer.Exit(CLEAN if all_read else UNREADABLE)


@app.command(help="核查文件夹（含子文件夹）中的公开文件，结果存入一个文件；中断后再运行即继续。每个文件都有结果时退出码为 0。")
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="含有公开文件的文件夹。")],
    store: Annotated[Path, typer.Option("--store", metavar="FILE", dir_okay=False, help="结果库（SQLite），没有时新建。")],
    workers: Annotated[int | None, typer.Option("--workers", metavar="N", min=1, help="进程数；缺省为处理器核数。")] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="local|dask", help="在本机，或在 dask 集群上运行。")] = "local",
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="dask 调度器的地址。")] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="每个文件至多用的秒数。")] = 300,
    memory: Annotated[float, typer.Option("--memory", metavar="MB", min=1, help="核查一个文件的进程至多用的内存。")] = 2048,
    retry: Annotated[bool, typer.Option("--retry", help="上次无法核查或已隔离的文件也再试一次。")] = False,
    model: Model = "none",
    base_url: BaseUrl = None,
    scope: Scope = None,
    model_set: ModelSet = None,
    max_tokens: Annotated[
        int | None, typer.Option("--max-tokens", metavar="N", min=0, help="本次至多用的模型词元；先问剩下数字最多的文件。")
    ] = None,
    max_cost: Annotated[
        Decimal | None,
        typer.Option("--max-cost", metavar="AMOUNT", parser=_amount, help="本次至多用的模型费用；须设有价格。"),
    ] = None,
) -> None:
    from audit.batch.command import audit_folder
    from audit.batch.local import EngineProblem, Limits
    from audit.batch.store import StoreProblem

    if engine not in ("local", "dask"):
        _fail(f"--engine {engine}：只有 local 和 dask")
    asking = _asking(_chosen_model(model, base_url, scope, model_set or []), max_tokens, max_cost)
    try:
        limits = Limits(timeout, memory)
        complete = audit_folder(folder, store, engine, scheduler, workers or os.cpu_count() or 1, limits, retry, asking)
    except (StoreProblem, EngineProblem) as problem:
        _fail(str(problem))
    except KeyboardInterrupt:
        _fail("已中断；再次运行同一命令即从断点继续")
    raise typer.Exit(CLEAN if complete else UNREADABLE)


@app.command(help="汇总结果库：网页、Excel、Parquet 和 CSV。")
def summary(
    store: Annotated[Path, typer.Option("--store", metavar="FILE", help="audit batch 写出的结果库。")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help="结果写入的文件夹。")],
) -> None:
    from audit.batch.store import StoreProblem
    from audit.batch.summary import write_summary

    try:
        for file in write_summary(store, out):
            print(f"已写入 {file}")
    except StoreProblem as problem:
        _fail(str(problem))


@app.command(help="列出各项检查；给出名称时说明其内容、正例、反例、级别与依据。")
def checks(name: Annotated[str | None, typer.Argument(metavar="NAME", help="检查的名称，即报告中 check 的值。")] = None) -> None:
    from audit.report.catalogue import catalogue_text, check_text

    text = catalogue_text() if name is None else check_text(name)
    if text is None:
        _fail(f"没有名为 {name} 的检查，audit checks 列出全部")
    print(text)


def _chosen_formats(text: str) -> list[str]:
    """The files that a `--format` list asks for; anything but a list of known formats is a usage error."""
    chosen = [name.strip() for name in text.split(",")]
    for name in chosen:
        if name not in FORMATS:
            _fail(f"--format {name}：没有这种格式，可用：{'、'.join(FORMATS)}")
    return chosen


def _chosen_model(model: str, base_url: str | None, scope: str | None, others: Sequence[str]) -> "ModelSettings | None":
    """The model that the options ask for, its prompts in order; who will receive text is told before anything is sent."""
    if model == "none" and base_url is None and not others:
        return None
    from audit.proposals.endpoint import check_usable
    from audit.proposals.prompt import load_prompts
    from audit.proposals.settings import ModelUnusable, flags_of, model_settings

    try:
        settings = model_settings(model, flags_of(base_url, scope, others))
        if settings is None:
            return None
        check_usable(settings)
        load_prompts()
    except ModelUnusable as problem:
        _fail(str(problem))
    text = "含有数字的段落" if settings.scope == "all" else "规则未能核对的段落"
    if settings.base_url:
        _tell(f"{text}和相关的表格数字将发送给 {settings.host}（模型 {settings.name}）")
    else:
        _tell(f"{text}由本机的模型 {settings.name} 阅读，不发送到别处")
    return settings


def _asking(settings: "ModelSettings | None", max_tokens: int | None, max_cost: Decimal | None) -> "Asking | None":
    """What a batch may ask the model, within the allowance of the call."""
    if settings is None:
        if max_tokens is not None or max_cost is not None:
            _fail("--max-tokens、--max-cost 须与 --model 一同使用")
        return None
    if max_cost is not None and not settings.priced:
        _fail("--max-cost 需要价格：用 --model-set price_input=… 和 price_output=…（每百万词元）给出，或写在 audit.toml 中")
    from audit.batch.asking import Asking
    from audit.proposals.spending import Allowance

    return Asking(settings, Allowance(max_tokens, max_cost))


def _audited(
    sources: Sequence[Path],
    audited: Callable[[Path], "Audited"],
    settings: "ModelSettings | None",
    under_way: Callable[[str], None],
) -> "Iterator[tuple[Path, Audited | None]]":
    """Each source with its result, None where it failed; while a model is asked about one, the next ones are audited."""

    def attempted(numbered: tuple[int, Path]) -> "Audited | None":
        number, source = numbered
        under_way(f"{number}/{len(sources)} {source.name}")
        return _attempted(audited, source)

    numbered = list(enumerate(sources, start=1))
    if settings is None:
        yield from ((source, attempted((number, source))) for number, source in numbered)
        return
    from audit.ahead import ahead
    from audit.pipeline import with_model

    for (_, source), reading in ahead(numbered, attempted, partial(with_model, settings=settings), settings.concurrency):
        yield source, _attempted(partial(_result_of, reading), source) if reading is not None else None


def _result_of(reading: "Future[T]", source: Path) -> T:
    return reading.result()


def _sources(paths: Sequence[Path]) -> tuple[list[Path], bool]:
    """The files to read, and whether every path named one; a path that did not is told."""
    from audit.inputs import MissingInput, input_files, without_repeats

    files: list[Path] = []
    all_found = True
    for path in paths:
        try:
            files.extend(input_files(path))
        except (MissingInput, OSError) as problem:
            _tell(str(problem))
            all_found = False
    return without_repeats(files), all_found


def _attempted(work: Callable[[Path], T], source: Path) -> T | None:
    """work(source), or None after one line that says why not: no input may cost the others of a call theirs."""
    from audit.failures import failure_reason

    try:
        return work(source)
    except Exception as problem:
        _tell(f"{source}：{failure_reason(problem, source)}")
    return None


def _write(
    audited: "Audited",
    source: Path,
    paths: Sequence[Path],
    out: Path,
    names: Sequence[str],
    contested: frozenset[str],
    materiality: Decimal | None,
) -> list[Path]:
    from audit.output import report_folder, write_report
    from audit.report.views import names_of_files, report_files

    folder = report_folder(out, source, audited.report.document.sha256, contested)
    if folder.name != source.stem:
        _tell(f"{source}：已有同名而内容不同的文件，报告写入 {folder}")
    files = report_files(audited, paths, names, materiality)
    written = write_report(folder, files, names_of_files(audited.report))
    if "pdf" in names and not any(name.startswith("annotated") for name in files):
        paged = audited.report.document.pages is not None
        reason = "无法打开或在核查之后有改动" if paged else "是网页，或文件过大，或在核查之后有改动"
        _tell(f"{source}：{reason}，未写 annotated.{'pdf' if paged else 'docx 或 xlsx'}")
    return written


def _open(files: Iterable[Path]) -> None:
    """The first HTML report among the files, in the browser; a machine without one is told where it is."""
    import webbrowser

    page = next((file for file in files if file.name == FORMATS["html"]), None)
    if page is not None and not webbrowser.open(page.resolve().as_uri()):
        _tell(f"没有可用的浏览器，报告在 {page}")


def _exit_status(outcomes: "Sequence[Outcome]", all_found: bool) -> int:
    reports = [outcome.report for outcome in outcomes]
    if not all_found or None in reports:
        return UNREADABLE
    return CONTRADICTED if any(report.contradicted for report in reports if report is not None) else CLEAN


def _tell(line: str) -> None:
    from audit.report.wrapping import plain

    print(plain(line), file=sys.stderr)


def _fail(line: str) -> NoReturn:
    _tell(line)
    raise typer.Exit(UNREADABLE)
