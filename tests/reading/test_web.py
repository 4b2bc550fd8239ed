from pathlib import Path

import pytest

from audit.reading import Document, UnreadableSource
from audit.reading.document import Table
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


def texts(body: str) -> list[str]:
    return [
        paragraph.text
        for paragraph in read(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()).paragraphs
    ]


def tables(body: str) -> list[Table]:
    return list(read(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()).tables)


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*table.head, *table.rows)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>&nbsp;&nbsp;&nbsp;&nbsp;<span>支出预算</span><span lang=EN>800.00</span><font>万元</font>，比上年<b>增加</b>。</p>",
        "<div><div><span><p>支出预算800.\n  00万元，比上年增加。</p></span></div></div>",
        "<div>支出预算800.00万元，<br>比上年增加。</div>",
        "<pre>支出预算800.00万元，\n比上年增加。</pre>",
        "<p>支出预算<del>700.00</del>800.00万元<sup>[1]</sup>，比上年增加。</p><textarea>900万元</textarea>",
        "<p>支出预算800.00<sup>2</sup>万元，比上年增加。</p>",
    ],
    ids=["spans and hard spaces", "nested blocks", "a line broken by hand", "lines kept", "deleted text", "a raised mark"],
)
def test_a_sentence_is_whole_whatever_its_markup(body: str) -> None:
    assert texts(body) == ["支出预算800.00万元，比上年增加。"]


@pytest.mark.parametrize(
    "lines", ["一、收入情况，<br>二、支出情况，", "收入情况，<br>　　支出情况，", "收入情况，<br><br>支出情况，"]
)
def test_lines_that_begin_like_paragraphs_are_paragraphs(lines: str) -> None:
    assert len(texts(f"<div>{lines}</div>")) == 2


def test_an_exponent_is_no_mark() -> None:
    assert texts("<p>面积120m<sup>2</sup>，共800.00万元。</p>") == ["面积120m2，共800.00万元。"]


def test_lines_kept_by_the_page_are_paragraphs() -> None:
    assert texts(f'<div style="white-space: pre-wrap">一、收入\n　　{SENTENCE}\n　　{SENTENCE}</div>') == [
        "一、收入",
        SENTENCE,
        SENTENCE,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-02-08　来源：县水务局　浏览次数：123",
        "上一篇：2023年预算800.00万元",
        "【字体：大 中 小】",
        "甘ICP备12345678号",
    ],
)
def test_what_a_site_prints_around_its_article_is_left_out(line: str) -> None:
    body = f"<div><h1>示例县水务局2024年部门预算</h1><div>{line}</div><p>{SENTENCE}</p></div>"
    assert texts(body) == ["示例县水务局2024年部门预算", SENTENCE]


def test_a_sentence_that_begins_like_a_site_s_line_is_read() -> None:
    sentence = "主办单位：县水务局，全年预算800.00万元。"
    assert texts(f"<p>{SENTENCE}</p><p>{sentence}</p>") == [SENTENCE, sentence]


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>领导之窗<br>通知公告</td><td>{}</td><td>机构<br>职能</td></tr></table>",
        "<table><tr><td>示例县水务局公开</td></tr><tr><td>2024年2月8日</td></tr><tr><td>{}</td></tr></table>",
        "<table><tr><td>导航</td></tr><tr><td><table><tr><td>栏目</td><td>{}</td></tr></table></td></tr></table>",
    ],
    ids=["three columns", "one column", "a table within a table"],
)
def test_a_page_laid_out_in_a_table_is_what_stands_in_it(layout: str) -> None:
    body = layout.format(f"<p>{SENTENCE}</p>" * 4)
    assert tables(body) == []
    assert texts(body)[-4:] == [SENTENCE] * 4


def test_a_form_with_a_long_text_is_a_table() -> None:
    goals = f"<p>{SENTENCE}</p>" * 20
    [found] = tables(f"<table><tr><td>项目名称</td><td>防汛</td></tr><tr><td>年度目标</td><td>{goals}</td></tr></table>")
    assert [row[0] for row in grid(found)] == ["项目名称", "年度目标"]


ROWS = "<tr><td>科目</td><td>合计</td></tr><tr><td>社会保障和就业支出</td><td>800.00</td></tr>"
GRID = [["科目", "合计"], ["社会保障和就业支出", "800.00"]]


@pytest.mark.parametrize(
    "rows",
    [
        f"<tr><td colspan=9>部门支出总表</td></tr>{ROWS}",
        f"<caption>部门支出总表</caption><tfoot><tr><td colspan=2>注：四舍五入。</td></tr></tfoot><tbody>{ROWS}</tbody>",
        f"<tr><td colspan=2>部门支出总表</td></tr>{ROWS}<tr><td>科目</td><td>合计</td></tr>",
        f"<tr><td colspan=2>部门支出总表</td></tr><tr style='display:none'><td>9</td><td>9</td></tr>{ROWS}",
        f"<tr><td colspan=2>部门支出总表</td></tr>{ROWS.replace('</td>', '').replace('</tr>', '')}",
    ],
    ids=["cells over too many columns", "a foot before the body", "a head set again", "a hidden row", "tags left open"],
)
def test_a_table_is_as_it_is_printed(rows: str) -> None:
    [found] = tables(f"<p>{SENTENCE}</p><table>{rows}</table>")
    assert (found.title, grid(found)) == ("部门支出总表", GRID)


@pytest.mark.parametrize(
    "line",
    [
        "<p>编制单位：示例县水务局&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;单位：万元</p>",
        "<p><span style='float:right'>单位：万元</span><span>编制单位：示例县水务局</span></p>",
    ],
)
def test_a_unit_at_the_other_end_of_its_line_is_the_table_s(line: str) -> None:
    [found] = tables(f"<p>{SENTENCE}</p><p align=center>部门支出总表</p>{line}<table>{ROWS}</table>")
    assert (found.title, found.unit, found.note) == ("部门支出总表", "万元", "编制单位：示例县水务局")
