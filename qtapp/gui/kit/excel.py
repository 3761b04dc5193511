"""The button Excel of a screen: its list out as a workbook, and back in after a preview."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from qtapp.gui.kit import ask, busy, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.pieces import beside_words
from qtapp.services.book import Book

if TYPE_CHECKING:
    from qtapp.services.register_import import RegisterPlan

Write = Callable[[Book, str, Path], int]
"""Writes what belongs to a record, by its id, into a file."""
Plan = Callable[[Book, str, Path, Report], "RegisterPlan"]
"""Says what a file would change of what belongs to a record, by its id."""

_FORBIDDEN = '\\/:*?"<>|'


class ExcelButton(QPushButton):
    """Two ways: out to .xlsx, and in from any list; what came in can be taken back at once."""

    def __init__(
        self,
        book: Book,
        jobs: Jobs[Book],
        *,
        subject: Callable[[], tuple[str, str]],
        write: Write,
        plan: Plan,
        changed: Callable[[], object],
    ) -> None:
        """Take how to tell the record the list belongs to: its id, and how its file is called.

        `write` and `plan` are called in a job, `changed` after a change.
        """
        super().__init__(tr("&Excel…"))
        self.setIcon(icon("export"))
        self.setIconSize(beside_words())
        self.setAutoDefault(False)
        self.setToolTip(tr("Xuất danh sách này ra Excel, hoặc nhập từ Excel vào"))
        self._book, self._jobs = book, jobs
        self._subject, self._write, self._plan, self._changed = subject, write, plan, changed
        menu = QMenu(self)
        menu.setAccessibleName(tr("Excel"))
        self.out = menu.addAction(icon("export"), tr("&Xuất ra Excel…"))
        self.out.triggered.connect(lambda _on: self.save())
        self.come = menu.addAction(icon("import"), tr("&Nhập từ Excel…"))
        self.come.triggered.connect(lambda _on: self.choose())
        self.setMenu(menu)

    def save(self) -> None:
        """Write the list where the user wants it."""
        record_id, name = self._subject()
        save_workbook(self, self._jobs, name, lambda book, path: self._write(book, record_id, path))

    def choose(self) -> None:
        """Let the user choose a file, and show what it would write."""
        path = ask.open_file(self.window(), tr("Chọn danh sách"), [ask.EXCEL])
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Show what a file would write; write it if the user agrees."""
        record_id, _ = self._subject()
        busy.run(
            self,
            self._jobs,
            tr("Đang đọc {name}").format(name=path.name),
            lambda book, report: self._plan(book, record_id, path, report),
            done=self._show,
        )

    def _show(self, plan: "RegisterPlan") -> None:
        from qtapp.gui.kit.register_preview import RegisterPreview  # noqa: PLC0415 - with all that reads Excel

        preview = RegisterPreview(plan, self.window())
        agreed = preview.exec() == QDialog.DialogCode.Accepted
        preview.deleteLater()
        if agreed:
            busy.run(
                self,
                self._jobs,
                tr("Đang ghi vào sổ"),
                lambda book, report: book.registers.apply(plan, report),
                done=lambda written: self._say(plan, written),
            )

    def _say(self, plan: "RegisterPlan", written: int) -> None:
        self._changed()

        def undo() -> None:
            self._book.registers.take_back(plan)
            self._changed()

        toast.say(self, tr("Đã ghi %n dòng từ Excel.", "", written), undo)


def save_workbook(
    owner: QWidget, jobs: Jobs[Book], name: str, write: Callable[[Book, Path], int]
) -> None:
    """Ask where to, and write a workbook there; `name` is what the file is first called."""
    safe = "".join("-" if each in _FORBIDDEN else each for each in name)[:120]
    kinds = [(tr("Tệp Excel"), "*.xlsx")]
    path = ask.save_file(owner, tr("Xuất ra Excel"), f"{safe}.xlsx", kinds)
    if path is None:
        return

    def done(_written: int) -> None:
        said = tr("Đã xuất ra {name}. Tệp này không được mã hóa, hãy giữ cẩn thận.")
        toast.say(owner, said.format(name=path.name))

    busy.run(
        owner, jobs, tr("Đang xuất ra Excel"), lambda book, _report: write(book, path), done=done
    )
