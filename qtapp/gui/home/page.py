"""Việc cần làm: what is due, the next session and its papers, what has not been sent."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from qtapp.domain.papers import PaperKind
from qtapp.domain.sessions import Session
from qtapp.gui.home.first_steps import first_steps, is_new
from qtapp.gui.home.sentences import Task, Urgency, countdown, task
from qtapp.gui.kit import backing_up, theme, toast
from qtapp.gui.kit.big_button import BigButton
from qtapp.gui.kit.columns import Columns
from qtapp.gui.kit.days import meeting_time, moment, today_words
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Banner, Card, Steps, button, clear
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.words import heading, label, muted
from qtapp.services.book import Book

_SENDING_AFTER_MS = 30
_AHEAD_AFTER_MS = 200

_LOOKS: dict[Urgency, tuple[str, Tone]] = {
    Urgency.LATE: ("warning", "bad"),
    Urgency.SOON: ("clock", "warn"),
    Urgency.LATER: ("calendar", "muted"),
}


class HomePage(Place):
    """The first screen of an open book; every line of it is a button."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.page = Page(tr("Việc cần làm"))
        self._columns = Columns()
        self.page.add(self._columns)
        self.page.body.addStretch(1)
        self._tasks, self._side = self._columns.left, self._columns.right
        # What was sent is read once the window stands: it needs the code of the bundles.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SENDING_AFTER_MS)
        self._later.timeout.connect(self._show_sending)
        # While the screen is being read: most others show the register, in lists with a panel beside them.
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_AFTER_MS)
        self._ahead.timeout.connect(self._read_ahead)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)
        self.reload()

    def reload(self) -> None:
        """Look through the book anew."""
        today = self.book.today()
        self.page.set_title(tr("Việc cần làm"), today_words(today))
        clear(self._tasks)
        clear(self._side)
        if not self.book.is_recovery_kept():
            self._tasks.addWidget(
                Banner(
                    "warn",
                    tr("Chưa cất giữ mã khôi phục: quên mật khẩu là không mở được sổ."),
                    tr("Làm mã &khôi phục"),
                    partial(self._go, "settings", "recovery"),
                )
            )
        head = self.book.units.profile()
        lacking = [
            words
            for given, words in (
                (head.upper_line, tr("dòng cấp trên")),
                (head.place, tr("địa danh")),
            )
            if not given
        ]
        if lacking:
            self._tasks.addWidget(
                Banner(
                    "warn",
                    tr("Phần đầu văn bản còn thiếu {what}.").format(what=tr(" và ").join(lacking)),
                    tr("Ghi phần đầu văn bản"),
                    partial(self._go, "settings", "letterhead"),
                )
            )
        if is_new(self.book):
            self._show_first_steps()
        else:
            self._show_tasks([task(due, today) for due in self.book.home.due()])
        session = self.book.home.next_session()
        if session is not None:
            self._side.addWidget(self._session_card(session))
        self._sending_card = Card()
        self._sending_card.body.setSpacing(theme.em(theme.SMALL))
        self._side.addWidget(self._sending_card)
        self._sending_card.hide()
        if not is_new(self.book):
            self._side.addWidget(self._backup_card())
        self._later.start()

    def show_record(self, record_id: str) -> None:
        """Go back to the list from a paper."""
        if not record_id:
            self._leave_paper()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what was sent."""
        super().showEvent(event)
        self._later.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look at nothing any more: the book may be closed now."""
        self._later.stop()
        self._ahead.stop()
        super().hideEvent(event)

    def _go(self, screen: str, record: str = "") -> None:
        self.wanted.emit(screen, record)

    def _show_first_steps(self) -> None:
        card = Card(
            tr("Những bước đầu tiên"),
            tr("Làm lần lượt từ trên xuống, mỗi bước vài phút. Bước đã xong sẽ được đánh dấu."),
        )
        self.steps = Steps(first_steps(self.book, self._go))
        card.body.addWidget(self.steps)
        self._tasks.addWidget(card)

    def _show_tasks(self, tasks: list[Task]) -> None:
        titles = {
            Urgency.LATE: tr("Đã quá hạn"),
            Urgency.SOON: tr("Hôm nay và tuần này"),
            Urgency.LATER: tr("Sắp tới"),
        }
        for part, words in titles.items():
            found = [each for each in tasks if each.urgency is part]
            if found:
                self._tasks.addWidget(heading(words))
            for each in found:
                sign, tone = _LOOKS[part]
                self._tasks.addWidget(
                    BigButton(
                        each.words,
                        each.note,
                        partial(self._go, each.screen, each.record),
                        sign=sign,
                        tone=tone,
                        large=False,
                    )
                )
        if not tasks:
            self._tasks.addWidget(
                Banner(
                    "good",
                    tr("Không còn việc nào đến hạn. Đợt mới sẽ hiện ở đây."),
                    tr("&Mở đợt học tập"),
                    partial(self._go, "waves"),
                )
            )

    def _session_card(self, session: Session) -> Card:
        left = countdown(session, self.book.today())
        card = Card(tr("Buổi học sắp tới: {when}").format(when=left))
        card.body.setSpacing(theme.em(theme.SMALL))
        card.body.addWidget(label(session.name, "label"))
        card.body.addWidget(label(meeting_time(session.starts_at)))
        if session.venue:
            card.body.addWidget(muted(session.venue))
        self.print_button = button(
            tr("&In danh sách ký tên"), partial(self._show_sheet, session), "print", "primary"
        )
        card.body.addWidget(self.print_button)
        card.body.addWidget(self._other_papers(session))
        card.body.addWidget(
            button(tr("Mở buổi &học"), partial(self._go, "sessions", session.id), "session")
        )
        return card

    def _other_papers(self, session: Session) -> QWidget:
        """Return the ways to the papers of a session beside its sheet, each ready to be written."""
        asked = (PaperKind.INVITATION, session.id, tr("Giấy &mời"))
        if self.book.units.is_committee():
            asked = (PaperKind.SUMMONS, session.wave, tr("Công văn t&riệu tập"))
        host = QWidget()
        flow = Flow(host)
        for kind, about, words in (
            asked,
            (PaperKind.MINUTES, session.id, tr("&Biên bản")),
            (PaperKind.REPORT, session.wave, tr("Báo &cáo")),
        ):
            flow.addWidget(button(words, partial(self._go, "papers", f"{kind.value}/{about}")))
        return host

    def _backup_card(self) -> Card:
        card = Card(tr("Sao lưu"))
        card.body.setSpacing(theme.em(theme.SMALL))
        last, wanted = self.book.home.backed_up(), self.book.home.wants_backup()
        said = tr("Chưa sao lưu lần nào.")
        if last is not None:
            said = tr("Sao lưu gần nhất lúc {when}.").format(when=moment(last))
        if wanted:
            said += " " + tr("Hãy chép sổ ra USB.")
        line = label(said)
        line.setProperty("tone", "warn" if wanted else "good")
        card.body.addWidget(line)
        self.backup_button = button(tr("&Sao lưu sổ…"), self.back_up, "save")
        card.body.addWidget(self.backup_button)
        return card

    def back_up(self) -> None:
        """Copy the book and its keys into a folder, most often on a stick."""
        backing_up.back_up(self, self.jobs, self._say_backed_up)

    def _say_backed_up(self, words: str) -> None:
        toast.say(self, words)
        self.reload()

    def _show_sheet(self, session: Session) -> None:
        """Show the sign-in sheet, ready to be printed."""
        from qtapp.gui.home.sheet import SheetPage  # noqa: PLC0415 - needs the printing of Qt

        self._leave_paper()
        sheet = SheetPage(self.book, self.jobs, session)
        sheet.left.connect(self._leave_paper)
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.show_sheet()

    def _leave_paper(self) -> None:
        shown = self._stack.currentWidget()
        if shown is not self.page:
            self._stack.setCurrentWidget(self.page)
            self._stack.removeWidget(shown)
            shown.deleteLater()

    def _read_ahead(self) -> None:
        """Read what the next screen will most likely need, as long as nobody waits for it."""
        from qtapp.gui.kit import list_panel, side_panel  # noqa: F401, PLC0415 - after the window stands

        self.book.members.own()

    def _show_sending(self) -> None:
        from qtapp.gui.kit import sending  # noqa: PLC0415 - after the window stands

        status = self.book.exchange.status()
        card = self._sending_card
        clear(card.body)
        card.body.addWidget(heading(tr("Gửi và nhận")))
        committee = self.book.units.is_committee()
        said: list[tuple[str, Tone]] = []
        if committee:
            said.append(sending.downward(status))
        if status.superior is not None or not committee:
            said.append(sending.upward(status))
        for words, tone in said:
            line = label(words)
            line.setProperty("tone", tone if tone in {"bad", "warn", "good"} else "")
            card.body.addWidget(line)
        looks = sending.waiting(status)
        if looks:
            card.body.addWidget(Banner("warn", looks))
        words = (
            tr("&Gửi, nhận gói dữ liệu")
            if status.superior or committee
            else tr("&Nối với cấp trên")
        )
        self.sending_button = button(words, partial(self._go, "exchange"), "bundle")
        card.body.addWidget(self.sending_button)
        card.show()
        self._ahead.start()
