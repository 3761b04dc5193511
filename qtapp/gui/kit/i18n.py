"""Words on the screen: Vietnamese is the source language, and Qt's own buttons learn it too."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, QXmlStreamReader

from qtapp.paths import resource

_Words = Mapping[tuple[str, str], str]


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """Return `text` in the language of the screen; `%n` becomes `n`."""
    return QCoreApplication.translate("", text, comment, n)


def install(app: QCoreApplication) -> None:
    """Make `app` write dates and numbers the Vietnamese way and label Qt's own buttons in Vietnamese."""
    QLocale.setDefault(QLocale("vi_VN"))
    app.installTranslator(
        QtWords(read_catalogue(resource("i18n/qtbase_vi.ts").read_text(encoding="utf-8")), app)
    )


def read_catalogue(text: str) -> _Words:
    """Return the translations of a Qt catalogue (.ts) by context and source text.

    Qt brings no Vietnamese catalogue, and its compiler is not part of every installation, so the
    readable file itself is shipped and read: 1 ms for some hundred words.
    """
    words: dict[tuple[str, str], str] = {}
    reader = QXmlStreamReader(text)
    context = source = ""
    while not reader.atEnd():
        reader.readNext()
        if not reader.isStartElement():
            continue
        match reader.name():
            case "name":
                context = reader.readElementText()
            case "source":
                source = reader.readElementText()
            case "translation":
                words[context, source] = reader.readElementText()
    return words


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
        return self._words.get((context, source_text))  # type: ignore[return-value]
