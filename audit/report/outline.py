"""Bookmarks added to the end of a PDF's outline, which itself stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf


@dataclass(frozen=True)
class Bookmark:
    """`page` is the xref of the page's object, `top` the upper edge of the target in the file's coordinates."""

    title: str
    page: int
    top: float


# points above the target, so that its line is not the first of the window
_ROOM = 60.0


def append_outline(pdf: pymupdf.Document, title: str, bookmarks: Sequence[Bookmark]) -> None:
    """Append one entry that holds `bookmarks`; `Document.set_toc` would write all earlier ones anew and lose their details."""
    root = _root(pdf)
    entry = pdf.get_new_xref()
    children = [pdf.get_new_xref() for _ in bookmarks]
    last = pdf.xref_get_key(root, "Last")
    before = f"/Prev {last[1]}" if last[0] == "xref" else ""
    pdf.update_object(
        entry,
        f"<</Title {_text(title)}/Parent {root} 0 R{before}/First {children[0]} 0 R/Last {children[-1]} 0 R"
        f"/Count {len(children)}{_target(bookmarks[0])}>>",
    )
    for place, (child, bookmark) in enumerate(zip(children, bookmarks, strict=True)):
        previous = f"/Prev {children[place - 1]} 0 R" if place else ""
        following = f"/Next {children[place + 1]} 0 R" if place + 1 < len(children) else ""
        pdf.update_object(child, f"<</Title {_text(bookmark.title)}/Parent {entry} 0 R{previous}{following}{_target(bookmark)}>>")
    if last[0] == "xref":
        pdf.xref_set_key(int(last[1].split()[0]), "Next", f"{entry} 0 R")
    else:
        pdf.xref_set_key(root, "First", f"{entry} 0 R")
    pdf.xref_set_key(root, "Last", f"{entry} 0 R")
    count = pdf.xref_get_key(root, "Count")
    visible = int(count[1]) if count[0] == "int" else 0
    pdf.xref_set_key(root, "Count", str(max(visible, 0) + 1 + len(children)))


def _root(pdf: pymupdf.Document) -> int:
    """The xref of the outline, made where the document has none."""
    catalog = pdf.pdf_catalog()
    kind, value = pdf.xref_get_key(catalog, "Outlines")
    if kind == "xref":
        return int(value.split()[0])
    root = int(pdf.get_new_xref())
    # an outline written into the catalog itself moves to an object of its own
    pdf.update_object(root, value if kind == "dict" else "<</Type/Outlines>>")
    pdf.xref_set_key(catalog, "Outlines", f"{root} 0 R")
    return root


def _target(bookmark: Bookmark) -> str:
    return f"/Dest[{bookmark.page} 0 R/XYZ null {bookmark.top + _ROOM:.1f} null]"


def _text(title: str) -> str:
    return f"<feff{title.encode('utf-16-be', 'replace').hex()}>"
