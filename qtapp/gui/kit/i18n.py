"""Words on the screen: Vietnamese is the source language, and Qt's own buttons learn it too."""

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from qtapp.paths import resource

_Words = dict[str, dict[str, str]]


def tr(text: str, _comment: str = "", n: int = -1) -> str:
    """Return `text`, which is written in the language of the screen; `%n` becomes `n`."""
    return text if n < 0 else text.replace("%n", str(n))


def install(app: QCoreApplication) -> None:
    """Make `app` write dates and numbers the Vietnamese way and label Qt's own buttons in Vietnamese."""
    QLocale.setDefault(QLocale("vi_VN"))
    app.installTranslator(QtWords(read_catalogue(), app))


def read_catalogue() -> _Words:
    """Return Qt's own words in Vietnamese, by Qt's context and the English word.

    Qt brings no Vietnamese catalogue, and its compiler is not part of every installation, so ours is a
    readable file that takes no time to read.
    """
    return msgspec.json.decode(resource("i18n/qtbase_vi.json").read_bytes(), type=_Words)


class QtWords(QTranslator):
    """A catalogue that Qt asks for the words of its own buttons, menus and dialogs."""

    def __init__(self, words: _Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        """Return False, since Qt passes over an empty catalogue."""
        return False

    def translate(
        self, context: str, source_text: str, _note: str | None = None, _n: int = -1
    ) -> str:
        """Return the Vietnamese word, or nothing where Qt shall go on with the source text."""
        return self._words.get(context, {}).get(source_text)  # type: ignore[return-value]
