from pathlib import Path

import pytest
from msgspec.structs import replace

from qtapp.carriers.mail_sending import MailSender
from qtapp.domain import mail_errors as e
from qtapp.domain.mail import LetterState
from qtapp.services import mail_letters
from qtapp.services.mail_letters import keep_problem, read_problem
from tests.mail_server import PASSWORD


def states(book):
    return [each.state for each in book.mail.letters()]


def test_a_newer_bundle_takes_the_place_of_one_that_still_waits(post):
    post.cell.mail.post_up()
    post.cell.members.save(post.cell.members.new("Sùng A Páo"))
    post.cell.mail.post_up()
    assert states(post.cell) == [LetterState.QUEUED]
    post.cell.mail.send()
    folder = post.cell.path.with_name(post.cell.path.name + ".letters")
    assert list(folder.iterdir()) == []


def half_sent(post, monkeypatch):
    """Let a bundle of several parts be stopped after its first; return how many parts it has."""
    post.cell.mail.set_up(replace(post.cell.mail.account(), part_bytes=6_000), PASSWORD)
    count = post.cell.mail.post_up()
    original = MailSender.send
    sent = []

    def send(self, *words, **options):
        if sent:
            raise e.MailDropped("localhost")
        sent.append(1)
        original(self, *words, **options)

    with monkeypatch.context() as patch:
        patch.setattr(MailSender, "send", send)
        post.cell.mail.send()
    assert sorted(states(post.cell)) == [LetterState.QUEUED] * (count - 1) + [LetterState.SENT]
    return count


def test_a_bundle_half_sent_goes_out_whole_before_the_next(post, monkeypatch):
    count = half_sent(post, monkeypatch)
    more = post.cell.mail.post_up()
    assert post.cell.mail.post_up() == more
    assert post.cell.mail.send(hurry=True).sent == count - 1 + more
    post.lab.settle()
    post.commune.mail.fetch()
    assert post.commune.exchange.status().waiting == ()


@pytest.mark.parametrize(
    "change", ["recipient = 'before@lab.test'", "state = 'held' WHERE state = 'queued'"]
)
def test_the_rest_of_a_bundle_that_cannot_go_out_by_itself_is_replaced(post, monkeypatch, change):
    half_sent(post, monkeypatch)
    post.cell._store.write(f"UPDATE mail_letters SET {change}")
    more = post.cell.mail.post_up()
    assert states(post.cell).count(LetterState.QUEUED) == more


def test_a_letter_whose_file_is_gone_is_told_and_replaced_by_the_next_bundle(post):
    post.cell.mail.post_up()
    folder = post.cell.path.with_name(post.cell.path.name + ".letters")
    for each in folder.iterdir():
        each.unlink()
    sent = post.cell.mail.send()
    assert (sent.sent, sent.held) == (0, 1)
    assert isinstance(sent.problem, e.MailFileGone)
    post.cell.mail.post_up()
    assert post.cell.mail.send().sent == 1
    assert states(post.cell) == [LetterState.SENT]


def test_a_letter_whose_file_another_program_holds_is_tried_again(post, monkeypatch):
    post.cell.mail.post_up()
    original = Path.read_bytes

    def locked(path):
        if path.parent.name.endswith(".letters"):
            raise PermissionError
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", locked)
        sent = post.cell.mail.send()
    assert (sent.sent, sent.waiting) == (0, 1)
    assert isinstance(sent.problem, e.MailFileBusy)
    assert not post.cell.mail.is_due()
    post.cell._environment.now.forward(minutes=2)
    assert post.cell.mail.send().sent == 1


def test_a_failure_is_kept_with_its_facts():
    kept = read_problem(keep_problem(e.MailBoxFull("a@mau.vn")))
    assert (type(kept), kept.address) == (e.MailBoxFull, "a@mau.vn")
    assert read_problem("") is None


def test_of_very_many_letters_that_were_sent_the_newest_stay_in_the_list(post, monkeypatch):
    monkeypatch.setattr(mail_letters, "_REMEMBERED", 1)
    for _ in range(3):
        post.cell.mail.post_up()
        post.cell.mail.send()
    assert states(post.cell) == [LetterState.SENT] * 2
