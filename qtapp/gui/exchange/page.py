"""Gói dữ liệu: what goes up and down by files, what came in, what wants a look."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qtapp.domain.errors import FileUnreadable
from qtapp.gui.exchange.differences import Differences
from qtapp.gui.exchange.invitations import Invitations
from qtapp.gui.exchange.joining import JoiningCard
from qtapp.gui.exchange.laptops import LaptopsCard
from qtapp.gui.exchange.mail import MailCard
from qtapp.gui.exchange.other_ways import OtherWays, laid_out, show_place
from qtapp.gui.exchange.plain import TONES, outcome, why
from qtapp.gui.exchange.set_aside import SetAside
from qtapp.gui.exchange.visit import said_of
from qtapp.gui.exchange.written import said_of_made
from qtapp.gui.kit import ask, busy, sending, toast
from qtapp.gui.kit.columns import Columns
from qtapp.gui.kit.days import moment
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Act, Card, Empty, button
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.words import label, muted, restyle
from qtapp.services.book import Book
from qtapp.services.carrying import Carrying, FileKind, Handed, Visit
from qtapp.services.exchange import ExchangeStatus
from qtapp.services.inbox import InboxEntry, InboxState, Received

BUNDLES = (
    "Gói dữ liệu, thư, ảnh chụp mã",
    "*.cbdl *.eml *.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.pdf",
)
_MOST_SAID = 6


class ExchangePage(Place):
    """Sending and receiving, said in sentences, done by three buttons."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAcceptDrops(True)
        self._committee = book.units.is_committee()
        self.page = Page(
            tr("Gói dữ liệu"),
            tr("Gửi và nhận bằng tệp đã mã hóa. Nhận nhầm hay nhận lại không làm hỏng sổ."),
        )
        # What wants a decision comes first, and is there only then.
        self.set_aside = SetAside(book)
        self.set_aside.done.connect(self._say_retried)
        self.page.add(self.set_aside)
        self.differences = Differences(book)
        self.differences.settled.connect(self._say_settled)
        self.page.add(self.differences)
        columns = Columns(wide=1, narrow=1)
        self._down = self._sending_card(
            tr("Gửi xuống chi bộ"), tr("Gửi &xuống chi bộ…"), self.send_down
        )
        self._up = self._sending_card(
            tr("Gửi lên cấp trên"), tr("&Gửi lên cấp trên…"), self.send_up
        )
        beside_up = _row_in(self._up[0])
        beside_first = _row_in(self._down[0]) if self._committee else beside_up
        beside_first.addWidget(
            button(tr("&Qua Zalo, thư, giấy…"), self.send_otherwise, "share", "quiet")
        )
        beside_up.addWidget(button(tr("Dùng thư mời mới…"), self._want_letter, "key", "quiet"))
        columns.left.addWidget(self._down[0])
        columns.left.addWidget(self._up[0])
        columns.right.addWidget(self._receiving_card())
        self.joining = JoiningCard(book, jobs)
        self.joining.joined.connect(self._say_joined)
        columns.left.addWidget(self.joining)
        self.laptops = LaptopsCard(book, jobs)
        self.laptops.changed.connect(self.changed)
        self.laptops.made.connect(self._say_made)
        columns.right.addWidget(self.laptops)
        self.mail = MailCard(book, jobs)
        self.mail.begun.connect(self.page.clear_banners)
        self.mail.said.connect(self.page.banner)
        self.mail.fetched.connect(self._say_received)
        self.mail.changed.connect(self.changed)
        self.mail.settings_wanted.connect(partial(self.wanted.emit, "settings", "mail"))
        columns.left.addWidget(self.mail)
        self.page.add(columns)
        self.invitations = Invitations(book, jobs)
        self.invitations.changed.connect(self.changed)
        self.invitations.units_wanted.connect(partial(self.wanted.emit, "units", ""))
        if self._committee:
            self.page.section(tr("Chi bộ trực thuộc"))
            self.page.add(self.invitations)
        self.page.section(tr("Tệp đã nhận"))
        self.inbox = _inbox()
        self.page.add(self.inbox)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.reload()

    def reload(self) -> None:
        """Read anew where sending and receiving stand."""
        status = self.book.exchange.status()
        self._show_sentences(status)
        self.laptops.reload()
        self.set_aside.show_status(status)
        self.mail.reload()
        self.differences.reload()
        self.invitations.show_status(status)
        self.inbox.show_rows(self.book.exchange.inbox())

    def show_record(self, record_id: str) -> None:
        """Offer the file at the path `record_id`; a folder is a stick to be used at once.

        The id of a unit begins its invitation.
        """
        if not record_id:
            return
        if self._committee and self.invitations.choose(record_id):
            QTimer.singleShot(0, self, self.invitations.invite)
            return
        path = Path(record_id)
        self.page.clear_banners()
        kind = _kind_of(path)
        if kind is FileKind.FOLDER:
            self.use_stick(path)
        elif kind is FileKind.INVITATION:
            self._use_invitation(path)
        else:
            self.page.banner(
                "note",
                tr("Tệp {name} chưa nhận vào sổ.").format(name=path.name),
                tr("N&hận tệp này"),
                partial(self.receive, [path]),
            )

    def send_up(self) -> None:
        """Write the bundle for the committee into a folder, most often on a stick."""
        folder = ask.choose_folder(self, tr("Chọn USB hoặc thư mục để ghi gói"))
        if folder is not None:
            busy.run(
                self,
                self.jobs,
                tr("Đang làm gói gửi lên"),
                lambda book, report: [
                    book.exchange.make_up(book.carrying.standing(folder), report)
                ],
                done=self._say_made,
            )

    def send_down(self) -> None:
        """Write a bundle for every unit that has joined."""
        folder = ask.choose_folder(self, tr("Chọn USB hoặc thư mục để ghi các gói"))
        if folder is not None:
            busy.run(
                self,
                self.jobs,
                tr("Đang làm gói cho các chi bộ"),
                lambda book, report: book.exchange.make_down(
                    book.carrying.standing(folder), report
                ),
                done=self._say_made_down,
            )

    def send_otherwise(self) -> None:
        """Ask which other way a bundle shall go."""
        dialog = OtherWays(self.book, self.jobs, self)
        dialog.laid.connect(self._say_laid)
        dialog.open()

    def use_stick(self, stick: Path) -> None:
        """Take in what lies on a stick for this book, then write what is due."""
        busy.run(
            self,
            self.jobs,
            tr("Đang nhận và ghi USB"),
            lambda book, report: book.carrying.visit(stick, report),
            done=lambda visit: self._say_visit(visit, stick),
        )

    def receive(self, paths: Sequence[Path]) -> None:
        """Take in these files and folders, and say what became of each file."""

        def work(book: Book, report: Report) -> list[Received]:
            return book.carrying.receive(paths, report)

        busy.run(self, self.jobs, tr("Đang nhận tệp"), work, done=self._say_received)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        invitations = [path for path in paths if _kind_of(path) is FileKind.INVITATION]
        bundles = [path for path in paths if path not in invitations]
        if invitations:
            self._use_invitation(invitations[0])
        if bundles:
            self.receive(bundles)
        event.acceptProposedAction()

    def _want_letter(self) -> None:
        self.joining.want()

    def _use_invitation(self, path: Path) -> None:
        self.joining.want(path)

    def _sending_card(self, title: str, words: str, act: Act) -> tuple[Card, QLabel]:
        card = Card(title)
        said = label("")
        card.body.addWidget(said)
        row = QWidget()
        flow = Flow(row)
        flow.addWidget(button(words, act, "export", "primary"))
        card.body.addWidget(row)
        return card, said

    def _receiving_card(self) -> Card:
        card = Card(tr("Nhận tệp"))
        card.body.addWidget(
            muted(
                tr(
                    "Chọn tệp gói, thư .eml đã lưu, ảnh chụp mã, hoặc cả USB; cũng có thể kéo tệp thả "
                    "vào cửa sổ này."
                )
            )
        )
        row = QWidget()
        flow = Flow(row)
        self.files_button = button(tr("&Nhận tệp…"), self._choose_files, "import", "primary")
        self.folder_button = button(tr("Nhận &cả USB, thư mục…"), self._choose_folder, "open")
        flow.addWidget(self.files_button)
        flow.addWidget(self.folder_button)
        card.body.addWidget(row)
        return card

    def _choose_files(self) -> None:
        paths = ask.open_files(self, tr("Chọn tệp gói dữ liệu"), [BUNDLES])
        if paths:
            self.receive(paths)

    def _choose_folder(self) -> None:
        folder = ask.choose_folder(self, tr("Chọn USB hoặc thư mục có gói dữ liệu"))
        if folder is not None:
            self.receive([folder])

    def _show_sentences(self, status: ExchangeStatus) -> None:
        joined = status.superior is not None
        self._up[0].setVisible(joined)
        self._down[0].setVisible(self._committee)
        self.joining.show_standing(status.superior)
        for (_, said), (words, tone) in (
            (self._up, sending.upward(status)),
            (self._down, sending.downward(status)),
        ):
            said.setText(words)
            said.setProperty("tone", tone if tone in {"good", "warn", "bad"} else "")
            restyle(said)

    def _say_made(self, made: Sequence[Path]) -> None:
        self.page.clear_banners()
        tone, words = said_of_made([self.book.carrying.parts(each) for each in made])
        self.page.banner(tone, words)
        self.changed.emit()

    def _say_made_down(self, made: Sequence[Path]) -> None:
        """Say for whom bundles were written, and who gets none."""
        self._say_made(made)
        if made:
            words, tone = sending.reached(self.book.exchange.status())
            self.page.banner(tone, words)

    def _say_received(self, received: Sequence[Received]) -> None:
        self.page.clear_banners()
        if not received:
            self.page.banner("note", tr("Không thấy gói dữ liệu nào ở đó."))
        for each in received[:_MOST_SAID]:
            words, tone = outcome(each)
            self.page.banner(tone, words)
        if len(received) > _MOST_SAID:
            left = len(received) - _MOST_SAID
            self.page.banner("note", tr("Còn %n tệp nữa, xem ở danh sách dưới.", "", left))
        self._say_receipt(received)
        self.changed.emit()

    def _say_visit(self, visit: Visit, stick: Path) -> None:
        self.page.clear_banners()
        for tone, words in said_of(visit, str(stick), most=_MOST_SAID):
            self.page.banner(tone, words)
        self._say_receipt(visit.received)
        self.changed.emit()

    def _say_receipt(self, received: Sequence[Received]) -> None:
        """Say what the committee above has, once a bundle of its own has told."""
        status = self.book.exchange.status()
        above = status.superior.name if status.superior else ""
        told = any(each.state is InboxState.MERGED and each.unit == above for each in received)
        words = sending.receipt(status) if told else ""
        if words:
            self.page.banner("good", words)

    def _say_laid(self, laid: Sequence[Handed]) -> None:
        self.page.clear_banners()
        if laid:
            act = partial(show_place, laid)
            self.page.banner("good", laid_out(laid), tr("Mở thư mục"), act)
        else:
            self.page.banner("note", laid_out(laid))
        self.changed.emit()

    def _say_retried(self, tone: Tone, words: str) -> None:
        self.page.clear_banners()
        self.page.banner(tone, words)
        self.changed.emit()

    def _say_joined(self, unit: str) -> None:
        self.page.clear_banners()
        said = tr("Sổ đã nối với cấp trên, mang tên {unit}. Bây giờ có thể gửi gói đầu tiên.")
        self.page.banner("good", said.format(unit=unit))
        self.changed.emit()

    def _say_settled(self, words: str) -> None:
        self.changed.emit()
        toast.say(self, words)


def _kind_of(path: Path) -> FileKind:
    """Return what a file is by its content; one that cannot be read is told about when it is taken in."""
    try:
        return Carrying.kind_of(path)
    except FileUnreadable:
        return FileKind.OTHER


def _row_in(card: Card) -> Flow:
    """Return a row at the foot of a card, for what is seldom wanted."""
    row = QWidget()
    card.body.addWidget(row)
    return Flow(row)


def _inbox() -> ListPanel[InboxEntry]:
    return ListPanel[InboxEntry](
        tr("Tệp đã nhận"),
        [
            Column(
                title=tr("Nhận lúc"),
                text=lambda row: moment(row.received),
                key=lambda row: row.received,
            ),
            Column(title=tr("Đơn vị gửi"), text=lambda row: row.unit or "–"),
            Column(
                title=tr("Kết quả"),
                text=lambda row: row.state.label,
                tone=lambda row: TONES[row.state],
                align=Qt.AlignmentFlag.AlignLeft,
            ),
            Column(title=tr("Tên tệp, lý do"), text=_name_and_reason, stretch=True),
        ],
        lambda row: row.id,
        empty=Empty(
            "bundle",
            tr("Chưa nhận tệp nào"),
            tr("Gói của cấp trên hoặc của máy khác trong chi bộ sẽ hiện ở đây, kèm kết quả nhận."),
        ),
        search=tr("Tìm tệp"),
    )


def _name_and_reason(row: InboxEntry) -> str:
    reason = why(row)
    return f"{row.name}: {reason}" if reason else row.name
