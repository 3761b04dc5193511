"""Whole numbers in Vietnamese words, as amounts of money are written out."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")
_BILLION = 10**9


def in_words(value: int) -> str:
    """Return a whole number from 0 on in words: 1.205.000 is "một triệu hai trăm linh năm nghìn".

    From a thousand billion on, "tỷ" is repeated as people say it: một nghìn tỷ.
    """
    if value == 0:
        return _DIGITS[0]
    if value >= _BILLION:
        high, rest = divmod(value, _BILLION)
        words = f"{in_words(high)} tỷ"
        return f"{words} {_below_billion(rest, leading=False)}" if rest else words
    return _below_billion(value, leading=True)


def dong(value: int) -> str:
    """Return an amount of money in words, with a capital and the unit: "Một trăm nghìn đồng"."""
    words = in_words(value)
    return f"{words[0].upper()}{words[1:]} đồng"


def _below_billion(value: int, *, leading: bool) -> str:
    words: list[str] = []
    for place in (2, 1, 0):
        group = value // 1000**place % 1000
        if not group:
            continue
        words.append(_group(group, full=bool(words) or not leading))
        if place:
            words.append(_GROUPS[place])
    return " ".join(words)


def _group(value: int, *, full: bool) -> str:
    """Return three digits in words; `full` also says a hundred that is nought."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds or full:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 0:
        if ones and words:
            words.append("linh")
    elif tens == 1:
        words.append("mười")
    else:
        words.append(f"{_DIGITS[tens]} mươi")
    if ones:
        words.append(_ones(tens, ones))
    return " ".join(words)


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens >= 1:
        return "lăm"
    return _DIGITS[ones]
