"""Tables of budgets to be drawn, and how the tables of a drawn document are read."""

import pymupdf

from audit.reading.document import Box, Table
from audit.reading.furniture import without_furniture
from audit.reading.page import page_content
from audit.reading.tables import read_tables
from tests.reading.sheets import Sheet, Style, table

PROSE = "本部门严格执行预算，各项支出均按规定安排，公用经费从严从紧控制，"


def read(pdf: pymupdf.Document) -> tuple[list[Table], dict[int, list[Box]]]:
    return read_tables(without_furniture([page_content(page) for page in pdf.pages()]))


def tables(pdf: pymupdf.Document) -> list[Table]:
    return read(pdf)[0]


def texts(found: Table) -> tuple[list[list[str]], list[list[str]]]:
    return [[cell.text for cell in row] for row in found.head], [[cell.text for cell in row] for row in found.rows]


def sheet(pdf: pymupdf.Document, landscape: bool = False, **place: float) -> Sheet:
    width, height = (842, 595) if landscape else (595, 842)
    return Sheet(pdf.new_page(width=width, height=height), **place)


BALANCE = table("""
    收入 | < | 支出 | <
    项目 | 预算数 | 项目 | 预算数
    -
    一、一般公共预算拨款收入 | 1,204.50 | 一、一般公共服务支出 | 804.50
    二、政府性基金预算拨款收入 | | 二、社会保障和就业支出 | 230.00
    三、事业收入 | 85.30 | 三、卫生健康支出 | 140.10
    四、其他收入 | | 四、住房保障支出 | 115.20
    本年收入合计 | 1,289.80 | 本年支出合计 | 1,289.80
    上年结转 | 0.00 | 结转下年 | 0.00
    收入总计 | 1,289.80 | 支出总计 | 1,289.80
    """)


CODES = table("""
    科目编码 | < | < | 科目名称 | 本年预算 | < | <
    类 | 款 | 项 | ^ | 合计 | 基本支出 | 项目支出
    -
     | | | 合计 | 900.00 | 640.00 | 260.00
    208 | | | 社会保障和就业支出 | 560.00 | 400.00 | 160.00
    208 | 05 | | 行政事业单位养老支出 | 560.00 | 400.00 | 160.00
    208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | 560.00 | 400.00 | 160.00
    210 | | | 卫生健康支出 | 340.00 | 240.00 | 100.00
    210 | 11 | | 行政事业单位医疗 | 340.00 | 240.00 | 100.00
    210 | 11 | 01 | 行政单位医疗 | 340.00 | 240.00 | 100.00
    """)


THREE_LEVELS = table("""
    单位名称 | “三公”经费 | < | < | < | < | 会议费
    ^ | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | < | ^
    ^ | ^ | ^ | ^ | 购置费 | 运行费 | ^
    ** | 1 | 2 | 3 | 4 | 5 | 6
    -
    合计 | 25.34 | 0.00 | 2.24 | 18.10 | 5.00 | 1.33
    县林业和草原局 | 25.34 | 0.00 | 2.24 | 18.10 | 5.00 | 1.33
    """)


PROJECTS = table("""
    序号 | 项目名称 | 功能科目 | 金额 | 当年财政拨款 | 其他资金
    -
    1 | 森林防火专项经费 | 2130234 | 120.00 | 120.00 | 0.00
    2 | 林业有害生物防治与监测预警能力建设补助资金项目 | 2130234 | 45.50 | 40.00 | 5.50
    3 | 退耕还林工作经费 | 2110602 | 8.00 | 8.00 | 0.00
     | 合计 | | 173.50 | 168.00 | 5.50
    """)


BLANK_COLUMNS = table("""
    功能分类科目 | 合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出
    -
    合计 | 900.00 | 640.00 | 260.00 | |
    208社会保障和就业支出 | 560.00 | 560.00 | | |
    20805行政事业单位养老支出 | 560.00 | 560.00 | | |
    210卫生健康支出 | 340.00 | 80.00 | 260.00 | |
    21011行政事业单位医疗 | 340.00 | 80.00 | 260.00 | |
    """)


ORDINALS = table("""
    项目 | < | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 其他收入
    科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^
    栏次 | < | 1 | 2 | 3 | 4 | 5
    -
     | 合计 | 870.35 | 860.35 | 0.00 | 10.00 | 0.00
    201 | 一般公共服务支出 | 758.23 | 748.23 | 0.00 | 10.00 | 0.00
    20138 | 市场监督管理事务 | 758.23 | 748.23 | 0.00 | 10.00 | 0.00
    2013801 | 行政运行 | 342.74 | 342.74 | 0.00 | 0.00 | 0.00
    221 | 住房保障支出 | 112.12 | 112.12 | 0.00 | 0.00 | 0.00
    """)


FORM = table("""
    项目名称 | < | 森林防火物资储备 | < | <
    主管部门及代码 | < | 县林业和草原局 | 实施单位 | 县林业和草原局
    项目资金\\（万元） | < | 年度资金总额： | 120 | <
    ^ | ^ | 其中：当年财政拨款 | 120 | <
    ^ | ^ | 其他资金 | | <
    总\\体\\目\\标 | 目标1：储备防火物资，保障全县林区安全，及时处置火情，按规定使用资金。 | < | < | <
    绩\\效\\指\\标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 成本指标 | 经济成本指标 | 物资储备成本 | 180 万
    ^ | 产出指标 | 数量指标 | 储备灭火机具 | ≥60台
    ^ | ^ | 质量指标 | 验收合格率 | 100%
    """)
STYLES = {
    "hairlines and a shaded head": Style(shade=True),
    "white lines between shaded cells": Style(colour=(1, 1, 1), ground=(0.87, 0.91, 0.97)),
    "light grey lines": Style(colour=(0.8, 0.8, 0.8)),
    "thin rectangles": Style(pen="fill"),
    "thin polygons": Style(pen="polygon"),
    "dashes of the pen": Style(pen="dashes"),
    "dashes drawn one by one": Style(pen="strokes"),
    "dashes as outlines of one path": Style(pen="path"),
    "dots": Style(pen="dots"),
    "double lines": Style(pen="double"),
    "open sides": Style(lines="inner"),
    "no lines between rows": Style(lines="columns"),
    "horizontal lines only": Style(lines="rows"),
    "three lines": Style(lines="three"),
    "three lines, close rows": Style(lines="three", padding=1.5),
    "a line below the lowest of the head": Style(lines="lowest"),
    "no lines": Style(lines="none"),
    "no lines, a shaded head": Style(lines="none", shade=True),
    "no lines, rows close together": Style(lines="none", padding=0.7),
    "no lines, figures in the middle": Style(lines="none", figures="centre"),
    "no lines, figures at the left": Style(lines="none", figures="left"),
    "striped rows in a frame": Style(lines="frame", stripes=True),
    "striped rows": Style(lines="none", stripes=True),
    "striped rows below a line": Style(lines="three", stripes=True, foot=False),
    "lines below the rows only": Style(lines="under"),
    "a ruled head alone": Style(lines="head"),
}
