"""A committee and a cell that write to each other through a real mail server."""

from dataclasses import dataclass
from pathlib import Path

from qtapp.services.book import Book
from tests.mail_server import ALICE, BOB, PASSWORD, Lab
from tests.services.pairs import Pair, a_pair


@dataclass
class Post:
    """The cell writes as ALICE, whose server keeps copies; the committee as BOB, whose does not."""

    lab: Lab
    pair: Pair

    @property
    def cell(self) -> Book:
        """The cell's open book."""
        return self.pair.cell

    @property
    def commune(self) -> Book:
        """The committee's open book."""
        return self.pair.commune

    def send_through(self, book: Book, port: int) -> None:
        """Let a book's letters go through another port, most often one that breaks."""
        account = book.mail.account()
        assert account is not None
        changed = self.lab.account(account.address, smtp_port=port)
        book.mail.set_up(changed, PASSWORD)

    def fetch_through(self, book: Book, port: int) -> None:
        """Let a book fetch through another port."""
        account = book.mail.account()
        assert account is not None
        book.mail.set_up(self.lab.account(account.address, imap_port=port), PASSWORD)


def a_post(folder: Path, lab: Lab) -> Post:
    """Return a pair of books with mailboxes that know each other's addresses."""
    pair = a_pair(folder)
    pair.cell.mail.set_up(lab.account(ALICE), PASSWORD)
    pair.commune.mail.set_up(lab.account(BOB), PASSWORD)
    superior = pair.cell.exchange.superior()
    assert superior is not None
    pair.cell.mail.set_address(superior.id, BOB)
    pair.commune.mail.set_address(pair.unit, ALICE)
    return Post(lab=lab, pair=pair)
