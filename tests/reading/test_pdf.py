import re
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from json import loads
from pathlib import Path

import pymupdf
import pytest

from audit.reading import Document, UnreadableSource, read_document

Typeset = Callable[..., pymupdf.Document]

NARRATIVE = "　　本年收入预算为八百万元，比上年增加三十万\n元，主要原因是项目增加。"


def cause(path: Path) -> str:
    """What the user is told of a file that cannot be read, without the file's name."""
    with pytest.raises(UnreadableSource) as error:
        read_document(path)
    message = str(error.value)
    assert message.startswith(f"{path}：") and "\n" not in message
    return message.removeprefix(f"{path}：")


def saved(pdf: pymupdf.Document, path: Path, **options: object) -> Path:
    path.write_bytes(pdf.tobytes(**options))
    return path


def picture(width: int = 60, height: int = 84) -> bytes:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height))
    pixmap.clear_with(200)
    return bytes(pixmap.tobytes("png"))


def add_scanned_page(pdf: pymupdf.Document) -> None:
    page = pdf.new_page()
    page.insert_image(page.rect, stream=picture())


def draw(page: pymupdf.Page, lines: int, padding: int = 0) -> None:
    """Adds so many lines of drawing, and blanks, to what the page prints."""
    pdf = page.parent
    xref = pdf.get_new_xref()
    pdf.update_object(xref, "<<>>")
    strokes = b"\n".join(b"%d %d m %d %d l S" % (i % 500, i % 700, i % 500 + 20, i % 700) for i in range(lines))
    pdf.update_stream(xref, strokes + b" " * padding)
    contents = " ".join(f"{x} 0 R" for x in (*page.get_contents(), xref))
    pdf.xref_set_key(page.xref, "Contents", f"[{contents}]")


def test_a_document_holds_text_tables_sizes_and_the_files_hash(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE + "\n\n\n　项目　　金额\n　收入　　800.00")
    shape = pdf[0].new_shape()
    for y in (142, 160, 178):
        shape.draw_line((72, y), (250, y))
    for x in (72, 130, 250):
        shape.draw_line((x, 142), (x, 178))
    shape.finish()
    shape.commit()
    folder = tmp_path / "二〇二四 预算"
    folder.mkdir()
    document = read_document(saved(pdf, folder / "某局（公开）.pdf"))
    assert [p.text for p in document.paragraphs] == ["本年收入预算为八百万元，比上年增加三十万元，主要原因是项目增加。"]
    [table] = document.tables
    assert "800.00" in [cell.text for row in (*table.head, *table.rows) for cell in row]
    assert document.page_sizes == ((595, 842),)
    assert len(document.sha256) == 64
    assert document.warnings == ()


def test_a_missing_file(tmp_path: Path) -> None:
    assert cause(tmp_path / "没有.pdf") == "找不到文件"


def test_a_folder(tmp_path: Path) -> None:
    assert cause(tmp_path) == "是文件夹，不是 PDF 文件"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "空.pdf"
    path.touch()
    assert "空的" in cause(path)


def docx() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (docx(), "其中没有可以核查的文件"),
        (picture(), "是图片，请转换成 PDF 后再核查"),
        ("本年收入预算八百万元。".encode(), "不是 PDF、Word、Excel 文件或网页，请转换成 PDF 后再核查"),
    ],
)
def test_another_kind_of_file_named_pdf(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "改名.pdf"
    path.write_bytes(content)
    assert cause(path) == told


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_truncated_file(typeset: Typeset, tmp_path: Path, share: float, capfd: pytest.CaptureFixture[str]) -> None:
    whole = typeset(NARRATIVE).tobytes(use_objstms=1)
    path = tmp_path / "截断.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert re.search("损坏|不完整", cause(path))
    assert capfd.readouterr() == ("", "")


def test_a_file_with_a_password(typeset: Typeset, tmp_path: Path) -> None:
    path = saved(typeset(NARRATIVE), tmp_path / "密.pdf", encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="1", owner_pw="2")
    assert "密码" in cause(path)


def test_a_file_that_only_forbids_changes_is_read(typeset: Typeset, tmp_path: Path) -> None:
    locked = {"encryption": pymupdf.mupdf.PDF_ENCRYPT_AES_256, "owner_pw": "2", "permissions": 0}
    path = saved(typeset(NARRATIVE), tmp_path / "锁.pdf", **locked)
    assert read_document(path).paragraphs


def test_too_many_pages(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    for _ in range(2001):
        pdf.new_page()
    assert cause(saved(pdf, tmp_path / "厚.pdf")) == "共 2001 页，超过 2000 页的上限"


INSTALL = '（识别扫描页请先安装：pip install "audit[ocr]"）'


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra is not installed."""
    monkeypatch.setattr("audit.reading.pdf.ocr_installed", lambda: False)


def without_unicode(pdf: pymupdf.Document) -> pymupdf.Document:
    pdf = pymupdf.open(stream=pdf.tobytes())
    for xref in range(1, pdf.xref_length()):
        if "/ToUnicode" in pdf.xref_object(xref):
            pdf.xref_set_key(xref, "ToUnicode", "null")
    return pdf


@pytest.mark.usefixtures("without_ocr")
def test_text_whose_characters_are_unknown(typeset: Typeset, tmp_path: Path) -> None:
    assert "乱码" in cause(saved(without_unicode(typeset(NARRATIVE)), tmp_path / "乱.pdf"))


@pytest.mark.usefixtures("without_ocr")
def test_a_page_whose_characters_are_unknown_is_left_out_and_told(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE)
    pdf.insert_pdf(without_unicode(typeset("　　本年支出预算为七百万元。")))
    document = read_document(saved(pdf, tmp_path / "半.pdf"))
    assert [p.page for p in document.paragraphs] == [1]
    assert document.warnings == (f"第 2 页的文字编码无法识别，未审计{INSTALL}",)


@pytest.mark.usefixtures("without_ocr")
def test_scanned_pages_only(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    add_scanned_page(pdf)
    told = cause(saved(pdf, tmp_path / "扫描.pdf"))
    assert "没有文字层" in told and 'pip install "audit[ocr]"' in told


def test_blank_pages_only(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    pdf.new_page()
    assert cause(saved(pdf, tmp_path / "白.pdf")) == "各页没有文字"


@pytest.mark.usefixtures("without_ocr")
def test_scanned_pages_among_others_are_told_even_when_numbered(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE)
    for _ in range(3):
        add_scanned_page(pdf)
    pdf.new_page()
    add_scanned_page(pdf)
    for page in pdf.pages():
        page.insert_text((290, 810), f"- {page.number + 1} -")
    document = read_document(saved(pdf, tmp_path / "混.pdf"))
    assert document.paragraphs
    assert document.warnings == (f"第 2–4、6 页没有文字层（扫描或图片），未审计{INSTALL}",)


def test_a_picture_beside_text_is_no_scan(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE)
    pdf[0].insert_image(pdf[0].rect, stream=picture())
    assert read_document(saved(pdf, tmp_path / "底图.pdf")).warnings == ()


@pytest.mark.parametrize(("lines", "padding", "what"), [(12_000, 0, "图形"), (100, 1_000_001, "内容")])
def test_a_page_with_too_many_drawings_is_read_without_its_lines(
    typeset: Typeset, tmp_path: Path, lines: int, padding: int, what: str
) -> None:
    pdf = typeset(NARRATIVE, NARRATIVE)
    draw(pdf[1], lines, padding)
    document = read_document(saved(pdf, tmp_path / "图.pdf"))
    assert {p.page for p in document.paragraphs} == {1, 2}
    assert document.warnings == (f"第 2 页的{what}过多，未读取表格线",)


def test_a_repaired_file_is_read_with_a_warning(typeset: Typeset, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(typeset(NARRATIVE).tobytes().replace(b"startxref", b"startxxxx"))
    document = read_document(path)
    assert document.warnings == ("文件已损坏，经修复读取",)
    assert document.paragraphs[0].text.startswith("本年收入预算")
    assert capfd.readouterr() == ("", "")


def test_a_damaged_page_is_named(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE, NARRATIVE)
    pdf.xref_set_key(pdf[1].xref, "Contents", f"{pdf[0].xref} 0 R")  # an object that is no stream
    assert cause(saved(pdf, tmp_path / "坏页.pdf")) == "第 2 页已损坏，无法读取"


def test_text_without_height_is_not_read(typeset: Typeset, tmp_path: Path) -> None:
    pdf = typeset(NARRATIVE)
    pdf[0].insert_text((72, 300), "x")
    xref = pdf[0].get_contents()[-1]
    flat = b"ET BT /helv 1 Tf 12 1 12 1 72 300 Tm (999) Tj ET"
    pdf.update_stream(xref, pdf.xref_stream(xref).replace(b"ET", flat))
    [paragraph, _] = read_document(saved(pdf, tmp_path / "零.pdf")).paragraphs
    assert paragraph.text.startswith("本年收入预算") and "9" not in paragraph.text


def test_clipped_text_is_not_read(typeset: Typeset, tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    source = typeset("　　本年收入八百万元。\n\n\n　　隐藏的支出九百万元。")
    page.show_pdf_page(pymupdf.Rect(0, 0, 595, 110), source, 0, clip=pymupdf.Rect(0, 0, 595, 110))
    assert [p.text for p in read_document(saved(pdf, tmp_path / "裁.pdf")).paragraphs] == ["本年收入八百万元。"]


def test_a_turned_page_keeps_its_size_and_its_boxes_in_page_space(tmp_path: Path, typeset: Typeset) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.show_pdf_page(page.rect, typeset("　　本年收入八百万元。"), 0, rotate=90, keep_proportion=False)
    page.set_rotation(90)
    document = read_document(saved(pdf, tmp_path / "横.pdf"))
    assert document.page_sizes == ((595, 842),)
    [paragraph] = document.paragraphs
    assert paragraph.text == "本年收入八百万元。"
    [(_, box)] = paragraph.boxes(0, len(paragraph.text))
    with pymupdf.open(tmp_path / "横.pdf") as turned:
        printed = turned[0].get_text(clip=box)
    assert printed.split() == ["本年收入八百万元。"]


def narrative(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in document.paragraphs]


def test_both_pdfs_of_the_seed_give_the_same_paragraphs(shared: Path) -> None:
    office, typst = (read_document(shared / f"seed/linxia-hrss-2024.{maker}.pdf") for maker in ("office", "typst"))
    assert len(office.paragraphs) > 90
    assert narrative(office) == narrative(typst)


def compact(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_the_sentences_of_the_samples_are_whole_in_one_paragraph_of_text(shared: Path) -> None:
    quotes = found = 0
    for truth in sorted((shared / "samples/truth").glob("[abcd]*.json")):
        document = read_document(shared / f"samples/pdf/{truth.stem}.pdf")
        texts = [compact(p.text) for p in document.paragraphs if p.kind == "text"]
        for claim in loads(truth.read_text(encoding="utf-8"))["claims"]:
            quotes += 1
            found += any(compact(claim["quote"]) in text for text in texts)
    assert quotes > 2000
    assert found / quotes > 0.995


def test_the_sentences_of_real_disclosures_are_read_in_order(shared: Path) -> None:
    quotes = found = 0
    for truth in sorted((shared / "real/truth").glob("*.json")):
        document = read_document(shared / f"real/{truth.stem}.pdf")
        # these quotes can run over a heading into its paragraph
        whole = "".join(compact(p.text) for p in document.paragraphs)
        for claim in loads(truth.read_text(encoding="utf-8"))["claims"]:
            quotes += 1
            found += compact(claim["quote"]) in whole
    assert quotes > 300
    assert found / quotes > 0.995
