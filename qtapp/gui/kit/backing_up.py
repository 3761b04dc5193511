"""Copying the book into a folder, most often on a stick: the same from every screen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qtapp.gui.kit import ask, busy
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.services.book import Book


def back_up(screen: QWidget, jobs: Jobs[Book], done: Callable[[str], object]) -> None:
    """Ask for a folder, copy the book and its keys there, and hand `done` the sentence about it."""
    folder = ask.choose_folder(screen, tr("Chọn USB hoặc thư mục để sao lưu sổ"))
    if folder is None:
        return

    def say(copy: Path) -> None:
        text = tr("Đã sao lưu sổ và tệp khóa: {path}. Khi cần, mở bản này như mở một sổ.")
        done(text.format(path=copy))

    busy.run(
        screen,
        jobs,
        tr("Đang sao lưu sổ"),
        lambda book, _report: book.back_up(folder),
        done=say,
    )
