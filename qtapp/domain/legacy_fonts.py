"""Text typed for the old TCVN3 (ABC) and VNI-Windows fonts, turned into Unicode (rules §5.4).

Both schemes store Vietnamese in the bytes of Western letters; a reader that knows no fonts shows
them through Windows-1252: "Uû ban nh©n d©n" in TCVN3, "Hoäi ñoàng" in VNI.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

_Key = TypeVar("_Key")


class LegacyFont(Enum):
    """The two families of fonts that hid Vietnamese letters behind Western ones."""

    TCVN3 = auto()
    VNI = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """An old font as its name tells it: its scheme, and whether it draws small letters as capitals."""

    scheme: LegacyFont
    capitals: bool = False


def typeface(name: str) -> Typeface | None:
    """Return what the name of a font says: `.Vn…` is TCVN3 (`…H` its capitals), `VNI-…` is VNI."""
    if name[:3].casefold() == ".vn":
        return Typeface(scheme=LegacyFont.TCVN3, capitals=name.rstrip().endswith("H"))
    return Typeface(scheme=LegacyFont.VNI) if name[:4].casefold() == "vni-" else None


# Rows of rules §5.4: the plain letter where it has a code, then huyền, sắc, hỏi, ngã, nặng.
_TCVN3_ROWS = {
    "µ¸¶·¹": "àáảãạ",
    "¨»¾¼½Æ": "ăằắẳẵặ",
    "©ÇÊÈÉË": "âầấẩẫậ",
    "®ÌÐÎÏÑ": "đèéẻẽẹ",
    "ªÒÕÓÔÖ": "êềếểễệ",
    "×ÝØÜÞ": "ìíỉĩị",
    "ßãáâä": "òóỏõọ",
    "«åèæçé": "ôồốổỗộ",
    "¬êíëìî": "ơờớởỡợ",
    "ïóñòô": "ùúủũụ",
    "\xadõøö÷ù": "ưừứửữự",
    "úýûüþ": "ỳýỷỹỵ",
    "¡¢§£¤¥¦": "ĂÂĐÊÔƠƯ",
}
_TCVN3 = {
    ord(old): new for olds, news in _TCVN3_ROWS.items() for old, new in zip(olds, news, strict=True)
}
# Capitals with a tone have no code: some typists wrote the capital and the small letter with tone.
_CAPITALS = {
    base + small: small.upper()
    for base, smalls in {
        "A": "àáảãạ", "Ă": "ằắẳẵặ", "Â": "ầấẩẫậ", "E": "èéẻẽẹ", "Ê": "ềếểễệ", "I": "ìíỉĩị",
        "O": "òóỏõọ", "Ô": "ồốổỗộ", "Ơ": "ờớởỡợ", "U": "ùúủũụ", "Ư": "ừứửữự", "Y": "ỳýỷỹỵ",
    }.items()
    for small in smalls
}  # fmt: skip
_CAPITAL = re.compile("|".join(_CAPITALS))

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_ROOF, _BOWL = "\u0302", "\u0306"
# A mark follows its letter: the tone alone, or the roof (â ê ô) or bowl (ă) with the tone.
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _ROOF, "à": _ROOF + _GRAVE, "á": _ROOF + _ACUTE, "å": _ROOF + _HOOK,
    "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "ê": _BOWL, "è": _BOWL + _GRAVE, "é": _BOWL + _ACUTE, "ú": _BOWL + _HOOK,
    "ü": _BOWL + _TILDE, "ë": _BOWL + _DOT,
}  # fmt: skip
_VNI_LETTERS = {
    "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ",
}  # fmt: skip
_VNI_MARKS |= {old.upper(): new for old, new in _VNI_MARKS.items()}
_VNI_LETTERS |= {old.upper(): new.upper() for old, new in _VNI_LETTERS.items()}
_VNI_BASES = {base: _VNI_LETTERS.get(base, base) for base in "aeouyAEOUYôöÔÖ"}
_VNI = {
    base + mark: _VNI_BASES[base] + tone for base in _VNI_BASES for mark, tone in _VNI_MARKS.items()
}
_VNI |= _VNI_LETTERS
_LETTERS = {
    LegacyFont.TCVN3: frozenset(map(chr, _TCVN3)),
    LegacyFont.VNI: frozenset("".join(_VNI)),
}
_VNI_TEXT = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# Letters that Vietnamese words cannot hold, each with the scheme whose text is full of them.
_TCVN3_SIGNS = re.compile(
    r"[A-Za-z][\xad©®¨ª«¬µ¶·¸¹»¼½¾×ß÷þ]|[\xad©®¨ª«¬µ¶·¸¹»¼½¾×ß÷þ][a-z]|[§¡¢£¤¥¦][a-z\xb5-\xfe]"
    r"|[a-z][ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖÝØÜÞ]"
)
_VNI_SIGNS = re.compile(
    r"[aeouyAEOUY][øûïåäëüØÛÏÅÄËÜ]|[aA][ùõâêàáãèéúÙÕÂÊÀÁÃÈÉÚ]|[eE][ùõâàáãÙÕÂÀÁÃ]"
    r"|[oO][õâÕÂ]|[uU][ùõÙÕ]|[ôöÔÖ][øûïõùØÛÏÕÙ]|ñ[a-zaöô]|[a-z]ö[aeouinmt]|Ñ[A-Za-zÖÔ]|[a-z]æ\b|öô"
)
# Western letters and signs that proper Vietnamese never has.
_FOREIGN = re.compile(
    "[\xa1-\xbf\xc4-\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde-\xdf\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff]"
)
_MODERN = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300-\u036f]")


def detect(text: str) -> LegacyFont | None:
    """Return the scheme that the letters of `text` betray, or None for proper Unicode text.

    A longer sample (a whole column) is safer than a word: short words can be proper in both.
    """
    if text.isascii() or _MODERN.search(text):
        return None
    tcvn3, vni = len(_TCVN3_SIGNS.findall(text)), len(_VNI_SIGNS.findall(text))
    if tcvn3 > vni:
        return LegacyFont.TCVN3
    return LegacyFont.VNI if vni else None


def decode(text: str, font: LegacyFont, *, capitals: bool = False) -> str:
    """Return the Unicode (NFC) text behind `text`.

    `capitals` is for fonts whose name ends in H (.VnTimeH): they draw small letters as capitals.
    """
    if font is LegacyFont.TCVN3:
        plain = _CAPITAL.sub(lambda found: _CAPITALS[found[0]], text.translate(_TCVN3))
    else:
        plain = _VNI_TEXT.sub(lambda found: _VNI[found[0]], text)
    plain = unicodedata.normalize("NFC", plain)
    return plain.upper() if capitals else plain


def decode_typed(text: str, face: Typeface) -> str:
    """Return what a text typed in an old font shows.

    Letters that the scheme does not have are proper Unicode, pasted under the old font's name: such a
    text stays as it is.
    """
    letters = {char for char in text if char > "\x7f" and char.isalpha()}
    if not letters <= _LETTERS[face.scheme]:
        return text
    return decode(text, face.scheme, capitals=face.capitals)


def decode_row(texts: Mapping[_Key, str]) -> dict[_Key, str]:
    """Return those of a row's `texts` that old fonts hid, decoded; a row is typed in one scheme.

    Where proper Unicode text stands beside old text, each text is judged alone.
    """
    joined = " ".join(texts.values())
    font = detect(joined)
    if font is None and not _FOREIGN.search(joined):
        return {}
    return {
        key: decode(text, own)
        for key, text in texts.items()
        if not text.isascii() and (own := font or detect(text))
    }
