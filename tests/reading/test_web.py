from pathlib import Path

import pytest

from audit.reading import Document, UnreadableSource
from audit.reading.web import web_document
from tests.reading.office import SENTENCE

TABLE = (
    "<table><tr><th rowspan=2>科目名称</th><th colspan=2>预算数</th></tr><tr><th>基本支出</th><th>项目支出</th></tr>"
    "<tr><td>社会保障<br>和就业支出</td><td>500.00</td><td>300.00</td></tr></table>"
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>公开</title><style>p {{}}</style></head><body>
<nav><a href="/">首页</a> <a href="/x">政务公开</a></nav>
<div class="wrap"><div id="zoom"><h1>示例县水务局2024年部门预算</h1>
<p>　　{SENTENCE}</p><script>document.write("脚本写的900万元")</script><p style="display:none">隐藏的900万元。</p>
<p align="center">部门支出总表</p><p>单位：万元</p>{TABLE}<p>注：数据四舍五入。</p></div></div>
<div class="foot">主办：示例县政府 备案号12345</div></body></html>"""


def read(content: bytes) -> Document:
    return web_document(content, Path("公开.html"))


def test_the_article_is_read_without_the_site_around_it() -> None:
    document = read(PAGE.encode())
    assert [p.text for p in document.paragraphs] == ["示例县水务局2024年部门预算", SENTENCE]
    [table] = document.tables
    assert (table.title, table.unit, table.note) == ("部门支出总表", "万元", "注：数据四舍五入。")
    assert [[cell.text for cell in row] for row in table.head] == [["科目名称", "预算数", ""], ["", "基本支出", "项目支出"]]
    assert [cell.text for cell in table.rows[0]] == ["社会保障和就业支出", "500.00", "300.00"]
    assert table.rows[0][1].place == "表格1!B3"


@pytest.mark.parametrize(
    "content",
    [
        PAGE.replace("utf-8", "gb2312").encode("gb18030"),
        PAGE.replace('<meta charset="utf-8">', "").encode("gb18030"),
        PAGE.encode("gb18030"),
        PAGE.replace('<meta charset="utf-8">', "").encode("utf-16"),
        b"\xef\xbb\xbf" + PAGE.replace("utf-8", "gbk").encode(),
    ],
)
def test_whatever_the_page_declares_its_characters_are_read(content: bytes) -> None:
    assert [p.text for p in read(content).paragraphs] == ["示例县水务局2024年部门预算", SENTENCE]


def test_a_table_that_only_places_the_article_is_none() -> None:
    page = PAGE.replace('<div id="zoom">', "<table><tr><td>").replace("<p>注：数据四舍五入。</p></div>", "</td></tr></table>")
    document = read(page.encode())
    assert [table.title for table in document.tables] == ["部门支出总表"]
    assert SENTENCE in [p.text for p in document.paragraphs]


def test_lines_broken_by_br_are_paragraphs() -> None:
    document = read("<html><body><div>一、收入<br>收入预算800万元。<br><br>二、支出</div></body></html>".encode())
    assert [p.text for p in document.paragraphs] == ["一、收入", "收入预算800万元。", "二、支出"]


def test_spans_without_end_are_bounded() -> None:
    table = "<table><tr><td rowspan=65534 colspan=65534>甲</td><td rowspan=0>乙</td></tr><tr><td>丙</td></tr></table>"
    document = read(f"<html><body><p>{SENTENCE}</p>{table}</body></html>".encode())
    assert [p.text for p in document.paragraphs][:1] == [SENTENCE]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match=r"没有文字|无法读取"):
        read(b"<html><body><script>x</script></body></html>")
