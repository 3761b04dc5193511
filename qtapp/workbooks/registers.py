"""Attendance sheets, registers of essays and lists of tasks: their rows as fields, with what is wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import HeaderNotFound, Invalid
from qtapp.domain.essays import EssayDuty, EssayState
from qtapp.domain.legacy_fonts import decode_row
from qtapp.domain.plans import TaskState
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.vietnamese import fold
from qtapp.workbooks import cells
from qtapp.workbooks.layout import ColumnUse, Layout, find_layout
from qtapp.workbooks.reading import Cell, read_sheets
from qtapp.workbooks.vocabulary import Vocabulary

Report = Callable[[int, int], None]
Parser = Callable[[Cell], object]

_STEP = 200
_PERSON = {
    "full_name": "Họ và tên · Họ tên · Họ và tên đảng viên · Họ tên đảng viên · Tên đảng viên",
    "birth": "Ngày sinh · Sinh ngày · Năm sinh · Ngày, tháng, năm sinh · Ngày tháng năm sinh",
    "card_number": "Số thẻ Đảng · Số thẻ đảng viên · Thẻ đảng viên · Số thẻ",
}
_NUMBERING = (
    "STT · TT · Số TT · Số thứ tự · Chức vụ · Chức vụ Đảng · Chi bộ · Đơn vị · Ký tên · Chữ ký"
    " · Ký nhận · Ghi chú"
)
_PRESENT_WORDS = {
    AttendanceStatus.PRESENT: "x|có|dự|có dự|tham dự|có tham gia|đủ|cm",
    AttendanceStatus.ONLINE: "trực tuyến|dự trực tuyến|online",
    AttendanceStatus.LATE: "muộn|đi muộn|trễ|đến trễ",
    AttendanceStatus.LEFT_EARLY: "về trước|nghỉ giữa buổi",
    AttendanceStatus.EXCUSED: "p|cp|vp|có phép|vắng có phép|vắng phép|xin phép|có lý do|vắng cp|vắng lý do",
    AttendanceStatus.UNEXCUSED: "k|kp|vk|không phép|vắng không phép|không lý do|vắng kp",
    AttendanceStatus.MADE_UP: "đã học bù|bù",
    AttendanceStatus.EXEMPT: "miễn|được miễn học|miễn sinh hoạt",
    AttendanceStatus.AWAY: "tạm đi|sinh hoạt nơi khác|tạm thời đi",
}
_ABSENT = {"vang", "v", "vang mat", "nghi"}
_MARKS = {
    "mark_present": AttendanceStatus.PRESENT,
    "mark_excused": AttendanceStatus.EXCUSED,
    "mark_unexcused": AttendanceStatus.UNEXCUSED,
    "mark_made_up": AttendanceStatus.MADE_UP,
}


class RegisterKind(Struct, frozen=True, kw_only=True):
    """One kind of register: its headings, and how each column is read."""

    vocabulary: Vocabulary
    parsers: Mapping[str, Parser]
    """Meaning of a column to the reader of its cells; the meanings are fields of the record."""


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One row: what it says, by field."""

    line: int
    values: Mapping[str, object]
    problems: tuple[LineProblem, ...] = ()


class RegisterList(Struct, frozen=True, kw_only=True):
    """What was found in a file."""

    file: str
    sheet: str
    header_row: int
    columns: tuple[ColumnUse, ...]
    rows: tuple[RegisterRow, ...]


def read_register(
    path: Path, kind: RegisterKind, report: Report, sheet: str | None = None
) -> RegisterList:
    """Return the register in the first sheet of `path` whose headings fit, or in the one named.

    Raises FileUnreadable, TableUnreadable, TableProtected, TableTooLarge, HeaderNotFound, and what
    `report` raises.
    """
    for found in read_sheets(path):
        if sheet is not None and found.name != sheet:
            continue
        layout = find_layout(found, kind.vocabulary)
        if layout is not None:
            return RegisterList(
                file=path.name,
                sheet=found.name,
                header_row=layout.first + 1,
                columns=layout.uses(kind.vocabulary),
                rows=tuple(_rows(found.rows, layout, kind, report)),
            )
    raise HeaderNotFound(str(path))


def _rows(
    rows: Sequence[Sequence[Cell]], layout: Layout, kind: RegisterKind, report: Report
) -> Iterator[RegisterRow]:
    """Yield the rows below the headings that name somebody or something."""
    total = max(len(rows) - layout.body, 0)
    for at in range(layout.body, len(rows)):
        if not (at - layout.body) % _STEP:
            report(at - layout.body, total)
        row = rows[at]
        given = {
            source: row[place]
            for place, source in layout.sources.items()
            if place < len(row) and not cells.is_blank(row[place])
        }
        name = next((given[each] for each in kind.vocabulary.named_by if each in given), "")
        if name and not (len(given) == 1 and cells.is_footer(fold(cells.plain(name)))):
            yield _row(at + 1, given, kind)
    report(total, total)


def _row(line: int, given: dict[str, Cell], kind: RegisterKind) -> RegisterRow:
    given.update(decode_row({key: cell for key, cell in given.items() if isinstance(cell, str)}))
    values: dict[str, object] = {}
    problems: list[LineProblem] = []
    for source, cell in given.items():
        if source in kind.parsers:
            try:
                values[source] = kind.parsers[source](cell)
            except Invalid as error:
                problems.append(
                    LineProblem(line=line, field=source, reason=error.reason, value=error.value)
                )
    return RegisterRow(line=line, values=values, problems=tuple(problems))


def attendance_kind(this_year: int) -> RegisterKind:
    """Return the kind of attendance sheets: one column of words, or a column for each status."""
    return RegisterKind(
        vocabulary=Vocabulary(
            {
                **_PERSON,
                "status": "Điểm danh · Tình trạng · Tham dự · Kết quả điểm danh · Có mặt/Vắng",
                "mark_present": "Có mặt · Có dự · Tham gia",
                "mark_excused": "Vắng có lý do · Vắng có phép · Có lý do · Có phép · Vắng - Có lý do"
                " · Vắng - Có phép",
                "mark_unexcused": "Vắng không lý do · Vắng không phép · Không lý do · Không phép"
                " · Vắng - Không lý do · Vắng - Không phép · Vắng",
                "mark_made_up": "Học bù",
                "reason": "Lý do · Lý do vắng",
                "made_up_on": "Ngày học bù",
            },
            _NUMBERING,
            named_by=frozenset({"full_name"}),
        ),
        parsers={
            **_person_parsers(this_year),
            "status": _attendance_status,
            **{mark: _marked(status) for mark, status in _MARKS.items()},
            "reason": cells.line("reason"),
            "made_up_on": _day("made_up_on"),
        },
    )


def essay_kind(this_year: int) -> RegisterKind:
    """Return the kind of registers of essays."""
    return RegisterKind(
        vocabulary=Vocabulary(
            {
                **_PERSON,
                "duty": "Nghĩa vụ viết · Nghĩa vụ · Diện viết",
                "due": "Hạn nộp · Thời hạn nộp",
                "state": "Tình trạng bài · Tình trạng · Kết quả · Xếp loại",
                "submitted_on": "Ngày nộp · Nộp ngày · Ngày nộp bài",
                "graded_on": "Ngày đánh giá · Ngày chấm",
                "grader": "Người đánh giá · Người chấm",
                "score": "Điểm · Điểm số",
                "remark": "Nhận xét · Ghi chú",
            },
            _NUMBERING.removesuffix(" · Ghi chú"),
            named_by=frozenset({"full_name"}),
        ),
        parsers={
            **_person_parsers(this_year),
            "duty": cells.coded(EssayDuty, "duty"),
            "due": _day("due"),
            "state": cells.coded(EssayState, "state"),
            "submitted_on": _day("submitted_on"),
            "graded_on": _day("graded_on"),
            "grader": cells.line("grader"),
            "score": _score,
            "remark": cells.line("remark"),
        },
    )


def task_kind() -> RegisterKind:
    """Return the kind of lists of tasks."""
    return RegisterKind(
        vocabulary=Vocabulary(
            {
                "content": "Nội dung nhiệm vụ · Nhiệm vụ · Nội dung · Nội dung công việc · Công việc"
                " · Nội dung nhiệm vụ (rõ việc) · Tên nhiệm vụ",
                "owner": "Người chịu trách nhiệm · Người thực hiện · Chủ trì · Người chủ trì"
                " · Phụ trách · Người phụ trách · Đơn vị chủ trì · Phân công · Cơ quan chủ trì",
                "partners": "Phối hợp · Người phối hợp · Đơn vị phối hợp · Cơ quan phối hợp",
                "responsibility": "Trách nhiệm cụ thể · Trách nhiệm",
                "deadline": "Thời hạn · Hạn hoàn thành · Thời gian hoàn thành · Hạn"
                " · Thời gian thực hiện · Thời hạn hoàn thành",
                "product": "Sản phẩm · Kết quả, sản phẩm · Sản phẩm, kết quả · Sản phẩm đầu ra",
                "measure": "Thước đo kết quả · Thước đo · Chỉ tiêu · Chỉ số",
                "authority": "Thẩm quyền",
                "state": "Tình trạng thực hiện · Tình trạng · Tiến độ · Trạng thái",
            },
            "STT · TT · Số TT · Ghi chú",
            named_by=frozenset({"content"}),
        ),
        parsers={
            **{
                name: cells.line(name)
                for name in (
                    "content", "owner", "partners", "responsibility",
                    "product", "measure", "authority",
                )
            },
            "deadline": _day("deadline"),
            "state": cells.coded(TaskState, "state"),
        },
    )  # fmt: skip


def _person_parsers(this_year: int) -> dict[str, Parser]:
    return {
        "full_name": cells.full_name,
        "birth": cells.birth(this_year),
        "card_number": cells.card_number,
    }


_words_of_attendance = cells.coded(AttendanceStatus, "status", _PRESENT_WORDS)


def _attendance_status(cell: Cell) -> AttendanceStatus | None:
    """Return the status; None for a bare "vắng", which the reason beside it decides."""
    if cells.key_of(cells.plain(cell)) in _ABSENT:
        return None
    return _words_of_attendance(cell)


def _marked(status: AttendanceStatus) -> Callable[[Cell], AttendanceStatus | None]:
    """Return the reader of a column of marks: the status where the mark stands."""

    def read(cell: Cell) -> AttendanceStatus | None:
        return status if cells.is_marked(cell) else None

    return read


def _day(field: str) -> Callable[[Cell], date]:
    """Return the reader of whole dates; it raises Invalid (NOT_A_DATE)."""
    partial = cells.partial_date(field, cells.LAST_YEAR)

    def read(cell: Cell) -> date:
        found = partial(cell)
        if len(found) != len("2026-01-01"):
            raise Invalid(field, Reason.NOT_A_DATE, cells.plain(cell))
        return date.fromisoformat(found)

    return read


def _score(cell: Cell) -> float:
    """Return a score, with a decimal comma or point; raises Invalid (NOT_A_NUMBER)."""
    text = cells.plain(cell).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        raise Invalid("score", Reason.NOT_A_NUMBER, text) from None


def attendance_status(values: Mapping[str, object]) -> AttendanceStatus | None:
    """Return the status that a row of an attendance sheet says, in words or by marks; None if none.

    A bare "vắng" has a reason beside it, or has none. Raises Invalid (DUPLICATE) for two marks.
    """
    if "status" in values:
        told = values["status"]
        absent = AttendanceStatus.EXCUSED if values.get("reason") else AttendanceStatus.UNEXCUSED
        return told if isinstance(told, AttendanceStatus) else absent
    marks = [values[mark] for mark in _MARKS if values.get(mark)]
    if len(marks) > 1:
        raise Invalid("status", Reason.DUPLICATE)
    return marks[0] if marks and isinstance(marks[0], AttendanceStatus) else None
