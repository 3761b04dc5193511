"""`attendance`: the sheet of one session."""

from datetime import date
from pathlib import Path

import click

from qtapp.cli.lists import put_out, take_in
from qtapp.cli.speaking import Day, File, Noun, OneOf, Output
from qtapp.cli.terminal import Terminal, chosen, columns
from qtapp.cli.waves import find_session
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import Tally


@click.group(cls=Noun)
def attendance() -> None:
    """Điểm danh buổi học."""


@attendance.command()
@click.argument("which", metavar="BUỔI")
@click.pass_obj
def show(terminal: Terminal, which: str) -> None:
    """Xem bảng điểm danh; dấu * là chưa ghi, chỉ là tình trạng thường lệ."""
    with terminal.opened() as book:
        session = find_session(book, which)
        sheet = book.attendance.sheet(session.id)
        count = book.attendance.count(session.id)
    rows = [
        (
            place,
            row.member.full_name,
            row.status.label + ("" if row.recorded else " *"),
            row.reason,
        )
        for place, row in enumerate(sheet, 1)
    ]
    text = columns(("TT", "Họ và tên", "Điểm danh", "Lý do"), rows)
    terminal.say(
        f"{session.name}\n{text}\n{_tally(count)}",
        {"session": session, "rows": sheet, "count": count},
    )


@attendance.command()
@click.argument("which", metavar="BUỔI")
@click.argument("member", metavar="ĐẢNG_VIÊN")
@click.argument("status", type=OneOf(AttendanceStatus), metavar="TÌNH_TRẠNG")
@click.option("--reason", default="", metavar="CHỮ", help="Lý do vắng.")
@click.option("--made-up-on", type=Day(), help="Ngày học bù.")
@click.pass_obj
def mark(
    terminal: Terminal,
    which: str,
    member: str,
    status: AttendanceStatus,
    *,
    reason: str,
    made_up_on: date | None,
) -> None:
    """Ghi tình trạng của một đảng viên trong một buổi học."""
    if made_up_on is not None and status is not AttendanceStatus.MADE_UP:
        made_up = AttendanceStatus.MADE_UP
        raise click.UsageError(
            f"--made-up-on chỉ đi với tình trạng {made_up.value} ({made_up.label})."
        )
    with terminal.opened() as book:
        session = find_session(book, which)
        found = chosen(book.members.all(), member, lambda each: each.full_name, "members")
        kept = book.attendance.mark(session.id, found.id, status, reason, made_up_on)
    terminal.say(f"{found.full_name}: {kept.status.label}", kept)


@attendance.command()
@click.argument("which", metavar="BUỔI")
@click.pass_obj
def finish(terminal: Terminal, which: str) -> None:
    """Kết thúc điểm danh: ai chưa ghi thì ghi tình trạng thường lệ."""
    with terminal.opened() as book:
        count = book.attendance.finish(find_session(book, which).id)
    terminal.say(_tally(count), count)


@attendance.command("export")
@click.argument("which", metavar="BUỔI")
@click.option("-o", "--output", type=Output(".xlsx"), required=True, help="Tệp .xlsx.")
@click.pass_obj
def export_sheet(terminal: Terminal, which: str, output: Path) -> None:
    """Xuất bảng điểm danh ra Excel."""
    put_out(
        terminal,
        output,
        lambda book: book.exporting.attendance(find_session(book, which).id, output),
    )


@attendance.command("import")
@click.argument("which", metavar="BUỔI")
@click.argument("path", metavar="TỆP", type=File())
@click.option("--skip-bad", is_flag=True, help="Bỏ qua dòng có lỗi, vẫn ghi các dòng khác.")
@click.option("--yes", is_flag=True, help="Ghi vào sổ luôn, không hỏi lại.")
@click.pass_obj
def import_sheet(terminal: Terminal, which: str, path: Path, *, skip_bad: bool, yes: bool) -> None:
    """Nhập điểm danh từ Excel: xem trước, rồi mới ghi khi đồng ý."""
    with terminal.opened() as book:
        session = find_session(book, which)
        plan = book.registers.attendance(session.id, path, terminal.report())
        take_in(terminal, book, plan, skip_bad=skip_bad, yes=yes)


def _tally(count: Tally) -> str:
    return (
        f"Phải học {count.total}; có mặt {count.at_session}; học bù {count.made_up};"
        f" vắng có lý do {count.excused}; vắng không lý do {count.unexcused};"
        f" không tính {count.not_counted}; chưa ghi {count.open}"
    )
