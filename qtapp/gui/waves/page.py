"""The screen Đợt học tập: the list, one wave, its documents and its study plan, one at a time."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from qtapp.domain.errors import AppError, NotFound
from qtapp.domain.figures import WaveReport
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.place import Place
from qtapp.gui.waves.documents_page import WaveDocuments
from qtapp.gui.waves.list_page import WaveList
from qtapp.gui.waves.new_session import NewSession
from qtapp.gui.waves.plan_page import PlanPage
from qtapp.gui.waves.steps import Ways, cell_steps, committee_steps
from qtapp.gui.waves.wave_page import WavePage
from qtapp.services.book import Book


class WavesPage(Place):
    """Waves and everything that belongs to one."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAccessibleName(tr("Đợt học tập"))
        self._report: WaveReport | None = None
        self.list = WaveList(book)
        self.wave = WavePage(book)
        self.documents = WaveDocuments(book)
        self.plan = PlanPage(book)
        self._stack = QStackedLayout(self)
        for page in (self.list, self.wave, self.documents, self.plan):
            self._stack.addWidget(page)
        self.wave.back(tr("Tất &cả các đợt"), lambda: self.show_record(""))
        self.documents.back(tr("&Về đợt học tập"), self._back_to_wave)
        self.plan.back(tr("&Về đợt học tập"), self._back_to_wave)
        self._ways = Ways(
            plan=self._show_plan,
            documents=self._show_documents,
            new_session=self._new_session,
            go=self.wanted.emit,
        )
        self.list.opened.connect(self.show_record)
        self.list.made.connect(self._made)
        self.wave.saved.connect(self._typed)
        self.wave.closed.connect(self.reload)
        self.wave.removed.connect(self._remove)
        self.wave.new_session.connect(self._new_session)
        self.wave.papers_wanted.connect(lambda wave_id: self.wanted.emit("papers", wave_id))
        self.documents.changed.connect(self.changed)
        self.plan.saved.connect(self.kept)
        self.plan.paper_wanted.connect(lambda paper: self.wanted.emit("papers", paper))
        self.list.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self.list.reload()
        wave = self.wave.wave
        if wave is None:
            return
        try:
            now = self.book.waves.get(wave.id)
        except NotFound:
            self.wave.panel.gone()
            self.wave.wave = None
            self._stack.setCurrentWidget(self.list)
            return
        self._show_wave(now)
        if self._stack.currentWidget() is self.documents:
            self.documents.show_wave(now)
        elif self._stack.currentWidget() is self.plan:
            self.plan.show_wave(now)

    def show_record(self, record_id: str) -> None:
        """Open on a wave, or on the list."""
        if not self.may_leave():
            return
        for panel in (self.list.panel, self.wave.panel):
            if panel.is_open():
                panel.leave()
        if not record_id:
            self.wave.wave = None
            self.list.reload()
            self._stack.setCurrentWidget(self.list)
            self.list.list.table.setFocus()
            return
        try:
            wave = self.book.waves.get(record_id)
        except AppError as error:
            ask.tell(self, error)
            return
        self._report = None
        self._show_wave(wave)
        self._stack.setCurrentWidget(self.wave)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        parts = (self.list.panel, self.wave.panel, self.documents, self.plan)
        return all(each.may_leave() for each in parts)

    def _show_wave(self, wave: Wave) -> None:
        self.wave.show_wave(wave)
        if not self.book.units.is_committee():
            self.wave.show_steps(cell_steps(self.book, wave, self._ways))
            return
        self.wave.show_steps(committee_steps(self.book, wave, self._ways, self._report))

        def work(book: Book, report: Report) -> WaveReport:
            return book.reports.wave(wave.id, report)

        def done(found: WaveReport) -> None:
            self._report = found
            if self.wave.wave is not None and self.wave.wave.id == wave.id:
                self.wave.show_steps(committee_steps(self.book, wave, self._ways, found))

        def failed(error: AppError) -> None:
            ask.tell(self, error)

        self.jobs.start(self, work, done=done, failed=failed)

    def _back_to_wave(self) -> None:
        if self.plan.may_leave() and self.wave.wave is not None:
            self._show_wave(self.wave.wave)
            self._stack.setCurrentWidget(self.wave)

    def _show_plan(self) -> None:
        if self.wave.wave is not None:
            self.plan.show_wave(self.wave.wave)
            self._stack.setCurrentWidget(self.plan)
            self.plan.kind.setFocus()

    def _show_documents(self) -> None:
        if self.wave.wave is not None:
            self.documents.show_wave(self.wave.wave)
            self._stack.setCurrentWidget(self.documents)

    def _new_session(self) -> None:
        """Ask for a session of this wave, and go where its agenda is set."""
        if self.wave.wave is not None:
            asking = NewSession(self, self.book, self.wave.wave)
            asking.made.connect(self._go_to_session)
            asking.open()

    def _go_to_session(self, session_id: str) -> None:
        self.changed.emit()
        self.wanted.emit("sessions", session_id)

    def _made(self, wave_id: str) -> None:
        self.changed.emit()
        self.show_record(wave_id)
        toast.say(self, tr("Đã mở đợt học tập. Làm lần lượt các bước bên dưới."))

    def _typed(self, wave: Wave) -> None:
        """Show what was typed; the steps follow when the panel is closed."""
        self.wave.show_wave(wave)
        self.kept.emit()

    def _remove(self, wave: Wave) -> None:
        self.book.waves.remove(wave.id)
        self.changed.emit()
        self.wave.wave = None
        self.show_record("")

        def undo() -> None:
            self.book.waves.restore(wave.id)
            self.changed.emit()
            self.list.reload()

        toast.say(self, tr("Đã xóa đợt {name}.").format(name=wave.name), undo)
