from pathlib import Path

import pytest

from audit.findings import Report
from audit.pipeline import audit_document
from audit.reading import UnreadableSource, read_document, read_together
from audit.reading.archive import unpacked
from audit.reading.together import joint_sha256
from tests.reading import office
from tests.reading.office_pair import narrative_and_tables

NARRATIVE = ("^示例县水务局2024年部门预算公开说明", *[office.SENTENCE] * 12)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A narrative and its tables, named so that the tables come first."""
    book = office.workbook()
    office.expenditure_sheet(book)
    tables, narrative = tmp_path / "1附表.xlsx", tmp_path / "2说明.docx"
    tables.write_bytes(office.saved(book))
    narrative.write_bytes(office.word(*NARRATIVE))
    return tables, narrative


def verdicts(report: Report) -> dict[str, tuple[str, str | None]]:
    return {finding.id: (finding.verdict, finding.stated) for finding in report.findings}


def test_narrative_and_tables_are_one_document_the_narrative_first(pair: tuple[Path, Path]) -> None:
    tables, narrative = pair
    document = read_together([tables, narrative])
    assert [file.name for file in document.files] == ["2说明.docx", "1附表.xlsx"]
    assert document.sha256 == joint_sha256([read_document(tables).sha256, read_document(narrative).sha256])
    assert {p.file for p in document.paragraphs} == {"2说明.docx"}
    assert [(t.file, t.place) for t in document.tables] == [("1附表.xlsx", "预算02表!A4")]
    report = audit_document(document)
    amount = next(finding for finding in report.findings if finding.check == "amount_vs_table")
    assert amount.verdict == "verified"
    assert {(o.file, o.place) for o in amount.evidence} >= {("2说明.docx", "段落2"), ("1附表.xlsx", "预算02表!C6")}
    assert [file.source for file in report.document.files] == ["2说明.docx", "1附表.xlsx"]


def test_a_folder_and_an_archive_are_their_files(pair: tuple[Path, Path], tmp_path: Path) -> None:
    archive = tmp_path.parent / f"{tmp_path.name}.zip"
    archive.write_bytes(office.zipped({f"公开/{path.name}": path.read_bytes() for path in pair}))
    (tmp_path / "~$说明.docx").write_bytes(b"lock")
    (tmp_path / "笔记.txt").write_text("not part of it", encoding="utf-8")
    whole = audit_document(read_together(list(pair)))
    for source in (tmp_path, archive):
        document = read_together([source])
        assert [file.name for file in document.files] == ["2说明.docx", "1附表.xlsx"]
        assert document.path == str(source)
        assert verdicts(audit_document(document)) == verdicts(whole)
    assert read_document(archive).sha256 == read_together([archive]).sha256
    archive.unlink()


def test_copies_and_files_that_cannot_be_read_are_told(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "3副本.docx").write_bytes(office.word(*NARRATIVE, "又一段不长不短的文字，说明这是另存的一份。"))
    (tmp_path / "4密.docx").write_bytes(office.with_password())
    document = read_together([tmp_path])
    assert [file.name for file in document.files] == ["3副本.docx", "1附表.xlsx"]
    assert document.warnings == (
        "4密.docx 未能读取：文件有密码保护，请先解除密码",
        "2说明.docx 是 3副本.docx 的另一份副本，未重复核查",
    )


def test_one_readable_file_is_a_document_by_itself(pair: tuple[Path, Path], tmp_path: Path) -> None:
    tables, _ = pair
    document = read_together([tables])
    assert document.files == () and document.tables[0].file == ""


def test_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    for folder, text in (("甲", "收入预算为5.00万元。"), ("乙", "支出预算为6.00万元。")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "说明.docx").write_bytes(office.word(text))
    assert sorted(file.name for file in read_together([tmp_path]).files) == ["说明(2).docx", "说明.docx"]


def test_where_nothing_can_be_read_the_reasons_are_told(tmp_path: Path) -> None:
    (tmp_path / "密.docx").write_bytes(office.with_password())
    with pytest.raises(UnreadableSource, match=r"密\.docx 未能读取：文件有密码保护"):
        read_together([tmp_path])


def test_no_name_in_an_archive_is_a_place_to_write_to(tmp_path: Path) -> None:
    archive, folder = tmp_path / "坏.zip", tmp_path / "里"
    folder.mkdir()
    names = ["../../外.docx", "/abs/绝对.docx", "C:\\盘\\符.docx", "a/../../../b.docx"]
    archive.write_bytes(office.zipped({name: office.word(office.SENTENCE) for name in names}))
    members = list(unpacked(archive, folder))
    assert [member.name for member in members] == ["外.docx", "绝对.docx", "符.docx", "b.docx"]
    assert {path.parent for path in tmp_path.rglob("*.docx")} == {folder}


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    archive, folder = tmp_path / "包.zip", tmp_path / "里"
    folder.mkdir()
    archive.write_bytes(office.zipped({"说明表": office.word(office.SENTENCE)}, "gbk"))
    assert [member.name for member in unpacked(archive, folder)] == ["说明表"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"内.zip": office.zipped({"a.docx": b"x"})}, "还有压缩文件（内.zip）"),
        ({f"{n}.docx": b"x" for n in range(201)}, "201 个文件，超过 200 个的上限"),
        ({"大.html": b"0" * 60_000_000}, "压缩比过高"),
        ({"图.jpg": b"x"}, "没有可以核查的文件"),
        ({}, "没有文件"),
    ],
)
def test_archives_that_are_refused(tmp_path: Path, files: dict[str, bytes], told: str) -> None:
    archive = tmp_path / "包.zip"
    archive.write_bytes(office.zipped(files))
    with pytest.raises(UnreadableSource, match=told):
        read_together([archive])


def test_the_seed_in_two_files_gives_the_findings_of_the_whole(shared: Path, tmp_path: Path) -> None:
    whole = (shared / "seed" / "linxia-hrss-2024.office.docx").read_bytes()
    narrative, tables = narrative_and_tables(whole)
    (tmp_path / "说明.docx").write_bytes(narrative)
    (tmp_path / "附表.xlsx").write_bytes(tables)
    together = audit_document(read_together([tmp_path / "附表.xlsx", tmp_path / "说明.docx"]))
    (tmp_path / "whole.docx").write_bytes(whole)
    one = audit_document(read_document(tmp_path / "whole.docx"))
    assert len(one.contradicted) == 5
    assert {f.id for f in together.contradicted} == {f.id for f in one.contradicted}
    assert verdicts(one).items() <= verdicts(together).items()
