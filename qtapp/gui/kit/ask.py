"""Questions and files: the only place with message windows and file choosers; tests replace these."""

from collections.abc import Sequence
from pathlib import Path

from PySide6 import QtCore, QtWidgets
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import make_primary
from qtapp.gui.kit.words import heading, label, picture
from qtapp.wording.failures import sentence

Kind = tuple[str, str]
"""What a file is called and how its name ends: `("Danh sách Excel", "*.xlsx *.xls")`."""

EXCEL: Kind = ("Danh sách Excel", "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv")
PDF: Kind = ("Bản in PDF", "*.pdf")
WORD: Kind = ("Văn bản Word", "*.docx")
TEXT: Kind = ("Tệp chữ", "*.txt")
_ANY: Kind = ("Mọi tệp", "*")
SETUP: Kind = ("Bộ cài Sổ Chi Bộ", "SoChiBo-*-setup.exe")

_LAST = "folderUsedLast"
"""The property of the application that keeps the folder of the last choice."""


def tell(parent: QWidget | None, error: AppError) -> None:
    """Say what happened and what to do."""
    happened, advice = sentence(error)
    _Notice(parent, "warning", "warn", happened, advice, tr("Đã &hiểu")).ask()


def inform(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say something the user must have read."""
    _Notice(parent, "info", "note", text, detail, tr("Đã &hiểu")).ask()


def confirm(
    parent: QWidget | None, question: str, consequence: str, action: str, otherwise: str = ""
) -> bool:
    """Return whether the user wants what cannot be undone; `action` is the verb on the button.

    `otherwise` says what happens instead, where a no does not mean that nothing happens.
    """
    no = otherwise or tr("&Thôi")
    return _Notice(parent, "warning", "warn", question, consequence, action, otherwise=no).ask()


def proceed(parent: QWidget | None, question: str, detail: str, action: str) -> bool:
    """Return whether the user goes on with what `detail` explains; nothing is lost either way."""
    return _Notice(parent, "info", "note", question, detail, action, otherwise=tr("&Thôi")).ask()


def lose(parent: QWidget | None, error: AppError) -> bool:
    """Return whether the user goes on although the book could not take what was typed, which is lost then."""
    happened, advice = sentence(error)
    consequence = tr("Chữ vừa gõ ở đây chưa vào sổ được; đi tiếp thì mất.")
    return _Notice(
        parent,
        "warning",
        "warn",
        happened,
        f"{advice} {consequence}",
        tr("Đi tiếp, &bỏ chữ vừa gõ"),
        otherwise=tr("Ở &lại"),
    ).ask()


def open_file(
    parent: QWidget | None, title: str, kinds: Sequence[Kind] = (), folder: Path | None = None
) -> Path | None:
    """Return the file the user picks, or None."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, title, _place(folder), _filter((*kinds, _ANY))
    )
    if not name:
        return None
    _remember(Path(name).parent)
    return Path(name)


def open_files(
    parent: QWidget | None, title: str, kinds: Sequence[Kind] = (), folder: Path | None = None
) -> list[Path]:
    """Return the files the user picks; none if they think better of it."""
    names, _ = QtWidgets.QFileDialog.getOpenFileNames(
        parent, title, _place(folder), _filter((*kinds, _ANY))
    )
    for name in names[:1]:
        _remember(Path(name).parent)
    return [Path(name) for name in names]


def save_file(
    parent: QWidget | None, title: str, suggestion: str | Path, kinds: Sequence[Kind] = ()
) -> Path | None:
    """Return where the user wants to save, always under an ending of `kinds`, else that of `suggestion`.

    What follows a dot in "Danh sách 30.11" is no ending: that of `suggestion` is added, and whoever stands
    in the way of the longer name is asked about.
    """
    # A whole path, as of a place already chosen, stays what it is.
    begin = Path(_place(None)) / suggestion
    ending = Path(suggestion).suffix
    endings = {ending.lower(), *(each[1:] for _, pattern in kinds for each in pattern.split())}
    only = kinds or [(tr("Tệp"), f"*{ending}")]
    name, _ = QtWidgets.QFileDialog.getSaveFileName(parent, title, str(begin), _filter(only))
    if not name:
        return None
    path = Path(name)
    _remember(path.parent)
    if not ending or path.suffix.lower() in endings:
        return path
    path = path.with_name(path.name + ending)
    if path.exists() and not confirm(
        parent,
        tr("Đã có tệp {name}. Ghi đè lên tệp đó?").format(name=path.name),
        tr("Nội dung cũ của tệp sẽ mất."),
        tr("&Ghi đè"),
    ):
        return None
    return path


def choose_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """Return the folder the user picks, or None."""
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, _place(folder))
    if not name:
        return None
    _remember(Path(name))
    return Path(name)


class _Notice(QDialog):
    """A sign, a sentence in large letters, what follows from it, and a button for each answer.

    `otherwise` are the words for not doing `action`, where there is a choice.
    """

    def __init__(
        self,
        parent: QWidget | None,
        sign: str,
        tone: Tone,
        text: str,
        detail: str,
        action: str,
        *,
        otherwise: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sổ Chi Bộ"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        pad = theme.em(theme.HUGE)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.LARGE))
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.LARGE))
        row.addWidget(picture(sign, 2.4, tone), alignment=QtCore.Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.em(theme.SMALL))
        words.addWidget(heading(text))
        if detail:
            words.addWidget(label(detail))
        words.addStretch(1)
        row.addLayout(words, 1)
        column.addLayout(row, 1)
        buttons = QtWidgets.QDialogButtonBox(self)
        yes = buttons.addButton(action, buttons.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        if otherwise:
            no = buttons.addButton(otherwise, buttons.ButtonRole.RejectRole)
            buttons.rejected.connect(self.reject)
            no.setDefault(True)
            no.setFocus()
        if not otherwise or tone == "note":
            yes.setDefault(True)
            make_primary(yes)
            yes.setFocus()
        column.addWidget(buttons)
        width = min(theme.em(36), round(self.screen().availableSize().width() * 0.92))
        self.setMinimumWidth(width)
        self.resize(width, self.heightForWidth(width))

    def ask(self) -> bool:
        """Wait for the answer."""
        answer = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return answer


def _place(folder: Path | None) -> str:
    """Return where a chooser opens: `folder`, else the folder used last, else the user's documents."""
    app = QApplication.instance()
    last = app.property(_LAST) if app is not None else None
    if folder is None and last and Path(last).is_dir():
        return str(last)
    if folder is not None:
        return str(folder)
    paths = QtCore.QStandardPaths
    return paths.writableLocation(paths.StandardLocation.DocumentsLocation)


def _remember(folder: Path) -> None:
    """Note `folder` as the one used last, for as long as the program runs."""
    app = QApplication.instance()
    if app is not None:
        app.setProperty(_LAST, str(folder))


def _filter(kinds: Sequence[Kind]) -> str:
    return ";;".join(f"{name} ({pattern})" for name, pattern in kinds)
