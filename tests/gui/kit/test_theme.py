import unicodedata

import pytest
from msgspec.structs import asdict
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit import theme
from qtapp.gui.kit.theme import CONTRAST, DARK, LIGHT, Colours
from qtapp.settings import Theme

WORDS = [
    *(
        (ink, ground)
        for ink in ("ink", "muted", "accent_text", "good", "warn", "bad", "note")
        for ground in ("window", "surface")
    ),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "note")),
    *(("ink", f"{tone}_soft") for tone in ("good", "warn", "bad", "note", "accent")),
    ("accent_text", "accent_soft"),
    ("ink", "sunken"),
    ("muted", "sunken"),
    ("on_accent", "accent"),
    ("window", "ink"),
]
SHAPES = [("edge", "surface"), ("edge", "window"), ("focus", "window"), ("focus", "surface")]


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = QColor(colour).getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(colours: Colours, one: str, other: str) -> float:
    values = asdict(colours)
    low, high = sorted((luminance(values[one]), luminance(values[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read_on_their_ground(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(colours, ink, ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_focus_can_be_seen(colours: Colours, shape: str, ground: str) -> None:
    assert contrast(colours, shape, ground) >= 3


@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_black_and_white_is_clearer_still(ink: str, ground: str) -> None:
    assert contrast(CONTRAST, ink, ground) >= 7


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_spaces_follow_the_letters(dressed: QApplication, percent: int) -> None:
    try:
        theme.apply(dressed, 100, Theme.LIGHT)
        once = theme.em(10)
        theme.apply(dressed, percent, Theme.LIGHT)
        assert theme.em(10) == pytest.approx(once * percent / 100, rel=0.05)
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)


def test_dark_and_light_change_the_colours(dressed: QApplication) -> None:
    try:
        theme.apply(dressed, 100, Theme.DARK)
        assert theme.colours() is DARK
        theme.apply(dressed, 100, Theme.CONTRAST)
        assert theme.colours() is CONTRAST
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)
    assert theme.colours() is LIGHT


def test_it_follows_the_system_whatever_was_worn_before(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        theme.apply(dressed, 100, Theme.DARK)
        theme.apply(dressed, 100, Theme.AUTO)
        assert theme.colours() is LIGHT
        # No platform of the tests can be told to be dark: let what this one has count as dark.
        monkeypatch.setattr(theme, "_DARK", 256)
        theme.apply(dressed, 100, Theme.AUTO)
        assert theme.colours() is DARK
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_the_style_sheet_has_all_its_names(dressed: QApplication, colours: Colours) -> None:
    assert "$" not in theme.style_sheet(colours, dressed.font())


def test_the_letters_of_the_screen_have_every_vietnamese_letter(dressed: QApplication) -> None:
    letters = "aăâeêioôơuưyđ"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    metrics = QFontMetrics(dressed.font())
    assert QFontInfo(dressed.font()).family() in {"Noto Sans", "Segoe UI"}
    missing = [
        composed
        for letter in letters + letters.upper()
        for tone in tones
        if len(composed := unicodedata.normalize("NFC", letter + tone)) == 1
        and not metrics.inFontUcs4(ord(composed))
    ]
    assert missing == []
