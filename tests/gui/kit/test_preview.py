from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import AppError, DiskFull
from qtapp.gui.kit import ask
from qtapp.gui.kit.preview import PdfPreview
from tests.gui.accessible import nameless
from tests.gui.typing import press
from tests.papers.sheets import opened

Asked = list[tuple[int, int]]


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def preview(qtbot: QtBot, asked: Asked) -> PdfPreview:
    def page_png(page: int, width: int) -> bytes:
        asked.append((page, width))
        image = QImage(width, round(width * 1.414), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(content.data())

    def save(path: Path) -> None:
        if path.parent.name == "đầy":
            raise DiskFull(str(path))
        path.write_bytes(b"%PDF-")

    window = QWidget()
    qtbot.addWidget(window)
    made = PdfPreview(page_png, 3, save, file_name="Danh sách ký.pdf", parent=window)
    made.window_kept = window  # type: ignore[attr-defined]
    window.resize(900, 700)
    made.resize(900, 700)
    window.show()
    return made


def where(preview: PdfPreview) -> str:
    return next(each.text() for each in preview.findChildren(QLabel) if "Trang" in each.text())


def test_pages_are_turned_by_keys(preview: PdfPreview) -> None:
    assert where(preview) == "Trang 1/3"
    press(preview, Qt.Key.Key_PageDown)
    assert where(preview) == "Trang 2/3"
    press(preview, Qt.Key.Key_End)
    press(preview, Qt.Key.Key_PageDown)
    assert where(preview) == "Trang 3/3"
    press(preview, Qt.Key.Key_PageUp)
    press(preview, Qt.Key.Key_Home)
    assert preview.page == 0


def test_zoom_asks_for_more_dots(preview: PdfPreview, asked: Asked, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not preview._later.isActive())
    first = asked[-1][1]
    press(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert asked[-1][1] > first
    press(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert asked[-1][1] == first


def test_a_larger_window_shows_a_larger_page(
    preview: PdfPreview, asked: Asked, qtbot: QtBot
) -> None:
    preview.resize(300, 700)
    qtbot.waitUntil(lambda: asked[-1][1] < 300)
    small = asked[-1][1]
    preview.resize(800, 700)
    qtbot.waitUntil(lambda: asked[-1][1] > small)


def test_escape_asks_to_go_back(preview: PdfPreview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.closed):
        press(preview, Qt.Key.Key_Escape)


def test_a_paper_is_saved_where_the_user_wants(
    preview: PdfPreview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "Bản in.pdf")
    preview.save_button.click()
    assert (tmp_path / "Bản in.pdf").read_bytes() == b"%PDF-"


def test_a_failed_save_is_told(
    preview: PdfPreview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[AppError] = []
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "đầy" / "a.pdf")
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(error))
    assert not preview.save_as()
    assert isinstance(told[0], DiskFull)


def test_a_paper_is_saved_before_another_program_opens_it(
    preview: PdfPreview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(ask, "save_file", lambda *_: None)
    preview.open_button.click()
    assert opened == []
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "a.pdf")
    preview.open_button.click()
    assert opened == [(tmp_path / "a.pdf").as_posix()]


def test_pages_are_printed_at_the_resolution_of_the_printer(
    preview: PdfPreview, asked: Asked, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(300)
    printer.setFullPage(True)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setFromTo(2, 3)
    asked.clear()
    preview.print_on(printer)
    assert [page for page, _ in asked] == [1, 2]
    assert all(width > 2400 for _, width in asked)
    assert (tmp_path / "in.pdf").stat().st_size > 500


def test_nothing_is_printed_when_the_user_thinks_better(
    preview: PdfPreview, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Rejected)
    asked.clear()
    preview.print_button.click()
    assert asked == []


def test_a_screen_reader_can_name_everything(preview: PdfPreview) -> None:
    assert nameless(preview) == []


def test_a_page_that_lies_across_fills_the_printed_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    def page_png(_page: int, width: int) -> bytes:
        image = QImage(width, round(width / 1.414), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(content.data())

    preview = PdfPreview(page_png, 1, lambda _path: None, file_name="a.pdf")
    qtbot.addWidget(preview)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setFullPage(True)
    printer.setResolution(100)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    preview.print_on(printer)
    with opened(tmp_path / "in.pdf") as document:
        picture = document[0].render(scale=0.2).to_pil().convert("L")
    assert picture.getpixel((picture.width // 2, picture.height - 5)) < 50
