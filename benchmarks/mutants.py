"""PDFs broken in every way we could think of: what `benchmarks/fuzz.py` audits.

The same number gives the same bytes, so that a failure can be looked at again.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pymupdf

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
# Two pages each, so that what a mutation breaks is a larger part of its file and thousands of them are soon audited: narrative
# beside a two-sided table, one by function item, short ones and a performance form; one table that goes on overleaf.
_PAGES = (
    ("linhe-hrss-2024", (0, 5)),
    ("linhe-hrss-2024", (1, 10)),
    ("linhe-hrss-2024", (2, 6)),
    ("linhe-hrss-2024", (4, 15)),
    ("clean-ruled", (1, 8)),
    ("clean-ruled", (2, 12)),
    ("clean-ruled", (10, 11)),
)
_NUMBER = re.compile(rb"(?<![\w/.])-?\d+\.?\d*(?![\w.])")
_NUMBERS = (b"0", b"-1", b"1e9", b"1" + b"0" * 40, b"-32768", b"2147483648", b"0.0000000001", b"nan", b"--5", b"1.2.3")
_OPERATOR = re.compile(rb"(?<=[\s\])>])(?:Tj|TJ|Tf|Td|Tm|T\*|BT|ET|re|cm|q|Q|l|m|S|f|W|n|h|g|rg|cs|gs)(?=\s)")
_KEYS = {
    "MediaBox": ("[0 0 0 0]", "[0 0 1e9 1e9]", "[500 800 0 0]", "[-1e9 0 10 10]", "null", "[0 0 612]", "(text)"),
    "CropBox": ("[0 0 1 1]", "[9000 9000 9999 9999]", "[0 0 -5 -5]"),
    "Rotate": ("45", "-90", "1000000", "null", "(90)", "180"),
    "Contents": ("null", "[]", "1 0 R", "99999 0 R"),
    "Resources": ("null", "<<>>", "99999 0 R"),
    "UserUnit": ("0", "-1", "100000"),
    "Parent": ("null", "99999 0 R"),
}


@cache
def sources() -> tuple[bytes, ...]:
    """Pairs of pages of two golden documents, their fonts left out."""
    return tuple(_lean(GOLDEN / name / "source.pdf", pages) for name, pages in _PAGES)


def mutant(number: int) -> tuple[str, bytes]:
    """The kind of the mutation, and the broken PDF."""
    rng = Random(number)
    kind, mutate = MUTATIONS[number % len(MUTATIONS)]
    return kind, mutate(rng.choice(sources()), rng)


def _lean(path: Path, pages: tuple[int, ...]) -> bytes:
    """The same text and rules in a font that need not be embedded."""
    lean = pymupdf.open()
    with pymupdf.open(path) as full:
        for number in pages:
            page = full[number]
            copy = lean.new_page(width=page.rect.width, height=page.rect.height)
            for drawing in page.get_cdrawings():
                copy.draw_rect(drawing["rect"], width=0.5)
            for block in page.get_text("rawdict", flags=0)["blocks"]:
                for span in (span for line in block["lines"] for span in line["spans"]):
                    for font, origin, text in _runs(span["chars"], span["size"]):
                        copy.insert_text(origin, text, fontname=font, fontsize=span["size"])
    content: bytes = lean.tobytes(garbage=4, clean=True)
    return content


def _runs(chars: Sequence[dict[str, Any]], size: float) -> Iterator[tuple[str, tuple[float, float], str]]:
    """(font, origin, text) for characters that follow each other as the font would set them."""
    run: list[dict[str, Any]] = []
    for char in chars:
        if run and (
            char["c"].isascii() != run[0]["c"].isascii()
            or (not char["c"].isascii() and abs(char["origin"][0] - run[0]["origin"][0] - len(run) * size) > 0.1)
        ):
            yield _run(run)
            run = []
        run.append(char)
    if run:
        yield _run(run)


def _run(run: Sequence[dict[str, Any]]) -> tuple[str, tuple[float, float], str]:
    return "helv" if run[0]["c"].isascii() else "china-s", run[0]["origin"], "".join(char["c"] for char in run)


def _flipped(pdf: bytes, rng: Random) -> bytes:
    mutated = bytearray(pdf)
    for _ in range(rng.choice((1, 4, 30, 300))):
        mutated[rng.randrange(len(mutated))] = rng.randrange(256)
    return bytes(mutated)


def _truncated(pdf: bytes, rng: Random) -> bytes:
    return pdf[: rng.randrange(len(pdf))]


def _cut(pdf: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(pdf))
    return pdf[:start] + pdf[start + rng.choice((1, 20, 400, 4000)) :]


def _repeated(pdf: bytes, rng: Random) -> bytes:
    start, length = rng.randrange(len(pdf)), rng.choice((20, 400, 4000))
    return pdf[: start + length] + pdf[start : start + length] * rng.choice((1, 2, 20)) + pdf[start + length :]


def _spliced(pdf: bytes, rng: Random) -> bytes:
    """The beginning of one document and the end of another."""
    other = rng.choice(sources())
    return pdf[: rng.randrange(len(pdf))] + other[rng.randrange(len(other)) :]


def _numbers(pdf: bytes, rng: Random) -> bytes:
    """Coordinates, sizes, offsets and lengths that no producer would write."""
    return _somewhere(_NUMBER, pdf, rng, lambda: rng.choice(_NUMBERS))


def _operators(pdf: bytes, rng: Random) -> bytes:
    operators = sorted(set(_OPERATOR.findall(pdf)))
    return _somewhere(_OPERATOR, pdf, rng, lambda: rng.choice(operators))


def _somewhere(pattern: re.Pattern[bytes], pdf: bytes, rng: Random, replacement: Callable[[], bytes]) -> bytes:
    share = rng.choice((0.001, 0.01, 0.2))
    return pattern.sub(lambda found: replacement() if rng.random() < share else found[0], pdf)


def _keys(pdf: bytes, rng: Random) -> bytes:
    """A sound file whose pages say odd things of themselves."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for _ in range(rng.choice((1, 3))):
            key = rng.choice(list(_KEYS))
            document.xref_set_key(document.page_xref(rng.randrange(document.page_count)), key, rng.choice(_KEYS[key]))
        content: bytes = document.tobytes()
    return content


def _contents(pdf: bytes, rng: Random) -> bytes:
    """A sound file with page contents shuffled, cut or repeated."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        xref = document[rng.randrange(document.page_count)].get_contents()[0]
        lines = document.xref_stream(xref).split(b"\n")
        match rng.randrange(4):
            case 0:
                rng.shuffle(lines)
            case 1:
                lines = lines[: rng.randrange(len(lines))]
            case 2:
                lines *= rng.choice((2, 30))
            case _:
                lines = _numbers(b"\n".join(lines), rng).split(b"\n")
        document.update_stream(xref, b"\n".join(lines))
        content: bytes = document.tobytes()
    return content


MUTATIONS: tuple[tuple[str, Callable[[bytes, Random], bytes]], ...] = (
    ("bytes changed", _flipped),
    ("truncated", _truncated),
    ("cut out", _cut),
    ("repeated", _repeated),
    ("spliced", _spliced),
    ("odd numbers", _numbers),
    ("operators", _operators),
    ("page keys", _keys),
    ("page contents", _contents),
)
