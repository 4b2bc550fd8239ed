"""A page as its picture shows it: what says which way up it is, and where its text begins and ends."""

from dataclasses import replace

import pymupdf

from audit.reading.page import PageContent, page_content
from audit.reading.pdf import lacks_text, ocr_installed


def shown_content(page: pymupdf.Page) -> PageContent:
    """The content of a page without its drawings. Of a scan it is what OCR has read, as askew as on the picture."""
    content = page_content(page, ruled=False)
    if content.chars or not ocr_installed() or not lacks_text(content, page):
        return content
    from audit.reading.ocr import scanned_page

    return replace(scanned_page(page), tilt=0.0)
