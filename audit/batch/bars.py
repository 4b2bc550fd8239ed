"""Bars as inline SVG. They stretch to the cell they stand in, and take their colours from the page's style."""

from collections.abc import Sequence

from markupsafe import Markup

_HEIGHT = 10


def bar(value: float, most: float, kind: str) -> Markup:
    """A bar of `value` where `most` fills the width; `kind` is the class that colours it."""
    return stacked([(value, kind)], most)


def stacked(parts: Sequence[tuple[float, str]], most: float | None = None) -> Markup:
    """Bars end to end, each (value, class); they fill the width unless `most` is more than their sum."""
    whole = most if most is not None else sum(value for value, _ in parts)
    drawn, start = Markup(), 0.0
    for value, kind in parts:
        width = 100 * value / whole if whole else 0
        drawn += Markup('<rect class="{}" x="{:.2f}" width="{:.2f}" height="{}"/>').format(kind, start, width, _HEIGHT)
        start += width
    return Markup(
        '<svg class="bars" viewBox="0 0 100 {}" preserveAspectRatio="none" width="100%" height="{}" aria-hidden="true">{}</svg>'
    ).format(_HEIGHT, _HEIGHT, drawn)
