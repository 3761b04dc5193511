"""Labels by what they say: titles, headings, quiet words, the number that matters."""

from PySide6.QtWidgets import QLabel, QWidget

from qtapp.gui.kit import icons, numbers, theme


def label(text: str, role: str = "", *, wrap: bool = True) -> QLabel:
    """Return words in the style of `role`; plain text only, so that no name is taken for markup."""
    made = QLabel(text)
    made.setProperty("textFormat", numbers.PLAIN_TEXT)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def title(text: str) -> QLabel:
    """Return the name of a page."""
    return label(text, "title")


def heading(text: str) -> QLabel:
    """Return the heading of a section."""
    return label(text, "heading")


def lead(text: str) -> QLabel:
    """Return the sentence under a title."""
    return label(text, "lead")


def muted(text: str) -> QLabel:
    """Return words that may be passed over."""
    return label(text, "muted")


def picture(name: str, size: float = 1.5, tone: icons.Tone = "ink") -> QLabel:
    """Return the icon `name`, `size` letters high, as decoration a screen reader passes over."""
    made = QLabel()
    made.setPixmap(icons.icon(name, tone).pixmap(theme.em(size), theme.em(size)))
    made.setFixedSize(theme.em(size), theme.em(size))
    return made


def restyle(widget: QWidget) -> None:
    """Let `widget` take the look of a property that was just changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
