import pytest

from audit.reading.glyphs import normalized


@pytest.mark.parametrize(
    ("printed", "plain"),
    ["２2", "ＡA", "％%", "．.", "－-", "＋+", "\u3000 ", "\u00a0 ", "⽬目", "⼾户", "⻔门", "⻓长", "⺠民", "⻚页", "\uf98e年"],
)
def test_variants_become_the_plain_character(printed: str, plain: str) -> None:
    assert normalized(printed) == plain


@pytest.mark.parametrize("char", "，。；：（）“”《》、！？①②²㎡—–−年A5.")
def test_chinese_punctuation_and_marks_of_their_own_stay(char: str) -> None:
    assert normalized(char) == char
