"""The first steps in a new book, as a list of buttons that tick themselves off."""

from collections.abc import Callable
from functools import partial

from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Step, StepState
from qtapp.services.book import Book

Go = Callable[[str, str], object]


def is_new(book: Book) -> bool:
    """Whether nobody has planned a session in this book, or handed a wave down, yet."""
    if book.units.is_committee():
        return not (book.units.cells() and book.waves.all())
    return not book.sessions.all()


def first_steps(book: Book, go: Go) -> list[Step]:
    """Return the steps from an empty book to the first printed sheet, the next one marked."""
    plan = _of_committee(book) if book.units.is_committee() else _of_cell(book)
    steps: list[Step] = []
    found_next = False
    for number, (done, title, sentence, action, place) in enumerate(plan, 1):
        state = StepState.DONE if done else StepState.LATER
        if not done and not found_next:
            state, found_next = StepState.NEXT, True
        screen, _, record = place.partition("/")
        steps.append(
            Step(
                title=f"{number}. {title}",
                state=state,
                sentence=sentence,
                action=action,
                act=partial(go, screen, record),
            )
        )
    return steps


_Plan = list[tuple[bool, str, str, str, str]]
"""Whether it is done, title, sentence, words of the button, screen and what to open there."""


def _of_cell(book: Book) -> _Plan:
    return [
        (
            bool(book.members.all()),
            tr("Nhập danh sách đảng viên"),
            tr("Từ tệp Excel đang có của chi bộ, hoặc gõ từng đồng chí."),
            tr("Nhập &danh sách"),
            "members/import",
        ),
        (
            bool(book.documents.all()),
            tr("Ghi văn bản cần học"),
            tr("Số, ký hiệu, trích yếu của nghị quyết, chỉ thị. Không nhận văn bản mật."),
            tr("&Thêm văn bản"),
            "documents",
        ),
        (
            bool(book.waves.all()),
            tr("Mở đợt học tập"),
            tr("Học văn bản nào, từ ngày nào đến ngày nào, hạn nộp bài thu hoạch."),
            tr("&Mở đợt"),
            "waves",
        ),
        (
            bool(book.sessions.all()),
            tr("Xếp buổi học và in danh sách ký tên"),
            tr("Ngày giờ, hội trường, chương trình từng phút; in danh sách bằng một nút."),
            tr("&Xếp buổi học"),
            "sessions",
        ),
    ]


def _of_committee(book: Book) -> _Plan:
    cells = book.units.cells()
    return [
        (
            bool(cells),
            tr("Nhập tên các chi bộ trực thuộc"),
            tr("Mỗi chi bộ một dòng; sau này thêm bớt được."),
            tr("&Thêm chi bộ"),
            "units",
        ),
        (
            bool(book.documents.all()),
            tr("Ghi văn bản cần học"),
            tr("Số, ký hiệu, trích yếu của nghị quyết, chỉ thị. Không nhận văn bản mật."),
            tr("Thêm &văn bản"),
            "documents",
        ),
        (
            bool(book.waves.all()),
            tr("Mở đợt học tập cho các chi bộ"),
            tr("Học văn bản nào, hạn nộp bài, hạn báo cáo; gửi xuống cả xã trong một lần."),
            tr("&Mở đợt"),
            "waves",
        ),
        (
            False,
            tr("Mời các chi bộ"),
            tr("Mỗi chi bộ một tệp thư mời và một mã đọc qua điện thoại."),
            tr("Mời &chi bộ"),
            "exchange",
        ),
    ]
