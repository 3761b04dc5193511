"""Units that leave for another committee, and units that come from one: the dialogs of both sides."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled, Invalid, InvitationWrongCode
from qtapp.domain.units import Unit
from qtapp.gui.kit import ask, busy, theme
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import button, make_primary
from qtapp.gui.kit.room import at_most, scrolling
from qtapp.gui.kit.words import heading, label
from qtapp.services.book import Book
from qtapp.wording.failures import sentence

KIND = ("Giấy giới thiệu", "*.cbgt")


class Leaving(QWidget):
    """The side a unit leaves: a letter of introduction, then the unit ends in this list."""

    left = Signal(str)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget) -> None:
        super().__init__(parent)
        self._book, self._jobs, self._place = book, jobs, parent
        self.hide()

    def begin(self, unit: Unit) -> None:
        """Explain, write the introduction of `unit` and those below it, and show the code."""
        place = self._place
        if not ask.proceed(
            place,
            tr("Chuyển {name} sang cấp ủy khác?").format(name=unit.name),
            tr(
                "Phần mềm ghi một giấy giới thiệu cho cấp ủy mới. Sổ này vẫn giữ mọi dữ liệu đã nhận và "
                "các báo cáo cũ, nhưng đơn vị và cấp dưới của nó không còn trong danh sách. Nếu có gói "
                "của đơn vị chưa nhận, hãy nhận trước."
            ),
            tr("Ghi giấy giới thiệu…"),
        ):
            return
        suggestion = tr("Giấy giới thiệu - {name}.cbgt").format(name=unit.name.replace("/", "-"))
        path = ask.save_file(place, tr("Ghi giấy giới thiệu vào USB"), suggestion, [KIND])
        if path is None:
            return

        def work(book: Book) -> str:
            code = book.exchange.introduce(unit.id, path)
            book.exchange.let_go(unit.id)
            return code

        def done(code: str) -> None:
            self.left.emit(unit.name)
            CodeDialog(
                self.window(),
                tr("Giấy giới thiệu của {unit}").format(unit=unit.name),
                tr("Đã ghi tệp {name}.").format(name=path.name),
                code,
                [
                    tr("Đưa tệp cho cấp ủy nơi đến, đọc mã qua điện thoại."),
                    tr("Nơi đến bấm “Nhận đơn vị chuyển đến”, rồi làm thư mời cho đơn vị."),
                    tr("Đơn vị nhận thư mời ấy ở màn hình Gói dữ liệu. Sổ của đơn vị giữ nguyên."),
                ],
            ).open()

        busy.run(
            place, self._jobs, tr("Đang làm giấy giới thiệu"), lambda book, _: work(book), done=done
        )


class ArrivingDialog(QDialog):
    """The side a unit comes to: the file, the code that was told, and the units it brings."""

    arrived = Signal(object)

    def __init__(self, parent: QWidget, jobs: Jobs[Book]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self.setWindowTitle(tr("Nhận đơn vị chuyển đến"))
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        inside = QWidget()
        form = QVBoxLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.em(theme.MEDIUM))
        form.addWidget(heading(tr("Nhận đơn vị chuyển đến")))
        form.addWidget(
            label(
                tr(
                    "Cấp ủy nơi đi đưa tệp giấy giới thiệu (.cbgt) và đọc mã. Đơn vị vào danh sách với "
                    "đúng mã của nó, nên sổ và lịch sử của đơn vị đi theo. Sau đó làm thư mời cho đơn vị."
                )
            )
        )
        self.file = LineField("path", tr("Tệp giấy giới thiệu (.cbgt)"), required=True)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(self.file, 1)
        row.addWidget(
            button(tr("Chọn &tệp…"), self._choose, "open"), alignment=Qt.AlignmentFlag.AlignBottom
        )
        form.addLayout(row)
        self.code = LineField("code", tr("Mã nơi đi đã đọc"), required=True, longest=40)
        form.addWidget(self.code)
        form.addStretch(1)
        column.addWidget(scrolling(inside), 1)
        verbs = QHBoxLayout()
        verbs.addStretch(1)
        verbs.addWidget(button(tr("T&hôi"), self.reject))
        take = button(tr("&Nhận vào danh sách"), self.accept)
        take.setDefault(True)
        make_primary(take)
        verbs.addWidget(take)
        column.addLayout(verbs)
        at_most(self, 38, 24)
        self.file.setFocus()

    def accept(self) -> None:
        """Take the units over; what is wrong shows beside its field."""
        try:
            path, code = Path(self.file.checked_value()), self.code.checked_value()
        except Invalid as error:
            (self.code if error.field == self.code.name else self.file).setFocus()
            return

        def done(units: Sequence[Unit]) -> None:
            super(ArrivingDialog, self).accept()
            self.arrived.emit(units)

        busy.run(
            self,
            self._jobs,
            tr("Đang nhận đơn vị"),
            lambda book, _report: book.exchange.take_over(path, code),
            done=done,
            failed=self.tell,
        )

    def tell(self, error: AppError) -> None:
        """Say what went wrong, beside its field."""
        if isinstance(error, Cancelled):
            return
        happened, advice = sentence(error)
        if isinstance(error, InvitationWrongCode):
            happened, advice = tr("Mã của giấy giới thiệu chưa đúng."), tr("Hãy hỏi lại nơi đi.")
        elif isinstance(error, Invalid):
            happened = tr("Giấy này là của chính đơn vị mình hoặc của cấp trên.")
            advice = tr("Hãy chọn giấy của đơn vị chuyển đến.")
        field = self.code if isinstance(error, InvitationWrongCode) else self.file
        field.say_problem(f"{happened} {advice}")
        field.setFocus()

    def _choose(self) -> None:
        path = ask.open_file(self, tr("Chọn tệp giấy giới thiệu"), [KIND])
        if path is not None:
            self.file.set_value(str(path))
            self.code.setFocus()
