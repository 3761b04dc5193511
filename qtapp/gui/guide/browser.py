"""One page of the guide as it is read: large letters, pictures as wide as there is room for."""

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from qtapp.gui.guide.pages import GuidePage, guide_folder
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr


class GuideBrowser(QTextBrowser):
    """Shows a page; a link to another page is told by `page_wanted`, a name as in `ORDER`.

    Nothing is fetched: links that lead out of the guide do nothing.
    """

    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Trang hướng dẫn"))
        self.setOpenLinks(False)
        self.setObjectName("guide")
        self.document().setDocumentMargin(theme.em(theme.LARGE))
        self.anchorClicked.connect(self._follow)
        self._page: GuidePage | None = None
        self._width = 0

    def show_page(self, page: GuidePage, heading: str = "") -> None:
        """Show `page` from its beginning, or from `heading`."""
        self._page = page
        self._draw()
        if heading:
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.find(heading, QTextDocument.FindFlag.FindBackward)
            self._clear_selection()
            self.verticalScrollBar().setValue(
                self.verticalScrollBar().value() + self.cursorRect().top() - theme.em(1)
            )

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture of the guide, made narrow enough for the page; nothing else."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = guide_folder() / QUrl(name).path()
        if not path.resolve().is_relative_to(guide_folder().resolve()):
            return None
        image = QImage(str(path))
        room = self.viewport().width() - 2 * theme.em(theme.LARGE) - theme.em(1)
        if image.width() <= room:
            return image
        return image.scaledToWidth(max(200, room), Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the pictures anew for another width."""
        super().resizeEvent(event)
        if self._page is not None and abs(self.viewport().width() - self._width) > theme.em(2):
            at = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(at)

    def _draw(self) -> None:
        if self._page is not None:
            self._width = self.viewport().width()
            self.document().clear()
            self.setMarkdown(self._page.text)

    def _clear_selection(self) -> None:
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.setTextCursor(cursor)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "" and link.path().endswith(".md"):
            self.page_wanted.emit(link.path().removesuffix(".md"))
