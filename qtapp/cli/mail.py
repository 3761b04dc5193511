"""`mail`: the mailbox, where letters go, sending and fetching bundles by e-mail."""

import re

import click
from msgspec.structs import replace

from qtapp.cli.bundles import code_of, lines_of, record_of
from qtapp.cli.speaking import Count, Noun, OneOf
from qtapp.cli.terminal import Terminal, chosen, columns
from qtapp.cli.units import unit_name
from qtapp.domain.errors import NotFound, VaultLocked
from qtapp.domain.mail import (
    MailAccount,
    MailServer,
    Security,
    account_for,
    checked_address,
    provider_for,
)
from qtapp.domain.mail_errors import MailNotSetUp
from qtapp.services.mail_status import LetterEntry
from qtapp.wording.failures import sentence

MAIL_PASSWORD = "SOCHIBO_MAIL_PASSWORD"  # noqa: S105 - the name of a variable
NOT_SENT = 8
_SERVER = re.compile(r"([^:\s]+):(\d{1,5})")


class ServerName(click.ParamType[tuple[str, int]]):
    """A server's name and port, as in `mail.mau.vn:993`."""

    name = "MÁY_CHỦ:CỔNG"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Return name and port."""
        found = _SERVER.fullmatch(str(value))
        if found is None or not 1 <= int(found[2]) <= 65_535:
            self.fail(
                f"“{value}” không phải là máy chủ và cổng, hãy gõ như mail.mau.vn:993", param, ctx
            )
        return found[1], int(found[2])


@click.group(cls=Noun)
def mail() -> None:
    """Gửi, nhận gói dữ liệu qua thư điện tử."""


@mail.command("set-up")
@click.argument("address", metavar="ĐỊA_CHỈ")
@click.option("--user", default="", metavar="TÊN", help="Tên đăng nhập, nếu khác địa chỉ thư.")
@click.option("--smtp", type=ServerName(), help="Máy chủ gửi (mặc định theo địa chỉ).")
@click.option("--smtp-security", type=OneOf(Security), help="Cách mã hóa khi gửi.")
@click.option("--imap", type=ServerName(), help="Máy chủ nhận (mặc định theo địa chỉ).")
@click.option("--imap-security", type=OneOf(Security), help="Cách mã hóa khi nhận.")
@click.pass_obj
def set_up(
    terminal: Terminal,
    address: str,
    *,
    user: str,
    smtp: tuple[str, int] | None,
    smtp_security: Security | None,
    imap: tuple[str, int] | None,
    imap_security: Security | None,
) -> None:
    """Cài hộp thư: thử đăng nhập cả hai máy chủ, được thì lưu; mật khẩu vào kho mật khẩu của máy."""
    with terminal.opened() as book:
        clean = checked_address(address)
        account = account_for(clean, provider_for(clean, book.mail.providers()), user)
        account = replace(
            account,
            smtp=_server(account.smtp, smtp, smtp_security),
            imap=_server(account.imap, imap, imap_security),
        )
        password = terminal.ask("Mật khẩu hộp thư", MAIL_PASSWORD)
        tried = book.mail.try_out(account, password, terminal.report())
        is_kept = True
        try:
            book.mail.set_up(tried, password)
        except VaultLocked:
            is_kept = False
    text = f"Đã thử và lưu hộp thư {tried.address}."
    if not is_kept:
        text += f" Máy này không có kho mật khẩu: đặt mật khẩu vào biến {MAIL_PASSWORD} khi dùng."
    terminal.say(text, {**_facts(tried), "password_kept": is_kept})


@mail.command("test")
@click.pass_obj
def test_(terminal: Terminal) -> None:
    """Thử đăng nhập lại bằng mật khẩu đã lưu."""
    with terminal.opened() as book:
        account = book.mail.account()
        if account is None:
            raise MailNotSetUp
        password = terminal.variables.get(MAIL_PASSWORD, "")
        tried = book.mail.try_out(account, password, terminal.report())
    terminal.say(f"Hộp thư {tried.address} dùng được: gửi được, nhận được.", _facts(tried))


@mail.command()
@click.pass_obj
def forget(terminal: Terminal) -> None:
    """Bỏ hộp thư và mật khẩu của nó khỏi sổ và máy này."""
    with terminal.opened() as book:
        book.mail.forget()
    terminal.say("Đã bỏ hộp thư.", {"address": ""})


@mail.command()
@click.argument("which", metavar="ĐƠN_VỊ")
@click.argument("where", metavar="ĐỊA_CHỈ", default="")
@click.pass_obj
def address(terminal: Terminal, which: str, where: str) -> None:
    """Ghi địa chỉ thư của một đơn vị; bỏ trống thì xóa địa chỉ."""
    with terminal.opened() as book:
        unit = chosen([each for each, _ in book.mail.receivers()], which, unit_name, "units")
        book.mail.set_address(unit.id, where)
    said = f"Thư gửi {unit.name} đến {where}." if where else f"Đã xóa địa chỉ thư của {unit.name}."
    terminal.say(said, {"unit": unit.id, "address": where})


@mail.command()
@click.option(
    "--down", is_flag=True, help="Gửi xuống (mặc định với sổ của cấp ủy không có cấp trên)."
)
@click.option("--waiting", is_flag=True, help="Không làm gói mới, chỉ gửi thư đang chờ.")
@click.pass_obj
def send(terminal: Terminal, down: bool, waiting: bool) -> int:
    """Làm gói rồi gửi thư; thư chưa gửi được thì ở lại hàng chờ."""
    with terminal.opened() as book:
        if not waiting:
            if down or (book.units.is_committee() and book.exchange.superior() is None):
                book.mail.post_down()
            else:
                book.mail.post_up()
        password = terminal.variables.get(MAIL_PASSWORD, "")
        sent = book.mail.send(terminal.report(), hurry=True, password=password)
    lines = [f"Đã gửi {sent.sent} thư, còn chờ {sent.waiting}, cần xem lại {sent.held}."]
    if sent.problem is not None:
        lines.extend(line for line in sentence(sent.problem) if line)
    terminal.say(
        "\n".join(lines),
        {
            "sent": sent.sent,
            "waiting": sent.waiting,
            "held": sent.held,
            "problem": type(sent.problem).__name__ if sent.problem else "",
        },
    )
    return NOT_SENT if sent.problem is not None else 0


@mail.command()
@click.pass_obj
def fetch(terminal: Terminal) -> int:
    """Lấy gói có trong hộp thư; thư vẫn nguyên như cũ."""
    with terminal.opened() as book:
        password = terminal.variables.get(MAIL_PASSWORD, "")
        found = book.mail.fetch(terminal.report(), password=password)
        code = code_of(book, found.received)
    lines = [f"Đã xem {found.messages} thư mới, có {len(found.received)} gói."]
    lines += [line for each in found.received for line in lines_of(each)]
    if found.too_large or found.unreadable:
        lines.append(
            f"Bỏ qua {found.too_large} tệp quá lớn, {found.unreadable} thư không đọc được."
        )
    terminal.say(
        "\n".join(lines),
        {
            "messages": found.messages,
            "received": [record_of(each) for each in found.received],
            "too_large": found.too_large,
            "unreadable": found.unreadable,
        },
    )
    return code


@mail.command("list")
@click.pass_obj
def list_(terminal: Terminal) -> None:
    """Thư đang chờ, thư cần xem lại, thư gửi gần đây."""
    with terminal.opened() as book:
        letters = book.mail.letters()
    rows = [
        (each.number, each.state.label, each.unit, each.recipient, f"{each.part}/{each.parts}")
        for each in letters
    ]
    text = columns(("Số", "Tình trạng", "Đơn vị", "Địa chỉ", "Phần"), rows)
    terminal.say(text or "Chưa có thư nào.", [_row(each) for each in letters])


@mail.command()
@click.argument("number", metavar="SỐ", type=Count())
@click.pass_obj
def drop(terminal: Terminal, number: int) -> None:
    """Bỏ một thư chưa gửi; số của thư xem bằng “mail list”."""
    with terminal.opened() as book:
        if number not in {each.number for each in book.mail.letters()}:
            raise NotFound("letters", str(number))
        book.mail.drop(number)
    terminal.say(f"Đã bỏ thư số {number}.", {"number": number})


def _server(
    given: MailServer, where: tuple[str, int] | None, security: Security | None
) -> MailServer:
    host, port = where or (given.host, given.port)
    return MailServer(host=host, port=port, security=security or given.security)


def _facts(account: MailAccount) -> dict[str, object]:
    return {
        "address": account.address,
        "smtp": f"{account.smtp.host}:{account.smtp.port}",
        "imap": f"{account.imap.host}:{account.imap.port}",
        "part_bytes": account.part_bytes,
    }


def _row(each: LetterEntry) -> dict[str, object]:
    return {
        "number": each.number,
        "state": each.state,
        "unit": each.unit,
        "recipient": each.recipient,
        "part": each.part,
        "parts": each.parts,
        "made": each.made.isoformat(),
        "sent": each.sent.isoformat() if each.sent else "",
        "tries": each.tries,
        "problem": type(each.problem).__name__ if each.problem else "",
    }
