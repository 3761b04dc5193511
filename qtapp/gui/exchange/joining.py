"""Joining a committee from a book that exists already: the first one, or another after a move."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Invalid, InvitationWrongCode
from qtapp.domain.units import Unit
from qtapp.gui.kit import ask, busy, theme
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import muted
from qtapp.services.book import Book
from qtapp.wording.failures import sentence


class JoiningCard(Card):
    """The file, the code that was told, and the button."""

    joined = Signal(str)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(tr("Nối với cấp trên"))
        self._book, self._jobs = book, jobs
        self._wanted = False
        self._said = muted("")
        self.body.addWidget(self._said)
        self.file = LineField("path", tr("Tệp thư mời (.cbmoi)"), required=True)
        self.code = LineField("code", tr("Mã cấp trên đã đọc"), required=True, longest=40)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.em(theme.MEDIUM))
        form.addWidget(Shelf([self.file, self.code]))
        verbs = QWidget()
        flow = Flow(verbs)
        self.join_button = button(tr("&Vào bằng thư mời"), self.join, "key", "primary")
        flow.addWidget(self.join_button)
        flow.addWidget(button(tr("Chọn &tệp…"), self._choose, "open"))
        form.addWidget(verbs)
        self.body.addWidget(self._form)
        row = QWidget()
        others = Flow(row)
        self.begin_button = button(tr("Đã có thư mời…"), self.want, "key", "quiet")
        others.addWidget(self.begin_button)
        self.introduce_button = button(tr("Làm giấy giới thiệu…"), self.introduce, "share", "quiet")
        others.addWidget(self.introduce_button)
        self.body.addWidget(row)
        self.code.edit.returnPressed.connect(self.join)

    def show_standing(self, superior: Unit | None) -> None:
        """Show the card to a book that has joined nobody, or where another letter is wanted."""
        committee = self._book.units.is_committee()
        said = tr("Cấp ủy cấp trên đưa tệp thư mời (.cbmoi) và đọc mã.")
        if superior is not None:
            said += " " + tr(
                "Dùng khi đơn vị chuyển về cấp ủy khác, hoặc khi {name} đã thu hồi máy này. "
                "Mọi dữ liệu trong sổ giữ nguyên."
            ).format(name=superior.name)
        elif committee:
            said += " " + tr(
                "Sổ đã có chi bộ trực thuộc thì làm giấy giới thiệu trước, để cấp trên nhận sổ này vào "
                "danh sách rồi mới làm thư mời."
            )
        else:
            said += " " + tr("Sổ sẽ mang tên ghi trong thư mời.")
        self._said.setText(said)
        self.introduce_button.setVisible(superior is None and committee)
        # Most committees stand alone for now: the fields come when somebody has a letter.
        folded = committee and not self._wanted
        self._form.setVisible(not folded)
        self.begin_button.setVisible(folded)
        self.setVisible(superior is None or self._wanted)

    def want(self, path: Path | None = None) -> None:
        """Show the card also to a book that has joined, with the invitation in `path` if it is known."""
        self._wanted = True
        self.show_standing(self._book.exchange.superior())
        if path is not None:
            self.file.set_value(str(path))
        (self.code if path is not None else self.file).setFocus()

    def introduce(self) -> None:
        """Write this unit's introduction for a committee that is to stand above it, and show the code."""
        own = self._book.units.own()
        suggestion = tr("Giấy giới thiệu - {name}.cbgt").format(name=own.name.replace("/", "-"))
        path = ask.save_file(
            self, tr("Ghi giấy giới thiệu vào USB"), suggestion, [(tr("Giấy giới thiệu"), "*.cbgt")]
        )
        if path is None:
            return

        def done(code: str) -> None:
            CodeDialog(
                self,
                tr("Giấy giới thiệu của {unit}").format(unit=own.name),
                tr("Đã ghi tệp {name}.").format(name=path.name),
                code,
                [
                    tr("Đưa tệp cho cấp ủy cấp trên, đọc mã qua điện thoại."),
                    tr("Cấp trên mở trang Chi bộ trực thuộc, bấm “Nhận đơn vị chuyển đến”."),
                    tr("Cấp trên làm thư mời cho đơn vị; nhận thư mời ấy ở đây."),
                ],
            ).open()

        busy.run(
            self,
            self._jobs,
            tr("Đang làm giấy giới thiệu"),
            lambda book, _report: book.exchange.introduce(own.id, path),
            done=done,
        )

    def join(self) -> None:
        """Accept the invitation; what is wrong shows beside its field."""
        try:
            path, code = Path(self.file.checked_value()), self.code.checked_value()
        except Invalid as error:
            (self.code if error.field == self.code.name else self.file).setFocus()
            return
        try:
            unit = self._book.exchange.join(path, code)
        except AppError as error:
            happened, advice = sentence(error)
            field = self.code if isinstance(error, InvitationWrongCode) else self.file
            field.say_problem(f"{happened} {advice}")
            field.setFocus()
            return
        self.code.edit.clear()
        self._wanted = False
        self.joined.emit(unit.name)

    def _choose(self) -> None:
        path = ask.open_file(self, tr("Chọn tệp thư mời"), [(tr("Thư mời"), "*.cbmoi")])
        if path is not None:
            self.want(path)
