"""One printed character as one plain character: half-width digits and letters, ideographs for radicals."""

import unicodedata
from functools import cache

# Some fonts map a common ideograph's glyph to the radical block. NFKC unifies the Kangxi radicals (⽬ → 目) but of
# the supplement only two; the rest follow EquivalentUnifiedIdeograph of the Unicode Character Database, those that
# are ideographs on their own (a mere component, as ⺡, never stands for one).
_RADICALS = str.maketrans(
    "⺁⺄⺈⺊⺌⺍⺎⺐⺒⺓⺛⺜⺝⺞⺠⺦⺧⺩⺪⺬⺮⺶⺻⺼⺽⻁⻄⻅⻆⻉⻊⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⼾",
    "厂乙刀卜小小兀尢巳幺旡日月歺民丬牛王疋示竹羊聿肉臼虎西见角贝足车長長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀户",
)
# Chinese punctuation stays as printed: it separates sentences, while its half-width forms are parts of numbers.
_KEPT = frozenset("，（）：；！？～")


@cache
def normalized(char: str) -> str:
    """The plain form of one printed character, always one character.

    Full-width digits, letters and signs become half-width (％ → %), radicals and compatibility ideographs become
    the ideograph; anything else, Chinese punctuation, ① and ² among it, stays as printed.
    """
    if char < "\u2e80":
        return " " if char == "\u00a0" else char
    if "\u2e80" <= char <= "\u2fdf":
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    if char == "\u3000":
        return " "
    if char >= "\uf900" and char not in _KEPT:
        form = unicodedata.normalize("NFKC", char)
        return form if len(form) == 1 else char
    return char
