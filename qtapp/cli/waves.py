"""`wave` and `session`: what is studied, when, and how far it has come."""

import click

from qtapp.cli.speaking import Noun
from qtapp.cli.terminal import Terminal, chosen, columns, short_ids
from qtapp.domain.figures import Figures
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import date_text, percent
from qtapp.domain.waves import Wave
from qtapp.services.book import Book


@click.group(cls=Noun)
def wave() -> None:
    """Đợt học tập."""


@wave.command("list")
@click.pass_obj
def list_waves(terminal: Terminal) -> None:
    """Liệt kê các đợt học tập, mới nhất trước."""
    with terminal.opened() as book:
        found = book.waves.all()
    ids = short_ids(found)
    rows = [(ids[each.id], each.name, _day(each.starts_on), _day(each.ends_on)) for each in found]
    terminal.say(columns(("Mã", "Tên", "Từ ngày", "Đến ngày"), rows), found)


@wave.command("show")
@click.argument("which", metavar="ĐỢT")
@click.pass_obj
def show_wave(terminal: Terminal, which: str) -> None:
    """Xem một đợt: văn bản, buổi học, số liệu đến lúc này."""
    with terminal.opened() as book:
        found = find_wave(book, which)
        documents = book.waves.documents(found.id)
        sessions = book.sessions.of(found.id)
        report = book.reports.wave(found.id)
    lines = [f"{found.name} ({_day(found.starts_on)} – {_day(found.ends_on)})"]
    lines += [f"  {level.label}: {each.number} {each.name}" for each, level in documents]
    lines += [f"  Buổi học: {each.name}, {each.starts_at or 'chưa xếp giờ'}" for each in sessions]
    lines += [f"  {line}" for line in figure_lines(report.total)]
    lines += [f"  Chưa báo cáo: {', '.join(report.missing)}"] if report.missing else []
    terminal.say(
        "\n".join(lines),
        {
            "wave": found,
            "documents": [
                {"document": each, "intensity": intensity} for each, intensity in documents
            ],
            "sessions": sessions,
            "figures": report.total,
            "missing": report.missing,
        },
    )


@click.group(cls=Noun)
def session() -> None:
    """Buổi học."""


@session.command("list")
@click.argument("which", metavar="[ĐỢT]", required=False)
@click.pass_obj
def list_sessions(terminal: Terminal, which: str | None) -> None:
    """Liệt kê các buổi học của chi bộ, theo thời gian."""
    with terminal.opened() as book:
        found = book.sessions.of(find_wave(book, which).id) if which else book.sessions.all()
    ids = short_ids(found)
    rows = [
        (
            ids[each.id],
            each.name,
            each.starts_at.replace("T", " "),
            each.minutes,
            each.format.label,
            "đã học" if each.held else "",
        )
        for each in found
    ]
    headings = ("Mã", "Tên", "Bắt đầu", "Phút", "Hình thức", "")
    terminal.say(columns(headings, rows), found)


def find_wave(book: Book, given: str) -> Wave:
    """Return the wave a person means: id, its beginning, or exact name; raises NotFound."""
    return chosen(book.waves.all(), given, lambda each: each.name, "waves")


def find_session(book: Book, given: str) -> Session:
    """Return the session a person means: id, its beginning, or exact name; raises NotFound."""
    return chosen(book.sessions.all(), given, lambda each: each.name, "sessions")


def figure_lines(figures: Figures) -> list[str]:
    """Return the main figures of a wave, a line each."""
    f = figures
    return [
        f"Buổi học: {f.sessions}",
        f"Đảng viên đã học: {f.members_studied}/{f.members}"
        f" ({percent(f.members_studied, f.members)}), học bù {f.members_made_up}",
        f"Bài thu hoạch: phải viết {f.essays_due}, đã nộp {f.essays_written},"
        f" đã chấm {f.essays_graded}",
        f"Kế hoạch hành động: {f.plans}; nhiệm vụ: {f.tasks},"
        f" đủ người, thời hạn, thước đo: {f.tasks_clear}",
    ]


def _day(day: object) -> str:
    return date_text(day) if day else "…"  # type: ignore[arg-type]
