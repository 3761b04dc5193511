from PySide6.QtCore import Qt

from qtapp.gui.kit import numbers


def test_they_are_those_of_qt() -> None:
    bar, style = Qt.ScrollBarPolicy, Qt.ToolButtonStyle
    assert {name: number for name, number in vars(numbers).items() if name.isupper()} == {
        "PLAIN_TEXT": Qt.TextFormat.PlainText.value,
        "NO_FOCUS": Qt.FocusPolicy.NoFocus.value,
        "STRONG_FOCUS": Qt.FocusPolicy.StrongFocus.value,
        "BAR_AS_NEEDED": bar.ScrollBarAsNeeded.value,
        "NEVER_A_BAR": bar.ScrollBarAlwaysOff.value,
        "ICON_ONLY": style.ToolButtonIconOnly.value,
        "WORDS_BESIDE_ICON": style.ToolButtonTextBesideIcon.value,
    }
