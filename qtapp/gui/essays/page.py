"""The screen of essays: one wave, one row for each writer, one key for what happens most."""

from collections.abc import Callable
from datetime import date
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.essays import Essay, EssayDuty, EssayState
from qtapp.domain.papers import PaperKind
from qtapp.domain.vietnamese import date_text, number, percent
from qtapp.gui.essays.panel import EssayPanel
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.excel import ExcelButton
from qtapp.gui.kit.figure_line import Figure, FigureLine
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.letter_table import LetterTable
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.side_panel import Beside
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.wave_choice import WaveChoice
from qtapp.services.book import Book
from qtapp.services.essays import EssayRow

_Act = Callable[[EssayRow], object]

_TONES: dict[EssayState, Tone] = {
    EssayState.MISSING: "muted",
    EssayState.SUBMITTED: "note",
    EssayState.RETURNED: "warn",
    EssayState.PASSED: "good",
    EssayState.FAILED: "bad",
}


_SPARED = (1, 4)
"""Columns the list can do without while the panel is open: duty and day of receipt."""


class _Line(Struct, frozen=True):
    """One row: the essay, and the day by which lateness is told."""

    row: EssayRow
    today: date

    @property
    def late(self) -> bool:
        """Whether the essay is owed and its day has passed."""
        return self.row.essay.is_late(self.today)


class EssaysPage(Place):
    """Bài thu hoạch."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.page = Page(
            tr("Bài thu hoạch"),
            tr(
                "Bài viết nằm lại trong sổ của chi bộ, không bao giờ gửi đi; cấp trên chỉ nhận số"
                " liệu."
            ),
        )
        self.assign_button = self.page.secondary(
            tr("&Giao bài cho mọi người"), self.assign, "members"
        )
        self.papers_button = self.page.secondary(
            tr("&In danh sách"),
            lambda: self.wanted.emit(
                "papers", f"{PaperKind.ESSAY_LIST.value}/{self.waves.wave_id()}"
            ),
            "print",
        )
        self.waves = WaveChoice(book)
        self.excel = ExcelButton(
            book,
            jobs,
            subject=lambda: (
                self.waves.wave_id(),
                tr("Bài thu hoạch {wave}").format(wave=self.waves.combo.currentText()),
            ),
            write=lambda book, wave, path: book.exporting.essays(wave, path),
            plan=lambda book, wave, path, report: book.registers.essays(wave, path, report),
            changed=self._note_change,
        )
        self.page.offer(self.excel)
        self.waves.picked.connect(lambda _: self._pick())
        self.figures = FigureLine()
        self.list = ListPanel[_Line](
            tr("Danh sách bài thu hoạch"),
            _columns(),
            lambda line: line.row.essay.id,
            empty=Empty(
                "essay",
                tr("Chưa có ai phải viết thu hoạch"),
                tr("Danh sách này lấy từ danh sách đảng viên của chi bộ."),
                tr("&Mở danh sách đảng viên"),
                lambda: self.wanted.emit("members", ""),
            ),
            search=tr("Tìm tên"),
            letters=True,
        )
        self.no_waves = Empty(
            "wave",
            tr("Chưa có đợt học tập"),
            tr("Bài thu hoạch viết sau mỗi đợt học tập. Hãy mở đợt học tập trước."),
            tr("&Mở đợt học tập"),
            lambda: self.wanted.emit("waves", ""),
        )
        self.panel = EssayPanel(book)
        self.panel.saved.connect(self._note_typed)
        self.panel.attached.connect(self._note_change)
        self.panel.left.connect(self.list.table.setFocus)
        self.panel.appeared.connect(lambda: self.list.table.hide_columns(_SPARED, hidden=True))
        self.panel.left.connect(lambda: self.list.table.hide_columns(_SPARED, hidden=False))
        self.list.table.opened.connect(lambda line: self._open(line.row))
        self.list.table.chosen.connect(self._follow)
        self._build()
        self.begin_at(self.list.table)
        self.reload()

    def reload(self) -> None:
        """Read the waves and the list anew; the choice, the row and typed words stay."""
        self.waves.reload()
        self._read()

    def show_record(self, record_id: str) -> None:
        """Show the essays of a wave; "<wave>/<essay>" opens one of them."""
        wave_id, _, essay_id = record_id.partition("/")
        if wave_id and self.may_leave():
            self.waves.choose(wave_id)
            self.panel.leave()
            self._read()
            for row in self.book.essays.sheet(wave_id):
                if row.essay.id == essay_id:
                    self.list.table.select(_Line(row, self.book.today()))
                    self._open(row)
                    return
        self.list.table.setFocus()

    def may_leave(self) -> bool:
        """Keep what is typed about the open essay."""
        return self.panel.may_leave()

    def assign(self) -> None:
        """Keep everybody's duty, so that the report counts who owes an essay."""
        try:
            count = self.book.essays.assign(self.waves.wave_id())
        except AppError as error:
            ask.tell(self, error)
            return
        self._note_change()
        toast.say(self, tr("Đã giao bài: {count} người phải viết").format(count=number(count)))

    def receive(self, row: EssayRow) -> None:
        """Take an essay in today."""
        today = self.book.today()
        self._do(
            row, lambda now: self.book.essays.receive(now, today), tr("Đã nhận bài của {name}")
        )

    def grade(self, row: EssayRow, *, passed: bool) -> None:
        """Judge an essay that came in; score and remark stay as they are."""
        if not row.essay.state.is_written:
            words = tr("{name} chưa nộp bài: bấm N để nhận bài trước")
            toast.say(self, words.format(name=row.member.full_name))
            return
        today = self.book.today()
        self._do(
            row,
            lambda now: self.book.essays.grade(
                now,
                today,
                passed=passed,
                score=now.score,
                remark=now.remark,
                grader=now.grader,
            ),
            tr("Bài của {name}: đạt") if passed else tr("Bài của {name}: chưa đạt"),
        )

    def send_back(self, row: EssayRow) -> None:
        """Give an essay back to be written again."""
        self._do(
            row,
            lambda now: self.book.essays.send_back(now, now.remark),
            tr("Đã trả lại bài của {name}"),
        )

    def take_back(self, row: EssayRow) -> None:
        """Say that an essay has not come in."""
        self._do(row, self.book.essays.take_back, tr("Ghi là chưa nộp: {name}"))

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.SMALL))
        column.addWidget(self.waves)
        column.addWidget(self.figures)
        keys = QWidget()
        flow = Flow(keys)
        flow.setSpacing(theme.em(theme.TIGHT))
        table = self.list.table
        assert isinstance(table, LetterTable)  # noqa: S101 - asked for when it was made
        verbs: tuple[tuple[str, str, _Act], ...] = (
            ("N", tr("Nhận bài hôm nay"), self.receive),
            ("Đ", tr("Đạt"), partial(self.grade, passed=True)),
            ("K", tr("Chưa đạt"), partial(self.grade, passed=False)),
            ("T", tr("Trả lại"), self.send_back),
            ("C", tr("Chưa nộp"), self.take_back),
        )
        for letter, words, act in verbs:
            table.on_letter(letter, partial(_on_row, act))
            made = button(f"{letter}   {words}", partial(self._with_selected, act), role="key")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setToolTip(tr("Phím {letter}").format(letter=letter))
            flow.addWidget(made)
        column.addWidget(keys)
        column.addWidget(self.list, 1)
        self.page.add(self.no_waves, 1)
        self.beside = Beside(left, self.panel, 25)
        self.page.add(self.beside, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)

    def _with_selected(self, act: _Act) -> None:
        line = self.list.selected()
        if line is not None:
            act(line.row)

    def _do(self, row: EssayRow, act: Callable[[Essay], Essay], done: str) -> None:
        """Do something to an essay, go on to the next row, and offer to undo it."""
        if not self.panel.may_leave():
            return
        sheet = self.book.essays.sheet(self.waves.wave_id())
        before = next((each.essay for each in sheet if each.essay.id == row.essay.id), row.essay)
        try:
            act(before)
        except AppError as error:
            ask.tell(self, error)
            return
        self._note_change()
        self.list.table.select_next()

        def undo() -> None:
            self.book.essays.save(before)
            self._note_change()

        toast.say(self, done.format(name=row.member.full_name), undo)

    def _pick(self) -> None:
        if self.panel.leave():
            self._read()

    def _open(self, row: EssayRow) -> None:
        if self.panel.may_leave():
            self.panel.open_on(row)
            self.panel.text.setFocus()

    def _follow(self) -> None:
        """Show the essay of the row the user goes to, if the panel is open."""
        line = self.list.selected()
        if line is None or self.panel.row is None:
            return
        if self.panel.row.essay.id != line.row.essay.id and self.panel.may_leave():
            self.panel.open_on(line.row)

    def _note_typed(self, row: EssayRow) -> None:
        """Show what was typed in its row; who must write at all is counted anew."""
        found = self.list.model.index_of(row.essay.id)
        if not found.isValid() or self.list.model.row(found).row.essay.duty is not row.essay.duty:
            self._note_change()
            return
        self.list.model.replace(_Line(row, self.book.today()))
        self.kept.emit()

    def _note_change(self) -> None:
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        wave_id = self.waves.wave_id()
        today = self.book.today()
        rows = self.book.essays.sheet(wave_id) if wave_id else []
        lines = [_Line(row, today) for row in rows]
        self.no_waves.setVisible(not wave_id)
        for widget in (self.beside, self.papers_button, self.assign_button, self.excel):
            widget.setVisible(bool(wave_id))
        self.list.show_rows(lines)
        if self.list.selected() is None and lines:
            self.list.table.selectRow(0)
        opened = self.panel.row
        if opened is not None:
            now = next((row for row in rows if row.essay.id == opened.essay.id), None)
            if now is not None:
                self.panel.open_on(now)
        self._show_figures([line for line in lines if line.row.essay.duty is EssayDuty.REQUIRED])

    def _show_figures(self, due: list[_Line]) -> None:
        states = [line.row.essay.state for line in due]
        written = sum(state.is_written for state in states)
        passed = states.count(EssayState.PASSED)
        late = sum(line.late for line in due)
        self.figures.show_figures(
            [
                Figure(figure=number(len(due)), words=tr("phải nộp")),
                _with_percent(written, len(due), tr("đã nộp")),
                _with_percent(passed, len(due), tr("đạt")),
                Figure(figure=number(late), words=tr("quá hạn"), tone="bad" if late else None),
            ]
        )


def _with_percent(part: int, whole: int, words: str) -> Figure:
    return Figure(figure=number(part), words=f"{words} ({percent(part, whole)})")


def _on_row(act: _Act, line: _Line) -> None:
    act(line.row)


def _columns() -> list[Column[_Line]]:
    return [
        Column(title=tr("Họ và tên"), text=lambda line: line.row.member.full_name, stretch=True),
        Column(title=tr("Nghĩa vụ"), text=lambda line: line.row.essay.duty.label, spared=True),
        Column(
            title=tr("Tình trạng"),
            text=lambda line: line.row.essay.state.label,
            tone=lambda line: _TONES[line.row.essay.state],
        ),
        Column(
            title=tr("Hạn nộp"),
            text=_due,
            key=lambda line: line.row.essay.due or date.max,
            tone=lambda line: "bad" if line.late else None,
        ),
        Column(
            title=tr("Ngày nộp"),
            text=lambda line: _day(line.row.essay.submitted_on),
            key=lambda line: line.row.essay.submitted_on or date.max,
            spared=True,
        ),
        Column(
            title=tr("Điểm"),
            text=lambda line: _score(line.row.essay.score),
            align=Qt.AlignmentFlag.AlignRight,
            key=lambda line: -1.0 if line.row.essay.score is None else line.row.essay.score,
        ),
    ]


def _due(line: _Line) -> str:
    day = _day(line.row.essay.due)
    return tr("quá hạn {day}").format(day=day) if line.late else day


def _day(day: date | None) -> str:
    return date_text(day) if day else ""


def _score(score: float | None) -> str:
    return "" if score is None else number(score, 1).removesuffix(",0")
