"""report.html in a browser: filters, clicks on the pages, folded parts, and no word to the network."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from audit.findings import Report
from audit.pipeline import audit_file
from audit.report.html import html_report, report_html

webdriver = pytest.importorskip("selenium.webdriver")
GOLDEN = Path(__file__).parents[2] / "golden" / "linhe-hrss-2024" / "source.pdf"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")


@pytest.fixture(scope="module")
def golden() -> Report:
    return audit_file(GOLDEN)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Any, golden: Report, tmp_path: Path) -> Any:
    file = tmp_path / "report.html"
    file.write_bytes(report_html(golden, GOLDEN))
    browser.get(file.as_uri())
    return browser


def shown(page: Any) -> list[str]:
    """Ids of the findings that the filter leaves, folded parts included."""
    script = 'return [...document.querySelectorAll("[data-ids]")].filter(e => !e.hidden).flatMap(e => e.dataset.ids.split(" "))'
    return list(page.execute_script(script))


def choose(page: Any, name: str, value: str) -> None:
    script = """const field = document.querySelector(`#filter [name="${arguments[0]}"]`); field.value = arguments[1];
        field.dispatchEvent(new Event("input", {bubbles: true}))"""
    page.execute_script(script, name, value)


def test_script_runs_and_nothing_is_fetched(page: Any) -> None:
    assert page.find_element("id", "filter").is_displayed()
    assert page.get_log("browser") == []
    requests = [entry["message"] for entry in page.get_log("performance") if "requestWillBeSent" in entry["message"]]
    assert not any('"url":"http' in request for request in requests)


def test_filters(page: Any, golden: Report) -> None:
    everything = shown(page)
    assert sorted(everything) == sorted(finding.id for finding in golden.findings)
    choose(page, "kind", "error")
    assert sorted(shown(page)) == sorted(finding.id for finding in golden.contradicted)
    choose(page, "amount", "1000000")
    (one,) = shown(page)
    assert {finding.id: finding.difference for finding in golden.findings}[one] == "1200000.00"
    assert "显示 1 / " in page.find_element("css selector", "#filter output").text
    page.find_element("css selector", "#filter button").click()
    page.execute_async_script("setTimeout(arguments[0], 50)")
    choose(page, "page", "2")
    on_page = {f.id for f in golden.findings if any(o.page == 2 for o in f.evidence) or (f.claim and f.claim.page == 2)}
    assert on_page <= set(shown(page))
    choose(page, "check", "change_rate")
    assert {f.check for f in golden.findings if f.id in shown(page)} == {"change_rate"}


def test_a_click_on_a_number_shows_its_findings(page: Any, golden: Report) -> None:
    (wrong,) = (finding for finding in golden.contradicted if finding.stated == "34.42%")
    link = page.find_element("css selector", f'.sheet a[href="#f-{wrong.id}"]')
    page.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus()", link)
    link.send_keys("\n")
    page.execute_async_script("setTimeout(arguments[0], 300)")
    assert wrong.id in shown(page)
    assert len(shown(page)) < 5
    assert page.execute_script("return document.activeElement.id") == f"f-{wrong.id}"
    page.find_element("css selector", "body").send_keys("\ue00c")
    page.execute_async_script("setTimeout(arguments[0], 50)")
    assert len(shown(page)) == len(golden.findings)


def test_a_verified_number_opens_the_folded_group_of_its_finding(page: Any) -> None:
    link = page.find_element("css selector", ".sheet a:has(rect.verified)")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus()", link)
    link.send_keys("\n")
    page.execute_async_script("setTimeout(arguments[0], 300)")
    assert page.find_element("id", link.get_dom_attribute("href")[1:]).is_displayed()


def test_materiality_folds_and_hides_nothing(golden: Report) -> None:
    plain, high, low = (html_report(golden, None, Decimal(m) if m else None) for m in ("", "2000000", "1000"))
    assert 'class="below"' not in plain and 'class="below"' not in low
    folded = high[high.index('<details class="below">') :]
    amounts = [finding for finding in golden.contradicted if finding.difference]
    assert all(f'id="f-{finding.id}"' in folded for finding in amounts)
    assert all(f'id="f-{finding.id}"' in high for finding in golden.findings)
