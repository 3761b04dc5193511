"""`demo` and `selftest`: see it work, with invented people, and prove that this copy works."""

from pathlib import Path

import click
import msgspec

from qtapp.cli.speaking import File, Verb
from qtapp.cli.terminal import Terminal
from qtapp.cli.waves import figure_lines
from qtapp.demo import DemoAccount, build_demo
from qtapp.selftest import run_selftest

FAULTY = 1


@click.command(cls=Verb)
@click.argument("folder", metavar="THƯ_MỤC", type=File())
@click.pass_obj
def demo(terminal: Terminal, folder: Path) -> None:
    """Dựng một xã, ba chi bộ bịa ra, chạy trọn một đợt học tập."""
    account = build_demo(
        folder, lambda device: terminal.environment(device=device), terminal.report()
    )
    terminal.say(_story(account), account.as_data())


@click.command(cls=Verb)
@click.pass_obj
def selftest(terminal: Terminal) -> int:
    """Kiểm tra bản cài này: sổ, Excel, PDF, gói, kho mật khẩu, cửa sổ."""
    result = run_selftest(lambda device: terminal.environment(device=device), terminal.paint)
    click.echo(msgspec.json.encode(result).decode())
    return 0 if result.ok else FAULTY


def _story(account: DemoAccount) -> str:
    lines = [f"Đã dựng xong trong {account.folder}", ""]
    lines += [
        f"  {place.path.relative_to(account.folder)}: {place.what}" for place in account.places
    ]
    lines += ["", f"Mật khẩu của cả {len(account.books)} sổ: {account.passphrase}", ""]
    lines += [f"{account.wave_name}, cả xã:"]
    lines += [f"  {line}" for line in figure_lines(account.total)]
    lines += [
        f"  {name}: {each.members_studied}/{each.members} đảng viên đã học,"
        f" {each.essays_written}/{each.essays_due} bài thu hoạch"
        for name, each in account.units
    ]
    lines += ["", "Mọi số liệu tính từ gói dữ liệu các chi bộ gửi lên, không ai gõ tay."]
    return "\n".join(lines)
