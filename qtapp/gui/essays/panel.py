"""One essay: its words and files, and how the cell judged it."""

from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.documents import Attachment
from qtapp.domain.errors import AppError
from qtapp.domain.essays import Essay, EssayDuty
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import DecimalField, LineField, TextField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.pieces import button, clear
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.gui.kit.words import label, muted
from qtapp.paths import save_file
from qtapp.services.book import Book
from qtapp.services.essays import EssayRow

FILES: ask.Kind = ("Bài viết, ảnh chụp", "*.docx *.doc *.pdf *.txt *.jpg *.jpeg *.png")


class _Shown(Struct, frozen=True, kw_only=True):
    """What the panel shows of an essay: how it is judged, and its words from the record beside it."""

    essay: Essay
    text: str
    score: float | None
    remark: str
    grader: str
    duty: EssayDuty


class EssayPanel(SidePanel):
    """The essay of one member, saved as one types. Its words never leave the book of the cell."""

    saved = Signal(object)
    attached = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._row: EssayRow | None = None
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
        self.form = Form[Any](Essay)
        self.form.row(self.text)
        self.keeper = Keeper[_Shown](book, self.form, self._keep)
        self.keeper.kept.connect(self._kept)
        self._files = QVBoxLayout()
        self._files.setSpacing(theme.em(theme.TIGHT))
        self.body.addWidget(self.form)
        self.form.between(label(tr("Tệp đính kèm"), "label"))
        host = QWidget()
        host.setLayout(self._files)
        self._files.setContentsMargins(0, 0, 0, 0)
        self.form.between(host)
        self.form.between(button(tr("Đính &kèm tệp hoặc ảnh…"), self.attach, "add"))
        self.form.rows(self.score, self.remark, self.grader, self.duty)
        self.body.addWidget(
            muted(tr("Bài viết và tệp nằm lại trong sổ này; chỉ tình trạng và điểm được báo cáo."))
        )
        self.told.addWidget(self.keeper.state)

    @property
    def row(self) -> EssayRow | None:
        """The essay that is open, as last read."""
        return self._row if self.is_open() else None

    def open_on(self, row: EssayRow) -> None:
        """Show the essay of one member; what is typed and not acceptable yet stays."""
        same = self.is_open() and self._row is not None and self._row.essay.id == row.essay.id
        self._row = row
        self.name(row.member.full_name, row.essay.state.label)
        shown = self._shown(row.essay)
        if same:
            self.keeper.refresh(shown)
        else:
            self.keeper.open(shown, f"{Essay.table}/{row.essay.id}")
            self.appear()
        self._show_files(self._book.essays.text(row.essay).attachments)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return not self.is_open() or self.keeper.settle()

    def _keep(self, shown: _Shown, values: dict[str, Any]) -> _Shown:
        judged = {name: value for name, value in values.items() if name != "text"}
        essay = shown.essay
        if judged:
            essay = self._book.essays.save(replace(essay, **judged))
        if "text" in values:
            self._book.essays.save_text(essay, values["text"])
        return self._shown(essay)

    def _kept(self, shown: _Shown) -> None:
        if self._row is not None:
            self._row = replace(self._row, essay=shown.essay)
            self.saved.emit(self._row)

    def _shown(self, essay: Essay) -> _Shown:
        return _Shown(
            essay=essay,
            text=self._book.essays.text(essay).text,
            score=essay.score,
            remark=essay.remark,
            grader=essay.grader,
            duty=essay.duty,
        )

    def attach(self) -> None:
        """Let the user pick a file or photo and keep it with the essay."""
        if self._row is None:
            return
        path = ask.open_file(self, tr("Đính kèm vào bài thu hoạch"), [FILES])
        if path is not None:
            self.keep_file(path)

    def keep_file(self, path: Path) -> None:
        """Keep a file with the essay; it counts as handed in today if it had not come in."""
        if self._row is None or not self.may_leave():
            return
        essay, today = self._row.essay, self._book.today()
        words = self._book.essays.text(essay).text
        try:
            if essay.state.is_written:
                self._book.essays.save_text(essay, words, path)
            else:
                essay = self._book.essays.receive(essay, today, text=words, attachment=path)
        except AppError as error:
            ask.tell(self, error)
            return
        self.open_on(replace(self._row, essay=essay))
        toast.say(self, tr("Đã đính kèm {name}").format(name=path.name))
        self.attached.emit()

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
            content = self._book.documents.content(attachment)
            save_file(path, content, Path(attachment.name).suffix.lower())
        except AppError as error:
            ask.tell(self, error)
            return
        toast.say(self, tr("Đã lưu {name}").format(name=path.name))
