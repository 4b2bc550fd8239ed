"""Small disclosures, and folders of them, for tests of the batch."""

from collections.abc import Sequence
from pathlib import Path

import pymupdf

RIGHT, WRONG = "25.00", "20.00"


def disclosure(path: Path, organization: str = "示例县教育局", year: int = 2024, total: int = 500, rate: str = RIGHT) -> Path:
    """A page that tells `total` 万元, a fourth more than the year before; WRONG is the rate on this year's figure."""
    prior = total * 4 // 5
    lines = [
        f"{organization}{year}年部门预算",
        f"{year}年收入预算{total}.00万元，比上年增加{total - prior}.00万元，增长{rate}%。",
    ]
    return written(path, lines)


def written(path: Path, lines: list[str], leading: int = 36) -> Path:
    """A page of these lines; so far apart (points), each is a paragraph."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        writer = pymupdf.TextWriter(page.rect)
        for row, line in enumerate(lines):
            writer.append((72, 84 + leading * row), line, font=pymupdf.Font("cjk"), fontsize=12)
        writer.write_text(page)
        pdf.subset_fonts()
        path.parent.mkdir(parents=True, exist_ok=True)
        pdf.save(path, garbage=3, deflate=True)
    return path


def department(folder: Path, wrong: str = "") -> Path:
    """A department in three files, its own and those of its two units; `wrong` is printed for the 30.00 of its health row."""
    units = {"示例县水务局": (50, 20, 40, 25, 12), "示例县水利建设中心": (40, 50, 20, 5, 8)}
    together = tuple(map(sum, zip(*units.values(), strict=True)))
    listed = "本部门预算单位共2个，包括：示例县水务局（本级）、示例县水利建设中心。"
    _with_table(folder / "汇总.pdf", ["示例县水务局2024年部门预算", listed], together, wrong)
    for name, amounts in units.items():
        _with_table(folder / f"{name}.pdf", [f"{name}2024年单位预算"], amounts)
    return folder


def _with_table(path: Path, lines: Sequence[str], amounts: Sequence[int], wrong: str = "") -> None:
    names = {
        "201": "一般公共服务支出",
        "205": "教育支出",
        "208": "社会保障和就业支出",
        "210": "卫生健康支出",
        "221": "住房保障支出",
    }
    grid = [("科目编码", "科目名称", "合计"), ("", "合计", f"{sum(amounts)}.00")]
    for (code, name), amount in zip(names.items(), amounts, strict=True):
        grid.append((code, name, wrong if wrong and code == "210" else f"{amount}.00"))
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        writer = pymupdf.TextWriter(page.rect)
        font = pymupdf.Font("cjk")
        for row, line in enumerate([*lines, "一般公共预算支出表", "单位：万元"]):
            writer.append((72, 84 + 36 * row), line, font=font, fontsize=12)
        top, edges = 84 + 36 * (len(lines) + 1) + 18, (72, 172, 372, 472)
        for row, cells in enumerate(grid):
            for column, text in enumerate(cells):
                writer.append((edges[column] + 6, top + 24 * row + 16), text, font=font, fontsize=10)
        for row in range(len(grid) + 1):
            page.draw_line((edges[0], top + 24 * row), (edges[-1], top + 24 * row))
        for edge in edges:
            page.draw_line((edge, top), (edge, top + 24 * len(grid)))
        writer.write_text(page)
        pdf.subset_fonts()
        path.parent.mkdir(parents=True, exist_ok=True)
        pdf.save(path, garbage=3, deflate=True)


def disclosures(folder: Path, count: int) -> Path:
    """A folder of different disclosures, every third with a wrong rate."""
    digits = "零一二三四五六七八九"
    for number in range(count):
        rate = WRONG if number % 3 == 0 else RIGHT
        school = f"示例县第{digits[number // 10]}{digits[number % 10]}中学"
        disclosure(folder / f"{number:03d}.pdf", school, 2024, 500 + 5 * number, rate)
    return folder


def broken_files(folder: Path) -> dict[str, str]:
    """Files that cannot be audited, one of each kind: name → what its reason says."""
    good = disclosure(folder / "good.pdf").read_bytes()
    (folder / "good.pdf").unlink()
    with pymupdf.open(stream=good) as pdf:
        pdf.save(folder / "locked.pdf", encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        # what a new pixmap holds is whatever lay in memory
        paper = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80), False)
        paper.clear_with(255)
        page.insert_image(page.rect, pixmap=paper)
        pdf.save(folder / "scan.pdf")
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.save(folder / "blank.pdf")
    (folder / "empty.pdf").touch()
    (folder / "text.pdf").write_text("预算")
    (folder / "word.pdf").write_bytes(b"PK\x03\x04" + bytes(100))
    (folder / "cut.pdf").write_bytes(good[: len(good) // 8])
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    return {
        "locked.pdf": "密码",
        "scan.pdf": "扫描",
        "blank.pdf": "没有文字",
        "empty.pdf": "空的",
        "text.pdf": "不是 PDF",
        "word.pdf": "Office",
        "cut.pdf": "没有",
        "gone.pdf": "找不到",
    }
