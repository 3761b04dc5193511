import socket
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from qtapp.carriers.mail_sending import MailSender
from qtapp.domain import mail_errors as e
from qtapp.domain.errors import Cancelled
from qtapp.domain.mail import LetterState
from qtapp.services import mail_outbox
from qtapp.services.inbox import InboxState
from qtapp.services.mail_outbox import pause
from tests.mail_proxy import Fault, broken
from tests.mail_server import ALICE, BOB, PASSWORD
from tests.services.pairs import reopened


def states(book):
    return [each.state for each in book.mail.letters()]


def merged(book):
    return [each.state for each in book.mail.fetch().received]


def forward(book, **by):
    book._environment.now.forward(**by)


def offline(monkeypatch):
    def nobody(*_args, **_options):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)


def test_a_bundle_goes_up_by_mail_and_is_merged(post):
    assert post.cell.mail.post_up() == 1
    assert post.cell.mail.is_due()
    sent = post.cell.mail.send()
    assert (sent.sent, sent.waiting, sent.held, sent.problem) == (1, 0, 0, None)
    assert states(post.cell) == [LetterState.SENT]
    post.lab.settle()
    assert merged(post.commune) == [InboxState.MERGED]
    assert post.commune.mail.post_down() == 1
    assert post.commune.mail.send().sent == 1
    post.lab.settle()
    assert merged(post.cell) == [InboxState.MERGED]
    assert post.cell.exchange.status().unsent == 0


def test_a_large_bundle_is_split_to_what_a_letter_holds_and_joined_again(post):
    account = replace(post.cell.mail.account(), part_bytes=6_000)
    post.cell.mail.set_up(account, PASSWORD)
    count = post.cell.mail.post_up()
    assert count > 1
    assert post.cell.mail.send().sent == count
    post.lab.settle()
    ends = merged(post.commune)
    assert ends == [InboxState.WAITING] * (count - 1) + [InboxState.MERGED]


def test_without_a_network_a_letter_waits_and_goes_when_there_is_one(post, monkeypatch):
    post.cell.mail.post_up()
    with monkeypatch.context() as away:
        offline(away)
        sent = post.cell.mail.send()
    assert (sent.sent, sent.waiting) == (0, 1)
    assert isinstance(sent.problem, e.MailNoNetwork)
    assert not post.cell.mail.is_due()
    forward(post.cell, minutes=2)
    assert post.cell.mail.is_due()
    assert post.cell.mail.send().sent == 1
    assert not post.cell.mail.is_due()


def test_after_a_restart_the_outbox_goes_on(post):
    post.cell.mail.post_up()
    post.pair.cell = reopened(post.cell, lambda: None)
    with pytest.raises(e.MailPasswordMissing):
        post.cell.mail.send()
    assert post.cell.mail.send(password=PASSWORD).sent == 1
    assert len(post.lab.letters(BOB)) == 1


def test_a_connection_cut_in_the_middle_of_a_letter_costs_another_try_only(post):
    post.cell.mail.post_up()
    with broken(post.lab.ports["smtps"], Fault(cut_up=3_000)) as port:
        post.send_through(post.cell, port)
        assert isinstance(post.cell.mail.send().problem, e.MailDropped)
    assert LetterState.SENT not in states(post.cell)
    assert post.lab.letters(BOB) == []
    post.send_through(post.cell, post.lab.ports["smtps"])
    forward(post.cell, hours=1)
    assert post.cell.mail.send().sent == 1
    assert len(post.lab.letters(BOB)) == 1


def lose_the_answer(post, book):
    """Send the one letter of `book` so that the server has it and nobody here knows."""
    with broken(post.lab.ports["smtps"], Fault(mute_up=5_000)) as port:
        post.send_through(book, port)
        assert isinstance(book.mail.send().problem, e.MailDropped)
    post.send_through(book, post.lab.ports["smtps"])
    assert states(book) == [LetterState.UNSURE]


def test_a_letter_whose_answer_was_lost_is_not_sent_again_where_the_server_has_it(post):
    post.cell.mail.post_up()
    lose_the_answer(post, post.cell)
    assert len(post.lab.letters(BOB)) == 1
    assert not post.cell.mail.is_due()
    forward(post.cell, hours=1)
    assert post.cell.mail.send().sent == 1
    assert states(post.cell) == [LetterState.SENT]
    assert len(post.lab.letters(BOB)) == 1


def test_where_the_server_cannot_tell_a_letter_goes_twice_and_its_bundle_in_once(post):
    post.commune.mail.post_down()
    lose_the_answer(post, post.commune)
    forward(post.commune, hours=1)
    assert post.commune.mail.send().sent == 1
    assert len(post.lab.letters(ALICE)) == 2
    assert merged(post.cell) == [InboxState.MERGED, InboxState.DUPLICATE]


def test_a_letter_that_may_have_gone_is_not_sent_again_however_much_one_hurries(post):
    post.commune.mail.post_down()
    lose_the_answer(post, post.commune)
    for _ in range(2):
        sent = post.commune.mail.send(hurry=True)
        assert (sent.sent, sent.waiting) == (0, 1)
        assert isinstance(sent.problem, e.MailUnsure)
    assert len(post.lab.letters(ALICE)) == 1


def test_whoever_hurries_learns_at_once_that_an_unsure_letter_has_gone(post):
    post.cell.mail.post_up()
    lose_the_answer(post, post.cell)
    post.lab.settle()
    sent = post.cell.mail.send(hurry=True)
    assert (sent.sent, sent.problem) == (1, None)
    assert len(post.lab.letters(BOB)) == 1


def test_a_letter_nobody_can_ask_about_waits_and_the_others_go(post, monkeypatch):
    post.cell.mail.post_up()
    lose_the_answer(post, post.cell)
    post.cell.mail.post_up()
    with monkeypatch.context() as patch:
        patch.setattr("qtapp.services.mail_outbox.Mailbox", lambda *_: _no_mailbox())
        sent = post.cell.mail.send(hurry=True)
    assert (sent.sent, sent.waiting) == (1, 1)
    assert isinstance(sent.problem, e.MailRefused)
    assert states(post.cell) == [LetterState.UNSURE, LetterState.SENT]


def _no_mailbox():
    raise e.MailRefused("localhost")


def test_a_program_that_dies_at_the_dot_neither_loses_nor_doubles_the_letter(post, monkeypatch):
    post.cell.mail.post_up()

    def die(_self, _letter, _sender, _recipient, *, seal, report):
        seal()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(MailSender, "send", die)
        with pytest.raises(KeyboardInterrupt):
            post.cell.mail.send()
    vault = post.cell._environment.vault
    post.pair.cell = reopened(post.cell, lambda: None)
    post.cell._environment.vault.secrets.update(vault.secrets)
    assert states(post.cell) == [LetterState.UNSURE]
    forward(post.cell, hours=1)
    assert post.cell.mail.send().sent == 1
    assert len(post.lab.letters(BOB)) == 1


def test_two_programs_that_send_the_same_letter_deliver_it_once(post):
    post.cell.mail.post_up()
    others = []

    def meanwhile(_done, _total):
        if not others:
            others.append(None)
            with post.cell.elsewhere() as other:
                others[0] = other.mail.send()

    mine = post.cell.mail.send(meanwhile)
    assert (mine.sent, others[0].sent) == (0, 1)
    assert states(post.cell) == [LetterState.SENT]
    assert len(post.lab.letters(BOB)) == 1


def test_a_run_nobody_waits_for_is_short_of_patience(post, monkeypatch):
    assert 0 < mail_outbox._PATIENCE_UNSEEN <= 8
    monkeypatch.setattr(mail_outbox, "_PATIENCE_UNSEEN", 0.2)
    post.cell.mail.post_up()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        post.send_through(post.cell, mute.getsockname()[1])
        assert isinstance(post.cell.mail.send().problem, e.MailNoAnswer)
    post.send_through(post.cell, post.lab.ports["smtps"])
    assert post.cell.mail.send(hurry=True).sent == 1


def test_a_stopped_letter_waits_as_before(post):
    post.cell.mail.post_up()

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        post.cell.mail.send(stop)
    assert states(post.cell) == [LetterState.QUEUED]
    assert post.lab.letters(BOB) == []
    assert post.cell.mail.is_due()


def test_a_refused_letter_is_held_until_somebody_looks_and_stops_no_other(post):
    above = post.cell.exchange.superior()
    post.cell.mail.set_address(above.id, "gone@lab.test")
    post.cell.mail.post_up()
    sent = post.cell.mail.send()
    assert (sent.sent, sent.waiting, sent.held) == (0, 0, 1)
    assert isinstance(sent.problem, e.MailRecipientRefused)
    (entry,) = post.cell.mail.letters()
    assert (entry.state, entry.unit, entry.recipient) == (
        LetterState.HELD,
        above.name,
        "gone@lab.test",
    )
    assert isinstance(entry.problem, e.MailRecipientRefused)
    forward(post.cell, hours=5)
    assert not post.cell.mail.is_due()
    assert post.cell.mail.send(hurry=True).held == 1
    post.cell.mail.drop(entry.number)
    assert post.cell.mail.letters() == []


@pytest.mark.parametrize(
    ("address", "told"), [("later@lab.test", e.MailTryLater), ("full@lab.test", e.MailBoxFull)]
)
def test_what_passes_by_itself_is_tried_again_by_itself(post, address, told):
    post.cell.mail.set_address(post.cell.exchange.superior().id, address)
    post.cell.mail.post_up()
    assert isinstance(post.cell.mail.send().problem, told)
    assert states(post.cell) == [LetterState.QUEUED]
    forward(post.cell, hours=1)
    assert post.cell.mail.is_due()


def test_a_wrong_password_holds_everything_until_it_is_put_right(post):
    post.cell.mail.set_up(post.cell.mail.account(), "sai")
    post.cell.mail.post_up()
    assert isinstance(post.cell.mail.send().problem, e.MailWrongPassword)
    forward(post.cell, hours=5)
    assert not post.cell.mail.is_due()
    post.cell.mail.set_up(post.cell.mail.account(), PASSWORD)
    assert post.cell.mail.send().sent == 1


def test_a_clock_that_was_wrong_once_does_not_hold_letters_for_years(post, monkeypatch):
    forward(post.cell, days=4000)
    post.cell.mail.post_up()
    with monkeypatch.context() as away:
        offline(away)
        post.cell.mail.send()
    forward(post.cell, days=-4000)
    assert post.cell.mail.is_due()


@given(st.integers(0, 10_000), st.binary(min_size=2, max_size=2), st.sampled_from([120, 3600]))
def test_the_pause_grows_to_its_bound_and_half_of_it_is_chance(tries, chance, longest):
    seconds = pause(tries, longest, lambda _count: chance)
    full = min(60 * 2 ** min(tries, 20), longest)
    assert full / 2 <= seconds < full


def test_pauses_are_set_from_the_clock(post, monkeypatch):
    post.cell.mail.post_up()
    begun = post.cell._environment.now()
    with monkeypatch.context() as away:
        offline(away)
        post.cell.mail.send()
    (row,) = post.cell._store.fetch("SELECT due FROM mail_letters")
    assert begun.isoformat() < row[0] <= (begun + timedelta(minutes=2)).isoformat()
