"""One essay: its words and files, and how the cell judged it."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.documents import Attachment
from qtapp.domain.errors import AppError, Invalid
from qtapp.domain.essays import EssayDuty
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.fields import ChoiceField, DecimalField, LineField, TextField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button, clear
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.gui.kit.words import label, muted
from qtapp.paths import replace_file
from qtapp.services.book import Book
from qtapp.services.essays import EssayRow

FILES: ask.Kind = ("Bài viết, ảnh chụp", "*.docx *.doc *.pdf *.txt *.jpg *.jpeg *.png")


class EssayPanel(SidePanel):
    """The essay of one member. Its words never leave the book of the cell."""

    saved = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._row: EssayRow | None = None
        self._loaded: tuple[object, ...] = ()
        self.text = TextField(
            "text",
            tr("Bài viết"),
            hint=tr("Gõ hoặc dán vào đây; có thể chỉ đính kèm tệp."),
            lines=6,
        )
        self.score = DecimalField("score", tr("Điểm (0–10, không bắt buộc)"))
        self.remark = LineField("remark", tr("Nhận xét"))
        self.grader = LineField("grader", tr("Người đánh giá"))
        self.duty = ChoiceField("duty", EssayDuty, tr("Nghĩa vụ viết"))
        self._fields = (self.text, self.score, self.remark, self.grader, self.duty)
        self._files = QVBoxLayout()
        self._files.setSpacing(theme.em(theme.TIGHT))
        self.body.addWidget(self.text)
        self.body.addWidget(label(tr("Tệp đính kèm"), "label"))
        host = QWidget()
        host.setLayout(self._files)
        self._files.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(host)
        self.body.addWidget(button(tr("Đính &kèm tệp hoặc ảnh…"), self.attach, "add"))
        for field in (self.score, self.remark, self.grader, self.duty):
            self.body.addWidget(field)
        self.body.addWidget(
            muted(tr("Bài viết và tệp nằm lại trong sổ này; chỉ tình trạng và điểm được báo cáo."))
        )
        self.save_button = self.verb(tr("&Lưu"), self.save, "save", "primary")
        self.save_button.setToolTip(tr("Lưu (Ctrl+S)"))
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.activated.connect(self.save)

    @property
    def row(self) -> EssayRow | None:
        """The essay that is open, as last read."""
        return self._row if self.is_open() else None

    def open_on(self, row: EssayRow) -> None:
        """Show the essay of one member; words typed into the same essay stay."""
        same = self._row is not None and self._row.essay.id == row.essay.id
        unsaved = same and self.is_changed()
        self._row = row
        self.name(row.member.full_name, row.essay.state.label)
        if not unsaved:
            self._load(row)
        if not self.is_open():
            self.appear()

    def is_changed(self) -> bool:
        """Whether there are words that are not saved."""
        return self.is_open() and self._row is not None and self._typed() != self._loaded

    def may_leave(self) -> bool:
        """Save what was typed; False if it is not acceptable yet."""
        return not self.is_changed() or self.save()

    def save(self) -> bool:
        """Keep words, score, remark and duty; what is wrong shows beside its field."""
        if self._row is None or not self.is_open():
            return False
        essay = self._row.essay
        try:
            score = self.score.checked_value()
            remark, grader = self.remark.checked_value(), self.grader.checked_value()
            text = self.text.checked_value()
        except Invalid:
            return False  # said beside the field
        try:
            if text != self._book.essays.text(essay).text:
                self._book.essays.save_text(essay, text)
            kept = self._book.essays.save(
                replace(essay, score=score, remark=remark, grader=grader, duty=self.duty.value())
            )
        except AppError as error:
            ask.tell(self, error)
            return False
        self._row = replace(self._row, essay=kept)
        self._load(self._row)
        toast.say(self, tr("Đã lưu bài của {name}").format(name=self._row.member.full_name))
        self.saved.emit()
        return True

    def attach(self) -> None:
        """Let the user pick a file or photo and keep it with the essay."""
        if self._row is None:
            return
        path = ask.open_file(self, tr("Đính kèm vào bài thu hoạch"), [FILES])
        if path is not None:
            self.keep_file(path)

    def keep_file(self, path: Path) -> None:
        """Keep a file with the essay; it counts as handed in today if it had not come in."""
        if self._row is None:
            return
        essay, today = self._row.essay, self._book.today()
        try:
            words = self.text.checked_value()
            if essay.state.is_written:
                self._book.essays.save_text(essay, words, path)
            else:
                essay = self._book.essays.receive(essay, today, text=words, attachment=path)
        except Invalid:
            return
        except AppError as error:
            ask.tell(self, error)
            return
        self._row = replace(self._row, essay=essay)
        self._load(self._row)
        self.name(self._row.member.full_name, essay.state.label)
        toast.say(self, tr("Đã đính kèm {name}").format(name=path.name))
        self.saved.emit()

    def _load(self, row: EssayRow) -> None:
        kept = self._book.essays.text(row.essay)
        self.text.set_value(kept.text)
        self.score.set_value(row.essay.score)
        self.remark.set_value(row.essay.remark)
        self.grader.set_value(row.essay.grader)
        self.duty.set_value(row.essay.duty)
        for field in self._fields:
            field.clear_problem()
        self._show_files(kept.attachments)
        self._loaded = self._typed()

    def _show_files(self, attachments: tuple[Attachment, ...]) -> None:
        clear(self._files)
        if not attachments:
            self._files.addWidget(muted(tr("Chưa có tệp nào")))
        for each in attachments:
            self._files.addWidget(
                button(each.name, lambda each=each: self._take_out(each), "document", "quiet")  # type: ignore[misc]
            )

    def _take_out(self, attachment: Attachment) -> None:
        path = ask.save_file(self, tr("Lưu tệp ra ngoài sổ"), attachment.name)
        if path is None:
            return
        try:
            replace_file(path, self._book.documents.content(attachment))
        except AppError as error:
            ask.tell(self, error)
            return
        toast.say(self, tr("Đã lưu {name}").format(name=path.name))

    def _typed(self) -> tuple[object, ...]:
        return (
            self.text.edit.toPlainText(),
            self.score.edit.text(),
            self.remark.edit.text(),
            self.grader.edit.text(),
            self.duty.combo.currentIndex(),
        )
