"""`book`: make a book, ask about it, check it, change its locks."""

from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun, OneOf, Output
from qtapp.cli.terminal import NEW_PASSPHRASE, PASSPHRASE, RECOVERY, Terminal, as_data
from qtapp.domain.errors import AppError
from qtapp.domain.units import UnitKind
from qtapp.services.book import create_book, open_book


@click.group(cls=Noun)
def book() -> None:
    """Tạo sổ, xem, kiểm tra, sao lưu, đổi mật khẩu, khôi phục."""


@book.command()
@click.option("--name", required=True, metavar="TÊN", help="Tên đơn vị.")
@click.option(
    "--kind",
    type=OneOf(UnitKind),
    default=UnitKind.CELL,
    help="Chi bộ (cell) hay cấp ủy (committee).",
)
@click.option("--recovery-sheet", type=Output(".pdf"), help="In mã khôi phục ra tệp PDF này.")
@click.pass_obj
def create(terminal: Terminal, name: str, kind: UnitKind, recovery_sheet: Path | None) -> None:
    """Tạo sổ mới; mã khôi phục chỉ hiện một lần."""
    path = terminal.path()
    words = terminal.ask("Đặt mật khẩu cho sổ", PASSPHRASE, twice=True)
    made, code = create_book(path, words, name, kind, terminal.environment())
    failure = None
    try:
        info = made.info()
        try:
            if recovery_sheet is not None:
                made.printing.recovery(code, recovery_sheet)
        except AppError as error:  # the book is there: its code must be told all the same
            failure = error
    finally:
        made.close()
    terminal.say(
        f"Đã tạo sổ của {info.name}: {info.path}\n"
        f"Mã khôi phục: {code}\n"
        "Hãy ghi lại mã này và cất riêng: đó là cách duy nhất mở sổ khi quên mật khẩu.",
        {**as_data(info), "recovery_code": code},
    )
    if failure is not None:
        raise failure


@book.command()
@click.pass_obj
def info(terminal: Terminal) -> None:
    """Xem sổ của ai, có bao nhiêu đảng viên, bao nhiêu đợt học tập."""
    with terminal.opened() as opened:
        found = opened.info()
    copied = f"{found.backed_up.astimezone():%d/%m/%Y}" if found.backed_up else "chưa lần nào"
    terminal.say(
        f"Đơn vị: {found.name} ({found.kind.label})\n"
        f"Cấp trên: {found.superior or 'chưa nối'}\n"
        f"Đảng viên: {found.members}\n"
        f"Đợt học tập: {found.waves}\n"
        f"Máy này nhớ mật khẩu: {'có' if found.remembered else 'không'}\n"
        f"Sao lưu gần nhất: {copied}\n"
        f"Tệp: {found.path}",
        found,
    )


@book.command()
@click.pass_obj
def verify(terminal: Terminal) -> None:
    """Đọc lại toàn bộ sổ xem có chỗ nào hỏng không."""
    with terminal.opened() as opened:
        opened.verify()
    terminal.say("Sổ còn nguyên vẹn.", {"sound": True})


@book.command()
@click.option(
    "-o", "--output", type=File(), required=True, metavar="THƯ_MỤC", help="Nơi ghi bản sao lưu."
)
@click.pass_obj
def backup(terminal: Terminal, output: Path) -> None:
    """Sao lưu sổ và tệp khóa, đọc lại bản sao xem có nguyên vẹn không."""
    with terminal.opened() as opened:
        copy = opened.back_up(output)
    terminal.say(
        f"Đã sao lưu sổ: {copy}\nTệp khóa đi cùng: {copy}.keys. Luôn giữ hai tệp cạnh nhau.",
        {"path": str(copy), "keys": f"{copy}.keys"},
    )


@book.command("support-file")
@click.option(
    "-o", "--output", type=Output(".txt"), required=True, metavar="TỆP", help="Tệp .txt sẽ ghi."
)
@click.pass_obj
def support_file(terminal: Terminal, output: Path) -> None:
    """Ghi tệp cho người hỗ trợ: phiên bản, máy, số dòng của sổ, nhật ký; không có tên ai."""
    with terminal.opened() as opened:
        opened.support.write(output)
    terminal.say(f"Đã ghi tệp hỗ trợ: {output}", {"path": str(output)})


@book.command("change-passphrase")
@click.pass_obj
def change_passphrase(terminal: Terminal) -> None:
    """Đổi mật khẩu: cần mật khẩu hiện nay; mật khẩu mới lấy từ SOCHIBO_NEW_PASSPHRASE hoặc hỏi."""
    old = terminal.ask("Mật khẩu hiện nay", PASSPHRASE)
    opened = open_book(terminal.path(), terminal.environment(), passphrase=old)
    try:
        opened.change_passphrase(old, terminal.ask("Mật khẩu mới", NEW_PASSPHRASE, twice=True))
    finally:
        opened.close()
    terminal.say("Đã đổi mật khẩu.", {"changed": True})


@book.command()
@click.option("--new-code", is_flag=True, help="Làm mã khôi phục mới; mã cũ hết hiệu lực.")
@click.pass_obj
def recover(terminal: Terminal, new_code: bool) -> None:
    """Đặt mật khẩu mới bằng mã khôi phục (SOCHIBO_RECOVERY hoặc hỏi)."""
    code = terminal.ask("Mã khôi phục", RECOVERY)
    opened = open_book(terminal.path(), terminal.environment(), recovery=code)
    try:
        opened.renew_passphrase(terminal.ask("Mật khẩu mới", NEW_PASSPHRASE, twice=True))
        fresh = opened.renew_recovery_code() if new_code else ""
        if fresh:
            opened.note_recovery(kept=True)
    finally:
        opened.close()
    text = "Đã đặt mật khẩu mới."
    data: dict[str, object] = {"changed": True}
    if fresh:
        text += f"\nMã khôi phục mới: {fresh}"
        data["recovery_code"] = fresh
    terminal.say(text, data)


@book.command()
@click.pass_obj
def remember(terminal: Terminal) -> None:
    """Để máy này nhớ mật khẩu của sổ."""
    with terminal.opened() as opened:
        opened.remember()
    terminal.say("Máy này đã nhớ mật khẩu của sổ.", {"remembered": True})


@book.command()
@click.pass_obj
def forget(terminal: Terminal) -> None:
    """Để máy này quên mật khẩu của sổ."""
    with terminal.opened() as opened:
        opened.forget()
    terminal.say("Máy này không nhớ mật khẩu của sổ nữa.", {"remembered": False})
