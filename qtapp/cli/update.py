"""`update`: look at a newer setup file, on a stick or in the library, and start it."""

from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun
from qtapp.cli.terminal import Terminal


@click.group(cls=Noun)
def update() -> None:
    """Cập nhật phần mềm từ USB hoặc từ gói của cấp trên, không cần mạng."""


@update.command()
@click.argument("path", metavar="[TỆP_HOẶC_THƯ_MỤC]", type=File(), required=False)
@click.pass_obj
def check(terminal: Terminal, path: Path | None) -> None:
    """Kiểm tra chữ ký của bộ cài, chưa cài gì. Không nêu nơi nào: xem bộ cài đính kèm trong mục Văn bản."""
    with terminal.opened() as book:
        offer = book.updating.look(path, terminal.report())
    terminal.say(
        f"Bộ cài bản {offer.version}, chữ ký đúng: {offer.path}",
        {"version": offer.version, "path": str(offer.path)},
    )


@update.command()
@click.argument("path", metavar="[TỆP_HOẶC_THƯ_MỤC]", type=File(), required=False)
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@click.pass_obj
def start(terminal: Terminal, path: Path | None, yes: bool) -> int:
    """Sao lưu sổ rồi chạy bộ cài."""
    with terminal.opened() as book:
        offer = book.updating.look(path, terminal.report())
        if not (yes or terminal.confirms(f"Sao lưu sổ rồi cài bản {offer.version}?")):
            return 1
        backup = book.updating.start(offer)
    said = {"version": offer.version, "backup": str(backup)}
    terminal.say(f"Đã sao lưu sổ vào {backup}. Bộ cài đang chạy.", said)
    return 0
