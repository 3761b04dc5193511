"""Print preview: the pages as they will come out, and printing, saving or opening them elsewhere."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeyEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTransform,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, PaperError
from qtapp.gui.kit import ask, outside, theme, toast
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.words import label

PagePng = Callable[[int, int], bytes]
"""Page number from 0 and width in dots, to a PNG picture."""

_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_PRINT_DPI = 300


class PdfPreview(QWidget):
    """Pages one at a time, at the width of the window or larger.

    `save` writes the paper as PDF to a path and raises AppError. `closed` asks the page to go back.
    """

    closed = Signal()

    def __init__(
        self,
        page_png: PagePng,
        pages: int,
        save: Callable[[Path], None],
        *,
        file_name: str,
        name: str = "",
        word: Callable[[Path], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._page_png = page_png
        self._pages = pages
        self._save = save
        self._word = word
        self._file_name = file_name
        self._saved: Path | None = None
        self._page = 0
        self._zoom = 1.0
        self._drawn: tuple[int, int] = (-1, 0)
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._paper.setMargin(theme.em(theme.MEDIUM))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._paper)
        self._scroll.setAccessibleName(name or tr("Xem trước bản in"))
        self._scroll.setMinimumHeight(theme.em(18))
        self._scroll.setMinimumWidth(theme.em(20))
        self._scroll.installEventFilter(self)
        self.print_button = button(tr("&In"), self.print_out, "print", "primary")
        self.save_button = button(tr("&Lưu thành tệp…"), self.save_as, "save")
        self.open_button = button(tr("&Mở bằng phần mềm khác"), self.open_elsewhere, "share")
        self.word_button = button(tr("Mở &bằng Word…"), self.open_in_word, "edit")
        self._where = label("", "muted", wrap=False)
        self._before = self._tool("back", tr("Trang trước (Page Up)"), lambda: self.turn(-1))
        self._after = self._tool("forward", tr("Trang sau (Page Down)"), lambda: self.turn(1))
        self._smaller = self._tool("zoom-out", tr("Thu nhỏ (Ctrl −)"), lambda: self.zoom(-1))
        self._larger = self._tool("zoom-in", tr("Phóng to (Ctrl +)"), lambda: self.zoom(1))
        bar = QWidget()
        flow = Flow(bar)
        words = (self.word_button,) if word is not None else ()
        for widget in (self.print_button, self.save_button, *words, self.open_button):
            flow.addWidget(widget)
        flow.addWidget(self._turner())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(bar)
        column.addWidget(self._scroll, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        self._show_page()

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    def turn(self, by: int) -> None:
        """Show a later or earlier page."""
        self._page = min(max(0, self._page + by), self._pages - 1)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_page()

    def zoom(self, by: int) -> None:
        """Make the page larger or smaller by one step."""
        at = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self._zoom))
        self._zoom = _ZOOMS[min(max(0, at + by), len(_ZOOMS) - 1)]
        self._show_page()

    def save_as(self) -> bool:
        """Let the user choose a place and save there; returns whether that was done."""
        path = ask.save_file(self, tr("Lưu bản in"), self._file_name, [ask.PDF])
        if path is None:
            return False
        try:
            self._save(path)
        except AppError as error:
            ask.tell(self, error)
            return False
        self._saved = path
        toast.say(self, tr("Đã lưu {name}").format(name=path.name))
        return True

    def open_elsewhere(self) -> None:
        """Open the saved paper with whatever the system opens PDF with; it must be saved first.

        Nothing is written to a temporary folder, where names would lie about in the open.
        """
        if self._saved is None and not self.save_as():
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    def open_in_word(self) -> None:
        """Write the paper as a Word file where the user wants it, and open it there."""
        if self._word is None:
            return
        suggestion = Path(self._file_name).with_suffix(".docx")
        path = ask.save_file(self, tr("Lưu thành tệp Word"), suggestion, [ask.WORD])
        if path is None:
            return
        try:
            self._word(path)
        except AppError as error:
            ask.tell(self, error)
            return
        toast.say(self, tr("Đã lưu {name}").format(name=path.name))
        outside.show(path)

    def print_out(self) -> None:
        """Ask for a printer and print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_PRINT_DPI)
        printer.setDocName(self._file_name)
        printer.setFullPage(True)
        printer.setFromTo(1, self._pages)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self._pages)
        dialog.setWindowTitle(tr("In"))
        accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Paint the chosen pages on `printer`, dot by dot at its resolution."""
        first, last = printer.fromPage() or 1, printer.toPage() or self._pages
        painter = QPainter()
        if not painter.begin(printer):
            ask.tell(self, PaperError())
            return
        try:
            for number in range(first, last + 1):
                if number > first:
                    printer.newPage()
                room = printer.paperRect(printer.Unit.DevicePixel)
                image = self._picture(number - 1, room)
                high = image.height() * room.width() / image.width()
                painter.drawImage(QRectF(0, 0, room.width(), high), image)
        finally:
            painter.end()
        toast.say(self, tr("Đã gửi %n trang đến máy in", "", last - first + 1))

    def _picture(self, page: int, room: QRectF) -> QImage:
        """Return a page as wide as `room`; one that lies across is turned, its top at the bound edge."""
        image = QImage.fromData(self._page_png(page, round(room.width())))
        if image.width() <= image.height() or room.width() > room.height():
            return image
        across = QImage.fromData(self._page_png(page, round(room.height())))
        return across.transformed(QTransform().rotate(-90))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom by keys."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_PageDown:
                self.turn(1)
            case Qt.Key.Key_PageUp:
                self.turn(-1)
            case Qt.Key.Key_Home:
                self.turn(-self._pages)
            case Qt.Key.Key_End:
                self.turn(self._pages)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if control:
                self.zoom(1)
            case Qt.Key.Key_Minus if control:
                self.zoom(-1)
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Take page keys before the scroll area uses them up."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in _OURS:
            return False
        self.keyPressEvent(event)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page for the new width once the window rests."""
        super().resizeEvent(event)
        self._later.start(60)

    def _turner(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.TIGHT))
        for widget in (self._before, self._where, self._after, self._smaller, self._larger):
            row.addWidget(widget)
        return made

    def _tool(self, sign: str, name: str, act: Callable[[], None]) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(sign))
        made.setIconSize(QSize(theme.em(1.3), theme.em(1.3)))
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.clicked.connect(act)
        return made

    def _show_page(self) -> None:
        self._where.setText(
            tr("Trang {page}/{pages}").format(page=self._page + 1, pages=self._pages)
        )
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page < self._pages - 1)
        self._smaller.setEnabled(self._zoom > _ZOOMS[0])
        self._larger.setEnabled(self._zoom < _ZOOMS[-1])
        self._draw()

    def _draw(self) -> None:
        room = self._scroll.width() - 2 * theme.em(theme.MEDIUM) - theme.em(1.5)
        ratio = self.devicePixelRatioF()
        width = max(200, round(min(room, theme.em(52)) * self._zoom))
        if self._drawn == (self._page, width):
            return
        self._drawn = (self._page, width)
        picture = QPixmap()
        picture.loadFromData(self._page_png(self._page, round(width * ratio)))
        picture.setDevicePixelRatio(ratio)
        self._paper.setPixmap(picture)
        self._paper.setAccessibleName(self._where.text())


_OURS = {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End}
