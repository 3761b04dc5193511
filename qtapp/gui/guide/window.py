"""The window of the guide, beside the app's own: search at the left, the page at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qtapp.gui.guide.browser import GuideBrowser
from qtapp.gui.guide.pages import Found, page_for, pages, search
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.table_view import FilterLine
from qtapp.gui.kit.words import muted

_FOUND = Qt.ItemDataRole.UserRole


class GuideWindow(QWidget):
    """The guide. It holds nothing of the book, so that it may stay open beside a locked one."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Hướng dẫn · Sổ Chi Bộ"))
        self.setWindowIcon(icon("help", "accent"))
        self.filter = FilterLine(tr("Tìm trong hướng dẫn"))
        self.filter.search_changed.connect(self._search)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Các trang hướng dẫn"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.nothing = muted(tr("Không thấy chữ này. Hãy gõ ít chữ hơn; không cần gõ dấu."))
        self.nothing.hide()
        self.browser = GuideBrowser()
        self.browser.page_wanted.connect(self.show_page)
        left = QVBoxLayout()
        left.setSpacing(theme.em(theme.SMALL))
        left.addWidget(self.filter)
        left.addWidget(self.nothing)
        left.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        pad = theme.em(theme.MEDIUM)
        row.setContentsMargins(pad, pad, pad, pad)
        row.setSpacing(pad)
        row.addLayout(left, 2)
        row.addWidget(self.browser, 5)
        self.resize(theme.em(62), theme.em(42))
        self._list_all()

    def open_on(self, name: str) -> None:
        """Come to the front with the page about a screen."""
        self.show_page(name)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_page(self, name: str) -> None:
        """Show the page about a screen, or the one called `name`."""
        self.filter.clear()
        page = page_for(name)
        self._list_all()
        self.list.setCurrentRow([each.name for each in pages()].index(page.name))
        self.browser.show_page(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, once the search line has nothing left to clear."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _list_all(self) -> None:
        self._fill([Found(page=page, heading="") for page in pages()])

    def _search(self, words: str) -> None:
        if words.strip():
            self._fill(search(words))
            self.list.setCurrentRow(0)
        else:
            self._list_all()

    def _fill(self, found: Sequence[Found]) -> None:
        self.list.clear()
        for each in found:
            item = QListWidgetItem(_words(each))
            item.setData(_FOUND, each)
            self.list.addItem(item)
        self.nothing.setVisible(not found)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            found: Found = item.data(_FOUND)
            self.browser.show_page(found.page, found.heading)


def _words(found: Found) -> str:
    return f"{found.page.title} › {found.heading}" if found.heading else found.page.title


def guide_over(dialog: QDialog) -> GuideWindow:
    """Return a guide that can be read while `dialog` waits, and goes with it; any other would be locked."""
    made = GuideWindow()
    made.setParent(dialog, Qt.WindowType.Window)
    dialog.finished.connect(made.close)
    return made
