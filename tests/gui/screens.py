"""What a user does on a screen and sees there, by its words."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from qtapp.gui.kit.table_view import TableView


def click(screen: QWidget, text: str) -> None:
    """Press the visible button with these words; `&` and `…` in its words do not matter."""
    found = [each for each in _buttons(screen) if _bare(each.text()) == _bare(text)]
    assert found, f"no button {text!r} among {offered(screen)}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def offered(screen: QWidget) -> list[str]:
    """Return the words of all visible buttons that can be pressed."""
    return [_bare(each.text()) for each in _buttons(screen) if each.text()]


def said(screen: QWidget) -> str:
    """Return all visible words on labels, from first to last made."""
    labels = screen.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible() and each.text())


def rows(table: TableView) -> list[list[str]]:
    """Return the words of every row of a list, from its visible columns."""
    model = table.model()
    return [
        [
            str(model.index(row, column).data())
            for column in range(model.columnCount())
            if not table.isColumnHidden(column)
        ]
        for row in range(model.rowCount())
    ]


def shared_keys(screen: QWidget) -> list[str]:
    """Return the letters that two visible buttons claim with Alt, or that no keyboard has."""
    found = [
        each.text()[each.text().index("&") + 1].lower()
        for each in _buttons(screen)
        if "&" in each.text()
    ]
    return [letter for letter in found if found.count(letter) > 1 or not letter.isascii()]


def _buttons(screen: QWidget) -> list[QAbstractButton]:
    return [
        each
        for each in screen.findChildren(QAbstractButton)
        if each.isVisible() and each.isEnabled()
    ]


def _bare(text: str) -> str:
    return text.replace("&", "").replace("…", "").strip()
