"""`print` and `report`: the papers a book makes."""

from pathlib import Path

import click

from qtapp.cli.speaking import Count, Noun, Output
from qtapp.cli.terminal import Terminal
from qtapp.cli.waves import find_session, find_wave
from qtapp.paths import save_file


@click.group(cls=Noun, name="print")
def print_() -> None:
    """In giấy tờ ra tệp PDF."""


@print_.command()
@click.argument("which", metavar="BUỔI")
@click.option("-o", "--output", type=Output(".pdf"), required=True, help="Tệp PDF.")
@click.option("--signature-columns", type=Count(), default=1, help="Số cột ký: 1 hoặc 2.")
@click.option(
    "--spare-rows",
    type=Count(),
    help="Số dòng trống ở cuối; không ghi thì chừa đủ cho khách mời, không thêm trang khi không cần.",
)
@click.pass_obj
def signin(
    terminal: Terminal, which: str, output: Path, signature_columns: int, spare_rows: int | None
) -> None:
    """In danh sách ký tên của một buổi học."""
    if signature_columns not in {1, 2}:
        raise click.UsageError("Số cột ký chỉ có thể là 1 (một buổi) hoặc 2 (sáng, chiều).")
    with terminal.opened() as book:
        session = find_session(book, which)
        book.printing.signin(
            session.id,
            output,
            signature_columns=signature_columns,
            spare_rows=spare_rows,
            report=terminal.report(),
        )
    terminal.say(f"Đã in ra {output}", {"path": str(output), "session": session.id})


@click.group(cls=Noun)
def report() -> None:
    """Báo cáo."""


@report.command("wave")
@click.argument("which", metavar="ĐỢT")
@click.option(
    "-o",
    "--output",
    type=Output(".pdf", ".xlsx", ".json"),
    required=True,
    help="Tệp .pdf, .xlsx hoặc .json.",
)
@click.pass_obj
def report_wave(terminal: Terminal, which: str, output: Path) -> None:
    """Báo cáo kết quả một đợt học tập; số liệu tính từ sổ."""
    kind = output.suffix.lower()
    with terminal.opened() as book:
        wave = find_wave(book, which)
        if kind == ".pdf":
            book.printing.wave_report(wave.id, output, terminal.report())
        elif kind == ".xlsx":
            book.exporting.annex(wave.id, output)
        else:
            save_file(output, book.printing.wave_report_json(wave.id), ".json")
        missing = list(book.reports.wave(wave.id).missing)
    text = f"Đã ghi báo cáo ra {output}"
    if missing:
        text += f"\nChưa có số liệu của: {', '.join(missing)}"
    terminal.say(text, {"path": str(output), "wave": wave.id, "missing": missing})
