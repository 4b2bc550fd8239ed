"""What a file is, its content says; what cannot be read ends in bounded time and memory with one clear word."""

import shutil
import tracemalloc
from pathlib import Path

import pytest

from audit.reading import UnreadableSource, read_document
from audit.reading.converted import converted
from audit.reading.package import checked_package
from tests.reading import office
from tests.reading.hostile import within


def cause(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UnreadableSource) as refused:
        read_document(path)
    told = str(refused.value)
    assert told.startswith(f"{path}：") and "\n" not in told
    return told.removeprefix(f"{path}：")


@pytest.mark.parametrize("name", ["改名.pdf", "改名.xlsx", "没有后缀"])
def test_a_word_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(office.word(office.SENTENCE))
    assert [paragraph.text for paragraph in read_document(path).paragraphs] == [office.SENTENCE]


def test_a_web_page_named_xls_is_read_as_a_web_page(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(f"<html><body><p>{office.SENTENCE}</p></body></html>".encode("gb18030"))
    assert [paragraph.text for paragraph in read_document(path).paragraphs] == [office.SENTENCE]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "zip"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, suffix: str) -> None:
    content = office.bomb(suffix)
    assert len(content) < 1_000_000
    tracemalloc.start()
    with within(5):
        told = cause(tmp_path / f"炸弹.{suffix}", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "上限，可能是压缩炸弹" in told
    assert peak < 50_000_000


def test_a_part_too_large_for_a_tree_is_told(tmp_path: Path) -> None:
    assert "word/document.xml 解压后超过 30 MB 的上限" in cause(tmp_path / "大.docx", office.bomb("docx", 100_000_000))


def test_a_table_of_more_cells_than_any_is_told_and_left_out(tmp_path: Path) -> None:
    rows = "<tr>" + "<td>1</td>" * 201 + "</tr>"
    path = tmp_path / "大.html"
    path.write_text(f"<html><body><p>{office.SENTENCE}</p><table>{rows * 1000}</table></body></html>", encoding="utf-8")
    document = read_document(path)
    assert [paragraph.text for paragraph in document.paragraphs] == [office.SENTENCE]
    assert document.warnings == ("表格1!A1 起的表格超过 200000 个单元格，未审计",)


def test_an_external_entity_is_refused(tmp_path: Path) -> None:
    assert "文档类型声明" in cause(tmp_path / "实体.docx", office.with_external_entity())


def test_blank_rows_by_the_hundred_thousand_take_bounded_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "空行.xlsx"
    path.write_bytes(office.with_blank_rows(300_000))
    with within(20):
        document = read_document(path)
    [table] = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == [list(row) for row in office.EXPENDITURE[1:]]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "doc"])
def test_a_password_is_told(tmp_path: Path, suffix: str) -> None:
    assert cause(tmp_path / f"密.{suffix}", office.with_password()) == "文件有密码保护，请先解除密码"


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_truncated_package(tmp_path: Path, kind: str, share: float) -> None:
    book = office.workbook()
    office.expenditure_sheet(book)
    whole = office.word(office.SENTENCE) if kind == "docx" else office.saved(book)
    assert "损坏" in cause(tmp_path / f"截断.{kind}", whole[: int(len(whole) * share)])


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", "word/document.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/worksheets/sheet1.xml"),
        ("docx", "word/styles.xml"),
    ],
)
@pytest.mark.parametrize("content", [b"", b"<broken", b"<?xml version='1.0'?><other/>"])
def test_a_damaged_part_is_told_or_done_without(
    tmp_path: Path, kind: str, part: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    book = office.workbook()
    office.expenditure_sheet(book)
    whole = office.word(office.SENTENCE) if kind == "docx" else office.saved(book)
    path = tmp_path / f"坏.{kind}"
    path.write_bytes(office.rewritten(whole, {part: content}))
    try:
        document = read_document(path)
    except UnreadableSource as refused:
        assert str(refused).startswith(f"{path}：")
    else:
        assert document.paragraphs or document.tables


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (office.zipped({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<x/>"}), "OFD"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "请先解压"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "请先解压"),
        (b"PK\x03\x04" + bytes(100), "已损坏"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in cause(tmp_path / "文件.dat", content)


def test_an_old_file_without_libreoffice_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    old = office.with_password().replace("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le") + bytes(8))
    told = cause(tmp_path / "旧.doc", old)
    assert "没有安装 LibreOffice" in told and "另存为 .docx" in told


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("form", "old"), [("docx", "doc"), ("xlsx", "xls")])
def test_old_formats_are_read_through_libreoffice(tmp_path: Path, form: str, old: str) -> None:
    book = office.workbook()
    office.expenditure_sheet(book)
    content = office.word("部门支出总表", "单位：万元", office.EXPENDITURE, "完。") if form == "docx" else office.saved(book)
    path = tmp_path / f"旧.{old}"
    path.write_bytes(converted(content, f".{form}", old, path))
    document = read_document(path)
    [table] = document.tables
    assert (table.title, table.unit) == ("部门支出总表", "万元")
    assert [[cell.text for cell in row] for row in (*table.head, *table.rows)] == [list(row) for row in office.EXPENDITURE]
    assert document.path == str(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_that_breaks_the_rules_is_read_through_libreoffice(tmp_path: Path) -> None:
    book = office.workbook()
    office.expenditure_sheet(book)
    whole = office.saved(book)
    # a style that is no style: openpyxl refuses the file, office programs open it
    styles = office.part_of(whole, "xl/styles.xml").replace(b'patternType="gray125"', b'patternType="nonsense"')
    path = tmp_path / "怪.xlsx"
    path.write_bytes(office.rewritten(whole, {"xl/styles.xml": styles}))
    document = read_document(path)
    assert document.warnings == ("文件不合格式规范，经 LibreOffice 转换后读取",)
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [list(row) for row in office.EXPENDITURE[1:]]


def test_a_workbook_that_breaks_the_rules_is_told_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    whole = office.word(office.SENTENCE)
    assert cause(tmp_path / "怪.docx", office.rewritten(whole, {"word/document.xml": b"<other/>"})) == "Word 文件已损坏，无法读取"


def test_an_honest_package_is_opened() -> None:
    with checked_package(office.word(office.SENTENCE), Path("好.docx")) as package:
        assert "word/document.xml" in package.namelist()
