"""Ruled lines found in the picture of a page."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("cv2")

from audit.reading.image_rules import Ruling, ruling, without_rules  # noqa: E402
from audit.reading.page_image import Grey, ink  # noqa: E402

SCALE = 200 / 72


def framed(thickness: int, shade: int = 0) -> Grey:
    """White paper with a frame of two columns around a bold stroke as high as a character."""
    grey: Grey = np.full((400, 600), 255, np.uint8)
    for x in (50, 300, 550):
        grey[50:350, x : x + thickness] = shade
    for y in (50, 349):
        grey[y : y + thickness, 50:551] = shade
    grey[180:210, 100:106] = 0
    return grey


def found(grey: Grey) -> Ruling:
    return ruling(ink(grey), ink(grey, fine=True), SCALE)


@pytest.mark.parametrize(("thickness", "shade"), [(1, 0), (2, 90), (5, 0)])
def test_thin_grey_and_thick_lines(thickness: int, shade: int) -> None:
    rules = found(framed(thickness, shade)).rules
    assert sorted(round(r.x0, -1) for r in rules if r.x0 == r.x1) == [50, 300, 550]
    assert sorted(round(r.y0, -1) for r in rules if r.y0 == r.y1) == [50, 350]


def test_a_stroke_is_no_rule_and_stays_where_rules_are_painted_over() -> None:
    grey = framed(2)
    plain = without_rules(grey, found(grey))
    assert (plain[180:210, 100:106] == 0).all()
    assert plain[:, 40:60].min() == 255


def test_a_large_character_is_no_table() -> None:
    """田 in the type of a title: lines as long as a row is high, and too small a frame."""
    grey: Grey = np.full((300, 300), 255, np.uint8)
    for at in (100, 130, 160):
        grey[100:165, at : at + 5] = 0
        grey[at : at + 5, 100:165] = 0
    assert found(grey).rules == []


def test_dust_and_noise_are_no_rules() -> None:
    noise = np.random.default_rng(0).normal(220, 25, (400, 600))
    assert found(np.clip(noise, 0, 255).astype(np.uint8)).rules == []
