"""The open book: the list of screens, the screens themselves, the way between them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from qtapp.domain.sticks import Stick
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.first_hint import FirstHint
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_memory import ListMemory
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.sidebar import Entry, Sidebar
from qtapp.gui.kit.sticks import StickNotice
from qtapp.gui.kit.undoing import is_redo
from qtapp.gui.kit.way_back import CAME_OR_WENT, way_back_in
from qtapp.services.book import Book
from qtapp.settings import ListLook, Settings, with_hint_seen, with_list
from qtapp.wording.deeds import told, told_left

if TYPE_CHECKING:
    from qtapp.services.history import Turned

_MOST_STEPS_BACK = 20
_BEFORE_POST = 20_000
"""Milliseconds before the first look for letters that wait: not while the window is being opened."""

Maker = Callable[[Book, Jobs[Book]], Place]


def _lazily(module: str, page: str) -> Maker:
    """Return a maker of the screen `page` that imports it when it is first shown."""

    def make(book: Book, jobs: Jobs[Book]) -> Place:
        made: Place = getattr(import_module(f"qtapp.gui.{module}.page"), page)(book, jobs)
        return made

    return make


MAKERS: Mapping[str, Maker] = {
    "home": _lazily("home", "HomePage"),
    "members": _lazily("members", "MembersPage"),
    "documents": _lazily("documents", "DocumentsPage"),
    "waves": _lazily("waves", "WavesPage"),
    "sessions": _lazily("sessions", "SessionsPage"),
    "essays": _lazily("essays", "EssaysPage"),
    "plans": _lazily("plans", "PlansPage"),
    "papers": _lazily("papers", "PapersPage"),
    "reports": _lazily("reports", "ReportsPage"),
    "exchange": _lazily("exchange", "ExchangePage"),
    "units": _lazily("units", "UnitsPage"),
    "history": _lazily("history", "HistoryPage"),
}


def entries(*, committee: bool) -> list[Entry]:
    """Return the screens of a book from top to bottom, with their signs and keys."""
    names = [
        ("home", "home", tr("Việc cần làm")),
        ("members", "members", tr("Đảng viên")),
        ("documents", "document", tr("Văn bản")),
        ("waves", "wave", tr("Đợt học tập")),
        ("sessions", "session", tr("Buổi học")),
        ("essays", "essay", tr("Bài thu hoạch")),
        ("plans", "plan", tr("Kế hoạch hành động")),
        ("reports", "report", tr("Báo cáo")),
        ("exchange", "bundle", tr("Gói dữ liệu")),
    ]
    listed = [
        Entry(name=name, sign=sign, words=words, key=f"Ctrl+{place}")
        for place, (name, sign, words) in enumerate(names, 1)
    ]
    if committee:
        below = tr("Chi bộ trực thuộc")
        listed.insert(1, Entry(name="units", sign="units", words=below, key="Ctrl+U"))
    papers = Entry(name="papers", sign="print", words=tr("Giấy tờ"), key="Ctrl+G")
    listed.insert(len(listed) - 2, papers)
    listed.append(Entry(name="settings", sign="settings", words=tr("Thiết lập"), key="Ctrl+0"))
    return listed


class Workspace(QWidget, ListMemory):
    """Every screen of one book. Screens are made when they are first shown."""

    lock_wanted = Signal()
    guide_wanted = Signal()
    renamed = Signal(str)
    settings_changed = Signal(object)

    def __init__(
        self,
        book: Book,
        jobs: Jobs[Book],
        settings: Callable[[], Settings],
        makers: Mapping[str, Maker] = MAKERS,
    ) -> None:
        super().__init__()
        self.book, self.jobs = book, jobs
        self._settings = settings
        self._makers = {**makers, "settings": self._make_settings}
        self._places: dict[str, Place] = {}
        self._stale: set[str] = set()
        self._steps: list[str] = []
        self._name = ""
        self.setAcceptDrops(True)
        listed = entries(committee=book.units.is_committee())
        self._words = {entry.name: entry.words for entry in listed}
        self._words["history"] = tr("Lịch sử thay đổi")
        self.sidebar = Sidebar(listed)
        self.sidebar.chosen.connect(self._choose)
        self.sidebar.key_pressed.connect(self._choose_by_key)
        self.sidebar.lock_wanted.connect(self.lock_wanted)
        self.sidebar.guide_wanted.connect(self.guide_wanted)
        self.sidebar.search_wanted.connect(self.search)
        self._stack = QStackedLayout()
        self._bar = QFrame()
        self._bar.setObjectName("page")
        bar = QHBoxLayout(self._bar)
        side = theme.em(theme.HUGE) - theme.em(theme.SMALL)
        bar.setContentsMargins(side, theme.em(theme.SMALL), side, 0)
        self.back_button = button(tr("Quay lại"), self.back, "back", "quiet")
        self.back_button.setToolTip(tr("Quay lại (Alt+Mũi tên trái)"))
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.sticks = StickNotice(self._useful_sticks)
        self.sticks.wanted.connect(lambda path: self._come("exchange", path))
        right.addWidget(self.sticks)
        right.addWidget(self._bar)
        self.hint = FirstHint()
        self.hint.understood.connect(self._note_hint)
        self.hint.guide_wanted.connect(self.guide_wanted)
        right.addWidget(self.hint)
        right.addLayout(self._stack, 1)
        self._foot = toast.Foot()
        right.addWidget(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self._add_shortcuts()
        QTimer.singleShot(_BEFORE_POST, self, self._start_postman)
        self.show_unit()
        self._show_way_back()

    @property
    def name(self) -> str:
        """The name of the screen shown."""
        return self._name

    @property
    def place(self) -> Place | None:
        """The screen shown."""
        return self._places.get(self._name)

    def go(self, name: str, record_id: str = "") -> bool:
        """Show a screen, opened on a record; False if the present one may not be left."""
        if name not in self._words or (name == self._name and not record_id):
            return self._name == name
        if name != self._name:
            self._foot.clear()  # before leaving: what is said on the way out is news
            if not self._leave():
                self.sidebar.mark(self._name)
                return False
            if self._name:
                self._steps = [*self._steps, self._name][-_MOST_STEPS_BACK:]
            self._show(name)
        if record_id:
            self._places[name].show_record(record_id)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the screens the width they need."""
        super().resizeEvent(event)
        self._foot.unit.setVisible(not self.sidebar.fit_into(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo what was done in the book; a text turns first what was typed in it."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif is_redo(event):
            self.redo()
        else:
            super().keyPressEvent(event)

    def undo(self) -> None:
        """Take back what was done last, on whichever screen."""
        if not self._leave():
            return
        turned = self.book.history.undo()
        self._say_turned(tr("Đã hoàn tác: {what}."), turned, tr("Không còn gì để hoàn tác."))

    def redo(self) -> None:
        """Do again what was taken back last."""
        if not self._leave():
            return
        turned = self.book.history.redo()
        self._say_turned(tr("Đã làm lại: {what}."), turned, tr("Không còn gì để làm lại."))

    def _say_turned(self, words: str, turned: "Turned | None", nothing: str) -> None:
        if turned is None:
            toast.say(self, nothing)
            return
        self.refresh()
        done = turned.done
        what = told(done.deed.label, done.table, done.names, done.count)
        toast.say(self, f"{words.format(what=what)} {told_left(turned.left)}".strip())

    def event(self, event: QEvent) -> bool:
        """Give way to a way back of the screen itself."""
        if event.type() == CAME_OR_WENT:
            self._show_way_back()
        return super().event(event)

    def back(self) -> None:
        """Take the screen's own way back where it shows one, else show the screen one came from."""
        nearest = way_back_in(self.place) if self.place is not None else None
        if nearest is not None:
            nearest.click()
            return
        self._foot.clear()
        if self._steps and self._leave():
            self._show(self._steps.pop())
            self.focus_place()

    def search(self) -> None:
        """Search the whole book, and go where what was found is shown."""
        from qtapp.gui.kit.find_box import FindBox  # noqa: PLC0415 - many a visit needs no search

        box = FindBox(self.book, self.jobs, self.window())
        box.chosen.connect(self._come)
        box.open()

    def may_leave(self) -> bool:
        """Let the screen keep what is unsaved; False if it wants to stay."""
        return self._leave()

    def refresh(self) -> None:
        """Read anew what is shown; the other screens do so when they are shown again."""
        self._read_others_anew()
        self.show_unit()
        if self.place is not None:
            self.place.reload()

    def _read_others_anew(self) -> None:
        self._stale = set(self._places) - {self._name}

    def show_unit(self) -> None:
        """Show whose book this is."""
        name = self.book.units.own().name
        self.sidebar.show_unit(name)
        self._foot.show_unit(name)
        self.renamed.emit(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files wherever no screen takes them itself."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the screen of bundles take in what was dropped."""
        if self.go("exchange") and self.place is not None:
            self.place.dropEvent(event)

    def _useful_sticks(self) -> Sequence[Stick]:
        """Return the sticks that are plugged in; none where nobody is there to exchange with."""
        plugged = self.book.sticks()
        joined = plugged and (self.book.units.is_committee() or self.book.exchange.superior())
        return plugged if joined else ()

    def _choose(self, name: str) -> None:
        if name == self._name:
            self._places[name].show_record("")
        else:
            self.go(name)

    def _choose_by_key(self, name: str) -> None:
        self._choose(name)
        self.focus_place()

    def _come(self, name: str, record_id: str) -> None:
        self.go(name, record_id)
        self.focus_place()

    def focus_place(self) -> None:
        """Put the focus on the first thing of the screen unless it has chosen a better one."""
        place = self.place
        focus: QWidget | None = self.focusWidget()
        if place is None or (focus is not None and place.isAncestorOf(focus)):
            return
        # Qt looks for it: to walk the chain here would make a Python class of every widget that Qt has.
        place.setFocus()
        self.focusNextPrevChild(True)

    def _leave(self) -> bool:
        return self.place is None or self.place.may_leave()

    def _show(self, name: str) -> None:
        self.hint.leave()
        if name not in self._places:
            place = self._makers[name](self.book, self.jobs)
            place.changed.connect(self.refresh)
            place.kept.connect(self._read_others_anew)
            place.wanted.connect(self._come)
            self._places[name] = place
            self._stack.addWidget(place)
        elif name in self._stale:
            self._places[name].reload()
        self._stale.discard(name)
        self._name = name
        self._stack.setCurrentWidget(self._places[name])
        self.sidebar.mark(name)
        self._show_way_back()
        if name not in self._settings().seen_hints:
            self._show_hint(name)

    def _show_hint(self, name: str) -> None:
        from qtapp.gui.guide import pages  # noqa: PLC0415 - on the first visit to a screen alone

        self.hint.say(name, pages.hint_of(pages.page_for(name)))

    def _note_hint(self, name: str) -> None:
        self.settings_changed.emit(with_hint_seen(self._settings(), name))

    def list_looks(self) -> Mapping[str, ListLook]:
        """Return how the user has laid out lists."""
        return self._settings().lists

    def keep_list_look(self, name: str, look: ListLook) -> None:
        """Remember how the user has laid out a list."""
        self.settings_changed.emit(with_list(self._settings(), name, look))

    def _make_settings(self, book: Book, jobs: Jobs[Book]) -> Place:
        from qtapp.gui.settings.page import SettingsPage  # noqa: PLC0415 - as the other screens

        page = SettingsPage(book, jobs, self._settings)
        page.settings_changed.connect(self.settings_changed)
        return page

    def _start_postman(self) -> None:
        from qtapp.gui.kit.postman import Postman  # noqa: PLC0415 - not for the first screen

        Postman(self.book, self.jobs, self).sent.connect(self._say_posted)

    def _say_posted(self, letters: int) -> None:
        self.refresh()
        toast.say(self, tr("Đã gửi %n thư đang chờ.", "", letters))

    def _show_way_back(self) -> None:
        nearest = way_back_in(self.place) if self._steps and self.place is not None else None
        self._bar.setVisible(bool(self._steps) and nearest is None)
        if self._steps:
            came_from = self._words.get(self._steps[-1], "")
            self.back_button.setText(tr("Quay lại {screen}").format(screen=came_from))

    def _add_shortcuts(self) -> None:
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Back), self.back),
            (QKeySequence("Ctrl+L"), self.lock_wanted.emit),
            (QKeySequence("Ctrl+K"), self.search),
            (QKeySequence(QKeySequence.StandardKey.Refresh), self.refresh),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(act)
