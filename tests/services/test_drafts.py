from qtapp.domain.vietnamese import nfc
from qtapp.services.book import open_book
from tests.make import PASSPHRASE, a_cell_book, an_environment

WORDS = {"full_name": "Lò Thị Dở Dang", "birth": "3/"}


def test_a_draft_is_there_after_the_book_was_opened_again(tmp_path):
    book = a_cell_book(tmp_path)
    book.drafts.keep("members/new", WORDS)
    book.close()
    again = open_book(book.path, an_environment(), passphrase=PASSPHRASE)
    assert again.drafts.of("members/new") == WORDS
    assert again.drafts.of("documents/new") == {}
    again.drafts.keep("members/new", {})
    assert again.drafts.of("members/new") == {}
    again.close()


def test_a_draft_is_no_change_of_the_book_and_never_in_the_clear(cell, tmp_path):
    before = len(cell.history.all())
    heads = cell.exchange.status().unmade
    cell.drafts.keep("members/new", WORDS)
    assert (len(cell.history.all()), cell.exchange.status().unmade) == (before, heads)
    lying = b"".join(each.read_bytes() for each in cell.path.parent.iterdir() if each.is_file())
    assert nfc("Lò Thị Dở Dang").encode() not in lying
    assert b"full_name" not in lying
