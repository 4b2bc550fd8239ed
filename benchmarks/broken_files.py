"""Files that cannot be audited, of every kind that a folder of downloads holds: broken, disguised, hostile."""

import random
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pymupdf

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_broken_files(folder: Path) -> dict[str, str]:
    """Writes forty files into `folder`; name → what is wrong with it."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, str] = {}
    for number, (suffix, kind, content) in enumerate(_broken(), start=1):
        name = f"{number:02d}{suffix}"
        (folder / name).write_bytes(content)
        kinds[name] = kind
    (folder / "39.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "40.pdf").symlink_to(folder / "40.pdf")
    return kinds | {"39.pdf": "a link to nothing", "40.pdf": "a link to itself"}


def _broken() -> Iterator[tuple[str, str, bytes]]:
    good, rng = _good(), random.Random(1)
    yield ".pdf", "empty", b""
    yield ".pdf", "one byte", b"%"
    yield ".pdf", "the head of a PDF alone", b"%PDF-1.7\n"
    for share in (2, 5, 10, 20, 40, 60):
        yield ".pdf", f"a PDF cut after {share} %", good[: len(good) * share // 100]
    for share in (1, 5, 20, 50):
        yield ".pdf", f"a PDF with {share} % of its bytes random", _noisy(good, share, rng)
    yield ".pdf", "a PDF of zeros", bytes(20_000)
    yield ".pdf", "random bytes", rng.randbytes(20_000)
    yield ".pdf", "a PDF with a password", _saved(good, encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    yield ".pdf", "a PDF without pages", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    yield (
        ".pdf",
        "a PDF whose pages contain themselves",
        _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    )
    yield (
        ".pdf",
        "a PDF that counts a billion pages",
        _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 1000000000>>"),
    )
    yield ".pdf", "a PDF whose page swells to 600 MB", _bomb(b"q Q ", 600 << 20)
    yield ".pdf", "a PDF of a million rules", _bomb(b"0 0 m 9 9 l S ", 14 << 20)
    yield ".pdf", "a PDF nested a million deep", _bomb(b"[" * 64, 1 << 20)
    yield ".pdf", "blank pages", _blank(3)
    yield ".pdf", "a scan of nothing", _scan()
    yield ".pdf", "a PNG", pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80), False).tobytes("png")
    yield ".pdf", "an error page", b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"
    yield ".pdf", "a text", "预算".encode()
    yield ".pdf", "a text in GBK", "部门预算公开".encode("gbk") * 20
    yield ".pdf", "a broken Word file", b"PK\x03\x04" + bytes(100)
    yield ".pdf", "an archive of nothing", _zip({})
    yield ".pdf", "an OFD file", _zip({"OFD.xml": b"<ofd:OFD/>"})
    yield ".pdf", "an old Word file of nothing", _OLE + bytes(2000)
    yield ".pdf", "RAR", b"Rar!\x1a\x07\x01\x00" + bytes(200)
    yield ".pdf", "7z", b"7z\xbc\xaf\x27\x1c" + bytes(200)
    yield ".pdf", "gzip", b"\x1f\x8b\x08" + bytes(200)
    yield ".pdf", "JSON", b'{"code": 403}'
    yield ".pdf", "a PDF behind a megabyte of mail", b"X-Mail: " + b"a" * (1 << 20) + good
    yield ".PDF", "the tail of a PDF alone", good[-2000:]


def _good() -> bytes:
    with pymupdf.open() as pdf:
        for number in range(4):
            page = pdf.new_page()
            writer = pymupdf.TextWriter(page.rect)
            for row in range(20):
                text = f"示例县教育局2024年部门预算，收入预算{500 + number + row}.00万元。"
                writer.append((72, 72 + 30 * row), text, font=pymupdf.Font("cjk"), fontsize=11)
            writer.write_text(page)
        pdf.subset_fonts()
        return bytes(pdf.tobytes(garbage=3, deflate=True))


def _noisy(content: bytes, share: int, rng: random.Random) -> bytes:
    noisy = bytearray(content)
    for place in rng.sample(range(16, len(noisy)), len(noisy) * share // 100):
        noisy[place] = rng.randrange(256)
    return bytes(noisy)


def _saved(content: bytes, **options: object) -> bytes:
    with pymupdf.open(stream=content) as pdf:
        return bytes(pdf.tobytes(**options))


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue; readers find them without a table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, told) for number, told in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _bomb(unit: bytes, size: int) -> bytes:
    """A page whose contents are the unit repeated to that size, compressed."""
    packer = zlib.compressobj(9)
    piece = unit * max(1, (1 << 20) // len(unit))
    packed = b"".join(packer.compress(piece) for _ in range(max(1, size // len(piece)))) + packer.flush()
    contents = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents)


def _blank(pages: int) -> bytes:
    with pymupdf.open() as pdf:
        for _ in range(pages):
            pdf.new_page()
        return bytes(pdf.tobytes())


def _scan() -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        # what a new pixmap holds is whatever lay in memory
        paper = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80), False)
        paper.clear_with(255)
        page.insert_image(page.rect, pixmap=paper)
        return bytes(pdf.tobytes())


def _zip(files: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return content.getvalue()
