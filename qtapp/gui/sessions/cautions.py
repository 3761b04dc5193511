"""What to look at before a session is held, each with what to do about it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import default_status
from qtapp.domain.sessions import Session, SessionKind
from qtapp.domain.vietnamese import number
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Banner, clear
from qtapp.gui.kit.room import scrolling
from qtapp.gui.kit.words import muted
from qtapp.gui.sessions.part import Part
from qtapp.services.book import Book
from qtapp.services.sessions import Caution, SessionCaution


def expected_people(book: Book, session: Session) -> int:
    """Return for how many people the hall must have seats."""
    if session.kind is SessionKind.PUBLIC:
        return session.public_invited + session.guests
    there = [
        member
        for member in book.members.all()
        if default_status(member) is AttendanceStatus.PRESENT
    ]
    return len(there) + session.guests


def count_cautions(book: Book, session: Session) -> int:
    """Return at how many things to look in a session."""
    return len(book.sessions.cautions(session, expected_people(book, session)))


def caution_sentence(found: SessionCaution, session: Session, expected: int) -> str:
    """Return a caution in words, with what to do."""
    match found.caution:
        case Caution.SMALL_HALL:
            return tr(
                "Hội trường có {seats} chỗ, dự kiến {expected} người. Nên chia thành {parts} buổi,"
                " hoặc tìm nơi rộng hơn."
            ).format(
                seats=number(session.capacity),
                expected=number(expected),
                parts=number(found.figure),
            )
        case Caution.SHORT:
            return tr(
                "Buổi học dài {minutes} phút. Sinh hoạt chi bộ ít nhất 90 phút (HD 42-HD/BTCTW)."
            ).format(minutes=number(found.figure))
        case Caution.OVERFULL:
            return tr(
                "Chương trình cộng lại {planned} phút, dài hơn thời lượng {minutes} phút của buổi"
                " học. Hãy bớt nội dung hoặc kéo dài buổi học."
            ).format(planned=number(found.figure), minutes=number(session.minutes))
        case Caution.LITTLE_DISCUSSION:
            return tr(
                "Chỉ {share} % thời gian dành cho thảo luận, hỏi đáp. Nên dành ít nhất 20 %."
            ).format(share=found.figure)
        case Caution.DOUBLE_BOOKED:
            return tr(
                "Trùng giờ với {count} buổi học khác của chi bộ. Hãy đổi giờ một trong các buổi."
            ).format(count=number(found.figure))


class CautionsPanel(Part):
    """The cautions of one session as lines."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.em(theme.MEDIUM))
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, theme.em(theme.LARGE), 0, 0)
        room.addLayout(self._column)
        room.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def show_session(self, session: Session) -> None:
        """Show what to look at in a session."""
        clear(self._column)
        expected = expected_people(self._book, session)
        found = self._book.sessions.cautions(session, expected)
        if not found:
            self._column.addWidget(
                Banner("good", tr("Buổi học đã sắp xếp hợp lý, không có gì phải lưu ý."))
            )
        for each in found:
            self._column.addWidget(Banner("warn", caution_sentence(each, session, expected)))
        self._column.addWidget(
            muted(
                tr("Dự kiến {count} người dự (đảng viên phải dự và khách mời).").format(
                    count=number(expected)
                )
            )
        )
