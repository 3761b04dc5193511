"""Questions and files: the only place with message boxes and file choosers; tests replace these."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from qtapp.domain.errors import AppError
from qtapp.gui.kit.i18n import tr
from qtapp.wording.failures import sentence

Kind = tuple[str, str]
"""What a file is called and how its name ends: `("Danh sách Excel", "*.xlsx *.xls")`."""

EXCEL: Kind = ("Danh sách Excel", "*.xlsx *.xls *.csv")
PDF: Kind = ("Bản in PDF", "*.pdf")


def tell(parent: QWidget | None, error: AppError) -> None:
    """Say what happened and what to do."""
    happened, advice = sentence(error)
    _box(parent, QMessageBox.Icon.Warning, happened, advice).exec()


def inform(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say something the user must have read."""
    _box(parent, QMessageBox.Icon.Information, text, detail).exec()


def confirm(parent: QWidget | None, question: str, consequence: str, action: str) -> bool:
    """Return whether the user wants what cannot be undone; `action` is the verb on the button."""
    box = _box(parent, QMessageBox.Icon.Question, question, consequence)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    button = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is button


def open_file(
    parent: QWidget | None, title: str, kinds: Sequence[Kind] = (), folder: Path | None = None
) -> Path | None:
    """Return the file the user picks, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, title, _place(folder), _filter(kinds))
    return Path(name) if name else None


def open_files(
    parent: QWidget | None, title: str, kinds: Sequence[Kind] = (), folder: Path | None = None
) -> list[Path]:
    """Return the files the user picks; none if they think better of it."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, _place(folder), _filter(kinds))
    return [Path(name) for name in names]


def save_file(
    parent: QWidget | None, title: str, suggestion: str | Path, kinds: Sequence[Kind] = ()
) -> Path | None:
    """Return where the user wants to save, with the ending of `suggestion` if they gave none."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), _filter(kinds))
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_name(path.name + Path(suggestion).suffix)


def choose_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """Return the folder the user picks, or None."""
    name = QFileDialog.getExistingDirectory(parent, title, _place(folder))
    return Path(name) if name else None


def _box(parent: QWidget | None, sign: QMessageBox.Icon, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(sign, tr("Sổ Chi Bộ"), text, QMessageBox.StandardButton.NoButton, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(detail)
    box.addButton(tr("Đã hiểu"), QMessageBox.ButtonRole.AcceptRole)
    return box


def _place(folder: Path | None) -> str:
    return str(folder) if folder else ""


def _filter(kinds: Sequence[Kind]) -> str:
    return ";;".join(f"{name} ({pattern})" for name, pattern in (*kinds, (tr("Mọi tệp"), "*")))
