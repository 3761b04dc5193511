import pytest

from qtapp.bundle import limits
from qtapp.carriers import mail_reading
from qtapp.carriers.mail_letter import Letter, write_letter
from qtapp.carriers.mail_reading import Mailbox
from qtapp.carriers.mail_structure import UnreadableAnswer
from qtapp.domain import mail_errors as e
from qtapp.domain.errors import Cancelled
from qtapp.services.inbox import InboxState
from tests.mail_proxy import Fault, broken
from tests.mail_server import ALICE, BOB
from tests.make import NOW, some_random

MERGED, DUPLICATE = InboxState.MERGED, InboxState.DUPLICATE
PLAIN = b"From: c@lab.test\r\nSubject: %s\r\n\r\nhi\r\n"


def a_letter(content, name="CB.cbdl"):
    facts = Letter(
        message_id="<x@lab.test>",
        sender=ALICE,
        recipient=BOB,
        written=NOW,
        name=name,
        part=1,
        parts=1,
    )
    return write_letter(facts, content)


def a_bundle(post, folder):
    """Return the bytes of a fresh bundle of the cell for the committee."""
    post.cell.members.save(post.cell.members.new("Sùng A Páo"))
    return post.cell.exchange.make_up(folder).read_bytes()


def ends(fetched):
    return [each.state for each in fetched.received]


def test_only_our_bundles_are_taken_and_the_mail_stays_as_it_was(post, tmp_path):
    post.lab.put(BOB, PLAIN % b"one")
    post.lab.put(BOB, a_letter(b"%PDF-1.7" + bytes(5000), "giay moi.pdf"))
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    post.lab.put(BOB, a_letter(b"not what its name says", "giả.cbdl"))
    before = post.lab.doveadm("fetch", "-u", BOB, "uid flags", "mailbox", "INBOX")
    fetched = post.commune.mail.fetch()
    assert (fetched.messages, ends(fetched)) == (4, [MERGED])
    assert post.lab.doveadm("fetch", "-u", BOB, "uid flags", "mailbox", "INBOX") == before
    assert "Seen" not in before


def test_a_bundle_is_known_by_its_content_whatever_became_of_its_name(post, tmp_path):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1"), "tai lieu.dat"))
    forwarded = (
        b"From: c@lab.test\r\nContent-Type: multipart/mixed; boundary=f\r\n\r\n"
        b"--f\r\nContent-Type: message/rfc822\r\n\r\n"
        + a_letter(a_bundle(post, tmp_path / "2"), "a.bin")
        + b"\r\n--f--\r\n"
    )
    post.lab.put(BOB, forwarded)
    assert ends(post.commune.mail.fetch()) == [MERGED, MERGED]


@pytest.mark.parametrize("name", ["$gói.cbdl", ".gói", "CB.cbdl.part", "ợ" * 120, "CON", "~$.cbdl"])
def test_no_name_keeps_a_bundle_from_being_taken(post, tmp_path, name):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1"), name))
    (received,) = post.commune.mail.fetch().received
    assert (received.state, received.name) == (MERGED, "thư-1-1.cbdl")


def test_a_name_as_we_give_it_is_kept(post, tmp_path):
    post.lab.put(
        BOB, a_letter(a_bundle(post, tmp_path / "1"), "CB4364-20261120-f404dfd9-p1of1.cbdl")
    )
    (received,) = post.commune.mail.fetch().received
    assert received.name == "CB4364-20261120-f404dfd9-p1of1.cbdl"


def test_what_was_looked_at_is_not_looked_at_again(post, tmp_path):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    post.commune.mail.fetch()
    again = post.commune.mail.fetch()
    assert (again.messages, again.received) == (0, ())
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "2")))
    assert post.commune.mail.fetch().messages == 1


def test_the_same_letter_twice_changes_nothing(post, tmp_path):
    letter = a_letter(a_bundle(post, tmp_path / "1"))
    post.lab.put(BOB, letter)
    post.lab.put(BOB, letter)
    assert ends(post.commune.mail.fetch()) == [MERGED, DUPLICATE]


def test_a_mailbox_made_anew_is_looked_through_again(post, tmp_path):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    post.commune.mail.fetch()
    post.lab.doveadm("mailbox", "update", "-u", BOB, "--uid-validity", "12345", "INBOX")
    assert ends(post.commune.mail.fetch()) == [DUPLICATE]


def test_a_broken_attachment_is_set_aside_and_the_next_comes_in(post, tmp_path):
    whole = a_bundle(post, tmp_path / "1")
    post.lab.put(BOB, a_letter(whole[: len(whole) // 2]))
    post.lab.put(BOB, a_letter(whole).replace(b"\r\nQ0JETEVORA", b"\r\n*", 1))
    post.lab.put(BOB, a_letter(whole))
    assert ends(post.commune.mail.fetch())[0] is InboxState.QUARANTINED
    assert post.commune.exchange.status().units[0].joined


def test_what_the_server_takes_for_junk_is_looked_at_too(post, tmp_path):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")), "Junk")
    assert ends(post.commune.mail.fetch()) == [MERGED]


def test_a_bundle_for_somebody_else_is_passed_over(post, tmp_path):
    post.lab.put(ALICE, a_letter(a_bundle(post, tmp_path / "1")))
    other = post.pair.commune.exchange.make_down(tmp_path / "xuống")
    post.lab.put(BOB, a_letter(other[0].read_bytes()))
    assert all(state is MERGED for state in ends(post.commune.mail.fetch()))


def test_a_file_beyond_what_a_part_may_have_is_counted_and_left(post, tmp_path, monkeypatch):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    monkeypatch.setattr(limits, "PART_BYTES", 1_000)
    fetched = post.commune.mail.fetch()
    assert (fetched.too_large, fetched.received) == (1, ())


def test_a_message_that_cannot_be_described_stops_no_other(post, tmp_path):
    monster = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"".join(
        b"--x\r\nContent-Type: application/x; name=%s%d\r\n\r\n.\r\n" % (b"n" * 300, number)
        for number in range(9000)
    )
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    post.lab.put(BOB, monster)
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "2")))
    fetched = post.commune.mail.fetch()
    assert (ends(fetched), fetched.unreadable) == ([MERGED, MERGED], 1)
    assert post.commune.mail.fetch().messages == 0


def test_a_letter_the_server_does_not_hand_over_stops_no_other(post, tmp_path, monkeypatch):
    for number in range(3):
        post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / str(number))))
    original = Mailbox.file

    def file(box, uid, leaf, report):
        if uid == 2:
            raise e.MailNotTaken("localhost", "could not be retrieved")
        return original(box, uid, leaf, report)

    monkeypatch.setattr(Mailbox, "file", file)
    fetched = post.commune.mail.fetch()
    assert (ends(fetched), fetched.unreadable) == ([MERGED, MERGED], 1)
    assert post.commune.mail.fetch().messages == 0


def test_a_literal_beyond_all_measure_stops_no_other(post, tmp_path, monkeypatch):
    large = a_letter(b"\x89CBDL\r\n\x1a" + some_random(1)(60_000))
    for letter in (large, a_letter(a_bundle(post, tmp_path / "1"))):
        post.lab.put(BOB, letter)
    monkeypatch.setattr(mail_reading, "_LITERAL", 40_000)
    fetched = post.commune.mail.fetch()
    assert (ends(fetched), fetched.unreadable) == ([MERGED], 1)


def test_a_letter_the_server_describes_in_no_understandable_way_is_counted(
    post, tmp_path, monkeypatch
):
    for number in range(2):
        post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / str(number))))
    original = mail_reading.facts_of

    def facts_of(pieces):
        if b"UID 1 BODYSTRUCTURE" in pieces[0]:
            raise UnreadableAnswer
        return original(pieces)

    monkeypatch.setattr(mail_reading, "facts_of", facts_of)
    fetched = post.commune.mail.fetch()
    assert (ends(fetched), fetched.unreadable) == ([MERGED], 1)


def test_a_connection_that_breaks_costs_the_message_it_broke_in(post, tmp_path):
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "1")))
    large = b"\x89CBDL\r\n\x1a" + some_random(1)(400_000)
    post.lab.put(BOB, a_letter(large))
    post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / "2")))
    with broken(post.lab.ports["imaps"], Fault(cut_down=150_000)) as port:
        post.fetch_through(post.commune, port)
        with pytest.raises(e.MailDropped):
            post.commune.mail.fetch()
    assert post.commune.exchange.status().units[0].joined
    folders = post.commune._store.fetch("SELECT uid FROM mail_folders WHERE name = 'INBOX'")
    assert folders == [(1,)]


def test_fetching_can_be_stopped_and_goes_on_where_it_was(post, tmp_path):
    for number in range(3):
        post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / str(number))))

    def stop(done, total):
        assert done <= total
        if done >= 1_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        post.commune.mail.fetch(stop)
    rest = post.commune.mail.fetch()
    assert ends(rest)[-2:] == [MERGED, MERGED]


def test_progress_goes_from_nothing_to_all(post, tmp_path):
    for number in range(2):
        post.lab.put(BOB, a_letter(a_bundle(post, tmp_path / str(number))))
    told = []
    post.commune.mail.fetch(lambda *steps: told.append(steps))
    assert told == sorted(told)
    assert told[0] == (0, 2_000)
