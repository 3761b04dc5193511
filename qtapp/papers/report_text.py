"""The words of the result report of a wave: every figure in them is computed (rules §3.9)."""

import re

from qtapp.domain.documents import DocumentType
from qtapp.domain.figures import Figures, UnitFigures, WaveReport
from qtapp.domain.vietnamese import date_text, nfc, number, partial_date_text, percent

_NONE = "–"
_ANY = "Văn bản"
# The abbreviation in a symbol such as 18-NQ/TW.
_SYMBOL = re.compile(r"\d\s*[-–]\s*([^\W\d_]+)\s*/")


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
        document = _document(each.number, each.issued_on, each.issuer, each.name)
        lines.append(f"- {document} ({each.intensity}){end}")
    lines.append("#II- KẾT QUẢ HỌC TẬP, QUÁN TRIỆT")
    lines.append(_held(total))
    lines.append(_studied(total, report.attendance_target))
    if total.public_sessions:
        lines.append(
            f"Tuyên truyền, phổ biến trong quần chúng Nhân dân: {number(total.public_sessions)} hội "
            f"nghị, {number(total.public_attended)}/{number(total.public_invited)} người dự, đạt "
            f"{percent(total.public_attended, total.public_invited)}."
        )
    lines.append("#III- VIẾT THU HOẠCH VÀ KẾ HOẠCH HÀNH ĐỘNG")
    lines.append(_essays(total))
    lines.append(_plans(report))
    if report.missing:
        lines.append("#IV- ĐƠN VỊ CHƯA BÁO CÁO")
        names = "; ".join(report.missing)
        lines.append(
            f"Còn {number(len(report.missing))}/{number(len(report.units))} đơn vị chưa gửi kết quả: "
            f"{names}."
        )
    counted = "Số liệu tính trên các đơn vị đã báo cáo; chi" if report.missing else "Chi"
    lines.append(f"({counted} tiết tại phụ lục kèm theo; tỷ lệ làm tròn đến hàng đơn vị.)")
    return lines


def annex_rows(report: WaveReport) -> list[list[str]]:
    """Return the annex: one row per unit, then the total; a unit that has not reported shows dashes."""
    rows = [_annex_row(str(place), unit) for place, unit in enumerate(report.units, 1)]
    whole = UnitFigures(unit="", name="Tổng cộng", reported=True, figures=report.total)
    total = _annex_row("", whole)
    total[-1] = f"{number(report.total.plans)}/{number(len(report.units))} đơn vị"
    return [*rows, total]


def _annex_row(place: str, unit: UnitFigures) -> list[str]:
    if not unit.reported:
        return [place, unit.name, *[_NONE] * 13, "Chưa báo cáo"]
    own = unit.figures
    plan = _NONE
    if own.plans:
        parts = [unit.plan_number, date_text(unit.plan_dated) if unit.plan_dated else ""]
        plan = ", ".join(part for part in parts if part) or "Đã ban hành"
    counts = [
        own.sessions, own.sessions_in_person + own.sessions_split + own.sessions_mixed,
        own.sessions_online, own.members, own.members_studied,
    ]  # fmt: skip
    return [
        place,
        unit.name,
        *(number(each) for each in counts),
        percent(own.members_studied, own.members),
        number(own.public_invited),
        number(own.public_attended),
        percent(own.public_attended, own.public_invited),
        number(own.essays_due),
        number(own.essays_written),
        number(own.essays_passed),
        percent(own.essays_written, own.essays_due),
        plan,
    ]


def _held(total: Figures) -> str:
    forms = [
        (total.sessions_in_person, "trực tiếp"),
        (total.sessions_online, "trực tuyến"),
        (total.sessions_mixed, "trực tiếp kết hợp trực tuyến"),
        (total.sessions_split, "chia nhỏ"),
    ]
    said = ", ".join(f"{number(count)} hội nghị {form}" for count, form in forms if count)
    return (
        f"Đã tổ chức {number(total.sessions)} hội nghị học tập, quán triệt"
        f"{f' ({said})' if said else ''}, với {number(total.attendances)} lượt người dự."
    )


def _studied(total: Figures, target: int) -> str:
    text = (
        f"Số đảng viên tham gia học tập: {number(total.members_studied)}/{number(total.members)} đồng "
        f"chí, đạt {percent(total.members_studied, total.members)}"
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
    issued = f"{number(total.plans)}/{number(len(report.units))} đơn vị đã ban hành"
    if [each.name for each in report.units] == [report.unit_name]:
        (own,) = report.units
        if not total.plans:
            return "Kế hoạch hành động: chưa ban hành."
        symbol = f" số {own.plan_number}" if own.plan_number else ""
        dated = f", ngày {date_text(own.plan_dated)}" if own.plan_dated else ""
        issued = f"đã ban hành kế hoạch{symbol}{dated}"
    return (
        f"Kế hoạch hành động: {issued}, với "
        f"{number(total.tasks)} nhiệm vụ; {number(total.tasks_clear)}/{number(total.tasks)} nhiệm vụ có "
        f"người thực hiện, thời hạn và thước đo kết quả; đã hoàn thành {number(total.tasks_done)} nhiệm vụ."
    )


def _period(report: WaveReport) -> str:
    if report.starts_on and report.ends_on:
        return f" từ ngày {date_text(report.starts_on)} đến ngày {date_text(report.ends_on)}"
    return f" từ ngày {date_text(report.starts_on)}" if report.starts_on else ""


def _document(symbol: str, issued_on: str, issuer: str, name: str) -> str:
    """Return a document as Party papers cite it: Nghị quyết số 18-NQ/TW, ngày … của … về …."""
    number_of = f" số {symbol}" if symbol else ""
    dated = f", ngày {partial_date_text(issued_on)}" if issued_on else ""
    by = f" của {issuer}" if issuer else ""
    about = name if nfc(name).startswith("về ") else f"“{name}”"
    kind = _kind(symbol)
    if nfc(name).casefold().startswith(kind.casefold()):
        kind = _ANY  # a title that says its type is not told it twice
    return f"{kind}{number_of}{dated}{by} {about}"


def _kind(symbol: str) -> str:
    """Return the type that a document's symbol names; QĐ may be a decision or a regulation."""
    found = _SYMBOL.search(nfc(symbol))
    known = {each.value: each.label for each in DocumentType if each is not DocumentType.DECISION}
    return known.get(found[1], _ANY) if found else _ANY


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
