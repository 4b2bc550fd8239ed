"""Makes docs/report.png anew: the top of the report on a golden document, as a browser shows it.

python docs/picture.py          needs the extra `dev`, chromium and chromedriver
"""

import shutil
import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver

from audit import audit_file
from audit.report.html import report_html

DOCS = Path(__file__).resolve().parent
SOURCE = DOCS.parent / "golden" / "linhe-hrss-2024" / "source.pdf"
WIDTH, HEIGHT = 1060, 1395


def main() -> None:
    with TemporaryDirectory() as scratch:
        page = Path(scratch, "report.html")
        page.write_bytes(report_html(audit_file(SOURCE), SOURCE))
        (DOCS / "report.png").write_bytes(picture(page))


def picture(page: Path) -> bytes:
    """PNG of the upper WIDTH × HEIGHT pixels of a page."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        sys.exit("chromium and chromedriver are needed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.get(page.as_uri())
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": 1}
        shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        return b64decode(shot["data"])
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
