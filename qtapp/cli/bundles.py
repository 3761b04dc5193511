"""`invite` and `bundle`: who belongs together, and what travels between them."""

from collections.abc import Sequence
from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun, Output
from qtapp.cli.terminal import PASSPHRASE, Terminal, chosen
from qtapp.cli.units import unit_name
from qtapp.domain.errors import FileUnreadable, NotFound
from qtapp.services.book import Book, accept_invitation
from qtapp.services.exchange import Exchange
from qtapp.services.inbox import InboxState, Received
from qtapp.wording.failures import sentence

_QUARANTINED = 6
_TO_BE_DONE = 1
_REVOKED = "Máy này đã bị thu hồi: không nơi nào nhận gói làm ở máy này. Hãy xin thư mời mới để vào lại như máy mới."


@click.group(cls=Noun)
def invite() -> None:
    """Thư mời nối sổ cấp dưới với cấp trên."""


@invite.command("create")
@click.argument("which", metavar="ĐƠN_VỊ")
@click.option("-o", "--output", type=Output(".cbmoi"), required=True, help="Tệp thư mời (.cbmoi).")
@click.pass_obj
def create_invitation(terminal: Terminal, which: str, output: Path) -> None:
    """Làm thư mời cho một đơn vị trực thuộc; mã mở thư đọc riêng cho đơn vị đó."""
    with terminal.opened() as book:
        unit = chosen(book.units.subordinates(), which, unit_name, "units")
        code = book.exchange.invite(unit.id, output)
    terminal.say(
        f"Đã làm thư mời cho {unit.name}: {output}\nMã mở thư: {code}",
        {"unit": unit.id, "path": str(output), "code": code},
    )


@invite.command("accept")
@click.argument("path", metavar="THƯ_MỜI", type=File())
@click.option("--code", required=True, metavar="MÃ", help="Mã cấp trên đã đọc cho.")
@click.option("--place", default="", metavar="ĐỊA_DANH", help="Địa danh ở đầu văn bản của sổ mới.")
@click.pass_obj
def accept(terminal: Terminal, path: Path, code: str, place: str) -> None:
    """Nhận thư mời: vào sổ đã có, hoặc tạo sổ mới nếu chưa có tệp sổ."""
    target = terminal.path()
    if target.exists():
        with terminal.opened() as book:
            unit = book.exchange.join(path, code)
        text, data = f"Sổ này nay là của {unit.name}.", {"unit": unit.id, "name": unit.name}
    else:
        words = terminal.ask("Đặt mật khẩu cho sổ", PASSPHRASE, twice=True)
        made, recovery = accept_invitation(
            path, code, target, words, terminal.environment(), place=place
        )
        try:
            unit = made.units.own()
        finally:
            made.close()
        text = f"Đã tạo sổ của {unit.name}: {target}\nMã khôi phục: {recovery}"
        data = {"unit": unit.id, "name": unit.name, "recovery_code": recovery}
    terminal.say(text, data)


@click.group(cls=Noun)
def bundle() -> None:
    """Gói dữ liệu gửi lên, gửi xuống."""


@bundle.command()
@click.option("-o", "--output", type=File(), required=True, metavar="THƯ_MỤC", help="Nơi ghi gói.")
@click.option(
    "--down", is_flag=True, help="Gửi xuống (mặc định với sổ của cấp ủy không có cấp trên)."
)
@click.option("--peer", is_flag=True, help="Gửi máy khác của chính đơn vị.")
@click.option("--whole", is_flag=True, help="Gửi lại toàn bộ, kể cả phần bên kia đã xác nhận.")
@click.pass_obj
def make(terminal: Terminal, output: Path, down: bool, peer: bool, whole: bool) -> None:
    """Làm gói gửi cấp trên, gửi từng đơn vị trực thuộc đã nối, hoặc gửi máy khác của đơn vị."""
    report = terminal.report()
    with terminal.opened() as book:
        if peer:
            made = [book.exchange.make_peer(output, report)]
        elif down or (book.units.is_committee() and book.exchange.superior() is None):
            made = book.exchange.make_down(output, report, whole=whole)
        else:
            made = [book.exchange.make_up(output, report, whole=whole)]
        own = book.units.own().id
        revoked = any(each.is_this and each.revoked for each in book.exchange.devices(own))
    files = [str(path) for first in made for path in book.carrying.parts(first)]
    text = "\n".join(f"Đã làm {path}" for path in files)
    if revoked:
        terminal.caution(_REVOKED)
    terminal.say(text or "Chưa có đơn vị nào đã nối để gửi.", {"paths": files, "revoked": revoked})


@bundle.command()
@click.argument("paths", metavar="TỆP_HOẶC_THƯ_MỤC…", type=File(), nargs=-1, required=True)
@click.pass_obj
def read(terminal: Terminal, paths: tuple[Path, ...]) -> int:
    """Nhận gói, thư .eml có kèm gói, ảnh chụp hoặc PDF quét mã; gói không dùng được thì để riêng."""
    for path in paths:
        if not path.exists():
            raise FileUnreadable(str(path))
    with terminal.opened() as book:
        found = book.carrying.receive(paths, terminal.report())
        code = code_of(book, found)
    lines = [line for each in found for line in lines_of(each)]
    terminal.say("\n".join(lines) or "Không thấy gói nào.", [record_of(each) for each in found])
    return code


@bundle.command()
@click.pass_obj
def waiting(terminal: Terminal) -> None:
    """Liệt kê gói chưa nhập: bị giữ lại, còn thiếu phần, hoặc để riêng, kèm lý do."""
    with terminal.opened() as book:
        found = book.exchange.status().waiting
    lines = []
    for each in found:
        lines.append(f"{each.id[:8]}  {each.name}: {each.state.label}")
        if each.failure is not None:
            lines.extend(f"  {line}" for line in sentence(each.failure) if line)
    data = [
        {
            "id": each.id,
            "name": each.name,
            "state": each.state,
            "reason": each.reason,
            "unit": each.unit,
            "received": each.received,
        }
        for each in found
    ]
    terminal.say("\n".join(lines) or "Không có gói nào đang chờ.", data)


@bundle.command()
@click.argument("entry", metavar="MÃ_GÓI")
@click.option("--accept", is_flag=True, help="Nhập gói bị giữ lại vì xóa nhiều.")
@click.option("--refuse", is_flag=True, help="Không nhập gói bị giữ lại.")
@click.pass_obj
def retry(terminal: Terminal, entry: str, accept: bool, refuse: bool) -> int:
    """Thử lại một gói để riêng hoặc thiếu phần; với gói bị giữ lại thì quyết định nhập hay không."""
    if accept and refuse:
        raise click.UsageError("Chỉ chọn một trong hai: --accept hoặc --refuse.")
    with terminal.opened() as book:
        fits = [each for each in book.exchange.inbox() if each.id.startswith(entry)]
        if len(fits) != 1:
            raise NotFound("inbox", entry)
        digest = fits[0].id
        if refuse:
            book.exchange.refuse(digest)
            found = []
        elif accept:
            found = book.exchange.release(digest)
        else:
            found = [book.exchange.retry(digest)]
        code = code_of(book, found)
    lines = [line for each in found for line in lines_of(each)]
    terminal.say(
        "\n".join(lines) or "Đã để gói lại, không nhập vào sổ.", [record_of(each) for each in found]
    )
    return code


@bundle.command()
@click.argument("path", metavar="TỆP", type=File())
@click.pass_obj
def inspect(terminal: Terminal, path: Path) -> None:
    """Xem bì của một gói (không cần mở sổ, không cần khóa)."""
    found = Exchange.inspect(path)
    terminal.say("\n".join(f"{name}: {value}" for name, value in found.items()), found)


def code_of(book: Book, received: Sequence[Received]) -> int:
    """Return the exit code: the worst end of all files, so that a script need not read their words.

    A part that waited for one that came later in the same run waits no more.
    """
    if any(each.state is InboxState.QUARANTINED for each in received):
        return _QUARANTINED
    waiting = {each.name for each in book.exchange.status().waiting}
    left = {each.name for each in received if each.state in {InboxState.HELD, InboxState.WAITING}}
    return _TO_BE_DONE if left & waiting else 0


def lines_of(received: Received) -> list[str]:
    """Return what became of one file, for a person."""
    of = f" của {received.unit}" if received.unit else ""
    lines = [f"{received.name}: {received.state.label}{of}, {received.rows} dòng"]
    if received.own:
        lines.append(f"  {received.own} dòng của chính đơn vị đổi theo bản cấp trên gửi trả")
    if received.conflicts:
        lines.append(f"  {received.conflicts} chỗ hai bên ghi khác nhau")
    if received.reason is not None:
        lines.extend(f"  {line}" for line in sentence(received.reason) if line)
    return lines


def record_of(received: Received) -> dict[str, object]:
    """Return what became of one file, for a program."""
    return {
        "name": received.name,
        "state": received.state,
        "reason": type(received.reason).__name__ if received.reason else "",
        "unit": received.unit,
        "rows": received.rows,
        "conflicts": received.conflicts,
        "own": received.own,
    }
