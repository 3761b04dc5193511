from qtapp.domain.vietnamese import nfc
from qtapp.services.book import open_book
from tests.make import PASSPHRASE, a_cell_book, a_session_in, a_wave_in, an_environment

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


def _forget_the_history(book):
    with book._store.transaction():
        book._store.write("DELETE FROM edits")


def test_a_draft_of_a_removed_record_goes_once_nothing_can_bring_it_back(cell):
    gone, there = cell.members.all()[:2]
    wave = a_wave_in(cell)
    session = a_session_in(cell, wave)
    places = [f"members/{gone.id}", f"agenda_items/{session.id}", f"papers/minutes/{session.id}/"]
    for place in places:
        cell.drafts.keep(place, WORDS)
    cell.members.remove(gone.id)
    cell.sessions.remove(session.id)
    cell.drafts.keep(f"members/{there.id}", WORDS)
    assert [cell.drafts.of(place) for place in places] == [WORDS] * 3
    _forget_the_history(cell)
    cell.drafts.keep("members/new", WORDS)
    assert [cell.drafts.of(place) for place in places] == [{}] * 3
    assert cell.drafts.of(f"members/{there.id}") == WORDS
    assert cell.drafts.of("members/new") == WORDS


def test_a_draft_about_what_is_no_record_yet_stays(cell):
    wave = a_wave_in(cell)
    essay = cell.essays.sheet(wave.id)[0].essay
    cell.drafts.keep(f"essays/{essay.id}", {"score": "tám"})
    _forget_the_history(cell)
    cell.drafts.keep("mail/account", {"address": "chi bo"})
    assert cell.drafts.of(f"essays/{essay.id}") == {"score": "tám"}
