"""Thiết lập: the unit's papers and rules, the look of the window, the keys, and about the app."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp import __version__
from qtapp.domain.errors import AppError
from qtapp.gui.kit import ask, backing_up, busy, outside
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Card, button, pair
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.sight import bring_into_sight
from qtapp.gui.kit.words import label
from qtapp.gui.settings.keys import KeysCard
from qtapp.gui.settings.letterhead import LetterheadCard
from qtapp.gui.settings.looks import LooksCard
from qtapp.gui.settings.mail import MailCard
from qtapp.services.book import Book
from qtapp.settings import Settings

if TYPE_CHECKING:
    from qtapp.services.updating import Offer


class SettingsPage(Place):
    """Five cards from what is set once to what is read once."""

    settings_changed = Signal(object)

    def __init__(
        self,
        book: Book,
        jobs: Jobs[Book],
        settings: Callable[[], Settings],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(book, jobs, parent)
        self.page = Page(tr("Thiết lập"))
        self.letterhead = LetterheadCard(book, book.today())
        self.letterhead.saved.connect(self.changed)
        self.looks = LooksCard(settings)
        self.looks.chosen.connect(self.settings_changed)
        self.keys = KeysCard(book, jobs)
        self.keys.said.connect(self._say)
        self.keys.changed.connect(self.changed)
        self.mail = MailCard(book, jobs)
        self.mail.said.connect(self._say)
        self.mail.changed.connect(self.changed)
        for card in (self.looks, self.letterhead, self.mail, self.keys, self._about()):
            self.page.add(card)
        self.page.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.reload()

    def reload(self) -> None:
        """Read everything anew; what is typed and not saved stays."""
        self.letterhead.reload()
        self.looks.reload()
        self.keys.reload()
        self.mail.reload()

    def show_record(self, record_id: str) -> None:
        """Open on the recovery code for `recovery`, on the mailbox for `mail`, on the `letterhead`."""
        if record_id == "recovery":
            self.keys.renew()
        elif record_id == "mail":
            bring_into_sight(self.mail)
            self.mail.set_up()
        elif record_id == "letterhead":
            self.letterhead.begin()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.letterhead.may_leave()

    def back_up(self) -> None:
        """Copy the book and its keys into a folder, most often on a stick."""
        backing_up.back_up(self, self.jobs, self._say_backed_up)

    def update_app(self) -> None:
        """Look at a setup file that the user has been given, then offer to start it."""
        path = ask.open_file(self, tr("Chọn bộ cài bản mới"), [ask.SETUP])
        if path is not None:
            self._check_setup(path)

    def _check_setup(self, path: Path | None) -> None:
        """Read a setup file through, then offer it; None stands for the one that came in a bundle."""
        busy.run(
            self,
            self.jobs,
            tr("Đang kiểm tra bộ cài"),
            lambda book, report: book.updating.look(path, report),
            done=self._offer_update,
        )

    def _offer_update(self, offer: "Offer") -> None:
        question = tr("Cài Sổ Chi Bộ bản {version}?").format(version=offer.version)
        detail = tr(
            "Chữ ký của bộ cài đúng. Sổ được sao lưu trước, rồi phần mềm đóng lại để cài; cài xong "
            "mở lại như thường."
        )
        if ask.proceed(self, question, detail, tr("Sao lưu và &cài")):
            busy.run(
                self,
                self.jobs,
                tr("Đang sao lưu sổ"),
                lambda book, report: book.updating.start(offer, report),
                done=self._close_window,
            )

    def _close_window(self, _backup: Path) -> None:
        self.window().close()

    def _say_backed_up(self, words: str) -> None:
        self._say("good", words)
        self.changed.emit()

    def write_support_file(self) -> None:
        """Write what a helper needs to a file the user chooses, and show it: it can be read first."""
        path = ask.save_file(self, tr("Tạo tệp hỗ trợ"), tr("Tệp hỗ trợ Sổ Chi Bộ.txt"), [ask.TEXT])
        if path is None:
            return
        try:
            self.book.support.write(path)
        except AppError as error:
            ask.tell(self, error)
            return
        said = tr("Đã ghi {name}: không có họ tên, tên đơn vị. Xem rồi gửi cho người hỗ trợ.")
        self._say("good", said.format(name=path.name))
        outside.show(path)

    def _about(self) -> Card:
        card = Card(tr("Sổ này và phần mềm này"))
        path = self.book.path
        card.body.addWidget(pair(tr("Tệp sổ"), str(path)))
        card.body.addWidget(
            label(
                tr(
                    "Bên cạnh tệp sổ là tệp khóa cùng tên, đuôi .keys. Khi chép sổ sang nơi khác "
                    "phải chép cả hai."
                )
            )
        )
        host = QWidget()
        flow = Flow(host)
        flow.addWidget(button(tr("&Sao lưu sổ…"), self.back_up, "save"))
        flow.addWidget(button(tr("Mở thư mục &của sổ"), lambda: outside.show(path.parent), "open"))
        flow.addWidget(
            button(tr("&Xem lịch sử thay đổi"), lambda: self.wanted.emit("history", ""), "clock")
        )
        flow.addWidget(button(tr("Tạo tệp hỗ t&rợ…"), self.write_support_file, "edit"))
        card.body.addWidget(host)
        card.body.addWidget(pair(tr("Phiên bản"), __version__))
        if self.book.updating.is_possible:
            card.body.addWidget(button(tr("Cài &bản mới từ USB…"), self.update_app, "import"))
            if received := self.book.updating.received():
                words = tr("Cài bản {version} &do cấp trên gửi").format(version=received)
                card.body.addWidget(button(words, lambda: self._check_setup(None), "import"))
        card.body.addWidget(
            label(
                tr(
                    "Phần mềm chỉ dùng mạng để gửi, nhận gói qua hộp thư đã cài; không gửi gì cho ai "
                    "khác. Chỉ ghi tài liệu không mật: văn bản có độ mật, hồ sơ lý lịch, kỷ luật, "
                    "đơn thư không được đưa vào đây."
                )
            )
        )
        return card

    def _say(self, tone: Tone, text: str) -> None:
        self.page.clear_banners()
        self.page.banner(tone, text)
