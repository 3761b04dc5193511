"""The screen Đợt học tập: the list, one wave, its documents and its study plan, one at a time."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QWidget

from qtapp.domain.errors import AppError, NotFound
from qtapp.domain.figures import WaveReport
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.lazily import is_made
from qtapp.gui.kit.place import Place
from qtapp.gui.waves.list_page import WaveList
from qtapp.services.book import Book

if TYPE_CHECKING:
    from qtapp.gui.waves.documents_page import WaveDocuments
    from qtapp.gui.waves.plan_page import PlanPage
    from qtapp.gui.waves.steps import Ways
    from qtapp.gui.waves.wave_page import WavePage


class WavesPage(Place):
    """Waves and everything that belongs to one."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAccessibleName(tr("Đợt học tập"))
        self._report: WaveReport | None = None
        self.list = WaveList(book)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)
        self.list.opened.connect(self.show_record)
        self.list.made.connect(self._made)
        self.list.reload()

    @cached_property
    def wave(self) -> "WavePage":
        """One wave; made, as what follows, when it is first wanted."""
        from qtapp.gui.waves.wave_page import WavePage  # noqa: PLC0415 - the list needs none of it

        made = WavePage(self.book)
        made.back(tr("Tất &cả các đợt"), lambda: self.show_record(""))
        made.saved.connect(self._typed)
        made.closed.connect(self.reload)
        made.removed.connect(self._remove)
        made.new_session.connect(self._new_session)
        made.papers_wanted.connect(lambda wave_id: self.wanted.emit("papers", wave_id))
        self._stack.addWidget(made)
        return made

    @cached_property
    def documents(self) -> "WaveDocuments":
        """The documents of the wave."""
        from qtapp.gui.waves.documents_page import WaveDocuments  # noqa: PLC0415 - as above

        made = WaveDocuments(self.book)
        made.back(tr("&Về đợt học tập"), self._back_to_wave)
        made.changed.connect(self.changed)
        self._stack.addWidget(made)
        return made

    @cached_property
    def plan(self) -> "PlanPage":
        """The study plan of the wave."""
        from qtapp.gui.waves.plan_page import PlanPage  # noqa: PLC0415 - as above

        made = PlanPage(self.book)
        made.back(tr("&Về đợt học tập"), self._back_to_wave)
        made.saved.connect(self.kept)
        made.paper_wanted.connect(lambda paper: self.wanted.emit("papers", paper))
        self._stack.addWidget(made)
        return made

    @cached_property
    def _ways(self) -> "Ways":
        """Where the steps of a wave lead."""
        from qtapp.gui.waves.steps import Ways  # noqa: PLC0415 - as above

        return Ways(
            plan=self._show_plan,
            documents=self._show_documents,
            new_session=self._new_session,
            go=self.wanted.emit,
        )

    def _shows(self, part: str) -> bool:
        """Whether a part, by its name, has been made and is in front."""
        return is_made(self, part) and self._stack.currentWidget() is getattr(self, part)

    def reload(self) -> None:
        """Read everything anew."""
        self.list.reload()
        wave = self.wave.wave if is_made(self, "wave") else None
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
        if self._shows("documents"):
            self.documents.show_wave(now)
        elif self._shows("plan"):
            self.plan.show_wave(now)

    def show_record(self, record_id: str) -> None:
        """Open on a wave, or on the list."""
        if not self.may_leave():
            return
        if self.list.panel.is_open():
            self.list.panel.leave()
        if is_made(self, "wave") and self.wave.panel.is_open():
            self.wave.panel.leave()
        if not record_id:
            if is_made(self, "wave"):
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
        made = [
            getattr(self, each) for each in ("wave", "documents", "plan") if is_made(self, each)
        ]
        return self.list.panel.may_leave() and all(each.may_leave() for each in made)

    def _show_wave(self, wave: Wave) -> None:
        from qtapp.gui.waves.steps import cell_steps, committee_steps  # noqa: PLC0415 - as above

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
        from qtapp.gui.waves.new_session import NewSession  # noqa: PLC0415 - as above

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
