"""The words of the result report of a wave: every figure in them is computed (rules §3.9)."""

from qtapp.domain.documents import Document, DocumentType
from qtapp.domain.figures import Figures, StudiedDocument, UnitFigures, WaveReport
from qtapp.domain.vietnamese import nfc, number, paper_date, percent

_NONE = "–"
_ANY = "Văn bản"
_PLAN = 17


def sentences(report: WaveReport) -> list[str]:
    """Return the report's paragraphs; every figure in them is computed. Headings start with `#`."""
    total = report.total
    lines = ["#I- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"]
    basis = f"Thực hiện {report.basis}, " if report.basis else ""
    told = f"{basis}{report.unit_name} đã tổ chức {named(report)}{_period(report)}"
    count = number(len(report.documents))
    lines.append(f"{told}, gồm {count} văn bản:" if report.documents else f"{told}.")
    for place, each in enumerate(report.documents, 1):
        end = "." if place == len(report.documents) else ";"
        lines.append(f"- {cited(each)} ({each.intensity}){end}")
    lines.append("#II- KẾT QUẢ HỌC TẬP, QUÁN TRIỆT")
    lines.append(_held(report))
    lines.append(_studied(total, report.attendance_target))
    if total.public_sessions:
        meetings = "hội nghị" if report.committee else "buổi"
        lines.append(
            f"Tuyên truyền, phổ biến trong quần chúng Nhân dân: {number(total.public_sessions)} "
            f"{meetings}, {number(total.public_attended)}/{number(total.public_invited)} người dự, đạt "
            f"{percent(total.public_attended, total.public_invited)}."
        )
    lines.append("#III- VIẾT THU HOẠCH VÀ KẾ HOẠCH HÀNH ĐỘNG")
    lines.append(_essays(total))
    lines.append(_plans(report))
    if report.missing:
        lines.append("#IV- ĐƠN VỊ CHƯA BÁO CÁO")
        names = "; ".join(report.missing)
        lines.append(
            f"Còn {number(report.silent)}/{number(report.asked)} đơn vị chưa gửi kết quả: {names}."
        )
    counted = "Số liệu tính trên các đơn vị đã báo cáo; chi" if report.missing else "Chi"
    rounded = f"tỷ lệ làm tròn đến hàng đơn vị{_exceptions(report)}"
    lines.append(f"({counted} tiết tại phụ lục kèm theo; {rounded}.)")
    return lines


def _exceptions(report: WaveReport) -> str:
    target = report.attendance_target
    counted = [report.total, *(row.figures for row in report.units if row.reported)]
    if any("," in percent(each.members_studied, each.members, target=target) for each in counted):
        return f", số chưa đến {target}% mà làm tròn thành {target}% thì ghi phần thập phân"
    return ""


def annex_rows(report: WaveReport) -> list[list[str]]:
    """Return the annex: one row per unit, then a committee's total; dashes for what is not reported.

    Sessions face to face, online and of other form (mixed, in parts) add up to all, as in the text.
    """
    made = "Đã ban hành" if report.committee else "Đã lập"
    target = report.attendance_target
    rows = [
        _annex_row(str(place), unit, made, target) for place, unit in enumerate(report.units, 1)
    ]
    if not report.committee:
        return rows
    whole = UnitFigures(
        unit="", name="Tổng cộng", reported=True, asked=report.asked, figures=report.total
    )
    total = _annex_row("", whole, made, target)
    total[_PLAN] = _units_with_plan(whole)
    return [*rows, total]


def _annex_row(place: str, unit: UnitFigures, made: str, target: int) -> list[str]:
    if not unit.reported:
        return [place, unit.name, *[_NONE] * 19, "Chưa báo cáo"]
    own = unit.figures
    plan = _NONE
    if unit.asked > 1:
        plan = _units_with_plan(unit)
    elif own.plans:
        parts = [unit.plan_number, paper_date(unit.plan_dated) if unit.plan_dated else ""]
        plan = ", ".join(part for part in parts if part) or made
    counts = [
        own.sessions, own.sessions_in_person, own.sessions_online,
        own.sessions_mixed + own.sessions_split, own.members, own.members_studied,
    ]  # fmt: skip
    return [
        place,
        unit.name,
        *(number(each) for each in counts),
        percent(own.members_studied, own.members, target=target),
        number(own.public_invited),
        number(own.public_attended),
        percent(own.public_attended, own.public_invited),
        number(own.essays_due),
        number(own.essays_written),
        percent(own.essays_written, own.essays_due),
        number(own.essays_graded),
        number(own.essays_passed),
        plan,
        number(own.tasks),
        number(own.tasks_clear),
        number(own.news) if own.news else _NONE,
        f"Thiếu {number(unit.silent)}/{number(unit.asked)} đơn vị" if unit.silent else "",
    ]


def _units_with_plan(unit: UnitFigures) -> str:
    return f"{number(unit.figures.plans)}/{number(unit.asked)} đơn vị"


def _held(report: WaveReport) -> str:
    total = report.total
    study, meeting, people = "buổi học tập", "buổi", "lượt đồng chí"
    if report.committee:
        study, meeting, people = "hội nghị học tập", "hội nghị", "lượt người"
    forms = [
        (total.sessions_in_person, "trực tiếp"),
        (total.sessions_online, "trực tuyến"),
        (total.sessions_mixed, "trực tiếp kết hợp trực tuyến"),
        (total.sessions_split, "chia nhỏ"),
    ]
    said = ", ".join(f"{number(count)} {meeting} {form}" for count, form in forms if count)
    return (
        f"Đã tổ chức {number(total.sessions)} {study}, quán triệt"
        f"{f' ({said})' if said else ''}, với {number(total.attendances)} {people} dự."
    )


def _studied(total: Figures, target: int) -> str:
    text = (
        f"Số đảng viên tham gia học tập: {number(total.members_studied)}/{number(total.members)} đồng "
        f"chí, đạt {percent(total.members_studied, total.members, target=target)}"
    )
    if total.members:
        reached = total.members_studied * 100 >= target * total.members
        text += f" ({'đạt' if reached else 'chưa đạt'} mức {target}% trở lên)"
    if total.members_made_up:
        text += f"; trong đó học bù {number(total.members_made_up)} đồng chí"
    return f"{text}."


def _essays(total: Figures) -> str:
    return (
        f"Bài thu hoạch: {number(total.essays_written)}/{number(total.essays_due)} bài phải viết đã nộp, "
        f"đạt {percent(total.essays_written, total.essays_due)}; đã chấm {number(total.essays_graded)} "
        f"bài, trong đó {number(total.essays_passed)} bài đạt yêu cầu."
    )


def _plans(report: WaveReport) -> str:
    total = report.total
    if report.committee:
        made = f"{number(total.plans)}/{number(report.asked)} đơn vị đã ban hành"
    elif total.plans:
        made = _own_plan(report.units[0])
    else:
        return "Kế hoạch hành động: chưa lập."
    return (
        f"Kế hoạch hành động: {made}, với "
        f"{number(total.tasks)} nhiệm vụ; {number(total.tasks_clear)}/{number(total.tasks)} nhiệm vụ có "
        f"người thực hiện, thời hạn và thước đo kết quả; đã hoàn thành {number(total.tasks_done)} nhiệm vụ."
    )


def _own_plan(own: UnitFigures) -> str:
    """Return how far a cell's own plan is: without number and date it is made, but not issued."""
    if not own.plan_number and not own.plan_dated:
        return "đã lập"
    symbol = f" số {own.plan_number}" if own.plan_number else ""
    dated = f", {paper_date(own.plan_dated)}" if own.plan_dated else ""
    return f"đã ban hành kế hoạch{symbol}{dated}"


def _period(report: WaveReport) -> str:
    """Return when the wave was held, as far as it is past: no day to come is told as done."""
    if not report.starts_on or report.starts_on > report.made_on:
        return ""
    starts = paper_date(report.starts_on)
    if not report.ends_on:
        return f" từ {starts}"
    if report.ends_on > report.made_on:
        return f" (từ {starts}, đến nay)"
    return f" từ {starts} đến {paper_date(report.ends_on)}"


def cited(document: Document | StudiedDocument) -> str:
    """Return a document as Party papers cite it: Nghị quyết số 18-NQ/TW, ngày … của … (§2.2, 14).

    A name that says the type itself, and perhaps who issued it, does not say them twice.
    """
    kind = _ANY if document.type is DocumentType.OTHER else document.type.label
    number_of = f" số {document.number}" if document.number else ""
    dated = f", {paper_date(document.issued_on)}" if document.issued_on else ""
    by = f" của {document.issuer}" if document.issuer else ""
    name = nfc(document.name)
    if name.casefold().startswith(f"{kind} ".casefold()):
        said, _, rest = name[len(kind) :].partition(" về ")
        said = said.strip()
        if not rest or (said and not said.startswith("của ") and said != number_of.strip()):
            return f"{name}{number_of}{dated}{by}"
        by = by or (f" {said}" if said.startswith("của ") else "")
        name = f"về {rest}"
    about = name if name.startswith("về ") else f"“{name}”"
    return f"{kind}{number_of}{dated}{by} {about}"


def named(report: WaveReport) -> str:
    """Return the wave's name in quotes, called a wave unless its name says so itself."""
    called = f"“{report.name}”"
    return called if nfc(report.name).casefold().startswith("đợt") else f"đợt {called}"


def abstract(report: WaveReport) -> str:
    """Return what the report is about, in lower case as its place below the title asks (rules §2.2)."""
    name = report.name
    if not name[1:2].isupper():  # an abbreviation keeps its capitals
        name = f"{name[:1].lower()}{name[1:]}"
    return f"kết quả {name}"
