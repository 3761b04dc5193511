import imaplib
import random

import pytest

from qtapp.carriers import mail_reading
from qtapp.carriers.mail_letter import Letter, write_letter
from qtapp.carriers.mail_reading import Mailbox
from qtapp.domain import mail_errors as e
from qtapp.domain.errors import Cancelled
from qtapp.domain.mail import MailServer, Security
from tests.mail_proxy import Fault, broken
from tests.mail_server import ALICE, BOB, PASSWORD
from tests.make import NOW

CONTENT = b"\x89CBDL" + random.Random(5).randbytes(600_000)  # noqa: S311 - to repeat it


def a_letter(content=CONTENT, message_id="<1@lab.test>", name="a.cbdl"):
    return write_letter(
        Letter(
            message_id=message_id,
            sender=ALICE,
            recipient=BOB,
            written=NOW,
            name=name,
            part=1,
            parts=1,
        ),
        content,
    )


def box_of(lab, way="imaps", port=0):
    return Mailbox(lab.server(way, port=port), BOB, PASSWORD)


@pytest.mark.parametrize("way", ["imaps", "imap"])
def test_a_file_is_found_by_its_structure_and_fetched_whole(lab, way):
    lab.put(BOB, a_letter())
    told = []
    with box_of(lab, way) as box:
        folder = box.examine("INBOX")
        assert folder.count == 1
        (uid,) = box.newest(folder, 10)
        ((found, (leaf,)),) = box.files_in([uid])
        assert (found, leaf.name) == (uid, "a.cbdl")
        assert box.beginning(uid, leaf) == CONTENT[: len(box.beginning(uid, leaf))]
        assert len(box.beginning(uid, leaf)) >= 48
        assert box.file(uid, leaf, lambda *steps: told.append(steps)) == CONTENT
    assert len(told) == 4


def test_nothing_in_the_mailbox_changes(lab):
    lab.put(BOB, a_letter())
    with box_of(lab) as box:
        folder = box.examine("INBOX")
        (uid,) = box.newest(folder, 10)
        ((_, (leaf,)),) = box.files_in([uid])
        box.file(uid, leaf, lambda *_: None)
    flags = lab.doveadm("fetch", "-u", BOB, "flags", "mailbox", "INBOX")
    assert "Seen" not in flags
    assert "Recent" in flags


def test_the_newest_are_taken_and_those_after_a_known_one(lab):
    for number in range(5):
        lab.put(BOB, a_letter(b"x", f"<{number}@lab.test>"))
    with box_of(lab) as box:
        folder = box.examine("INBOX")
        everything = box.newest(folder, 100)
        assert len(everything) == 5
        assert box.newest(folder, 2) == everything[-2:]
        assert box.after(everything[2]) == everything[3:]
        assert box.after(everything[-1]) == []


def test_an_empty_mailbox_is_no_failure(lab):
    with box_of(lab) as box:
        assert box.newest(box.examine("INBOX"), 10) == []
        assert box.after(0) == []


def test_a_letter_is_found_by_its_id_alone(lab):
    lab.put(BOB, a_letter(b"x", "<ab.1@lab.test>"), "Sent")
    with box_of(lab) as box:
        assert box.sent_folders() == ["Sent"]
        box.examine("Sent")
        assert box.has_letter("<ab.1@lab.test>")
        assert not box.has_letter("<cd.1@lab.test>")
        assert not box.has_letter('a"b\\')


def test_where_the_server_puts_what_it_mistrusts_is_looked_at_too(lab):
    with box_of(lab) as box:
        assert box.incoming_folders() == ["INBOX", "Junk"]


def test_a_folder_that_is_not_there_is_told(lab):
    with box_of(lab) as box, pytest.raises(e.MailNotTaken):
        box.examine("Nowhere")


def test_a_wrong_password_is_told(lab):
    with pytest.raises(e.MailWrongPassword), Mailbox(lab.server("imaps"), BOB, "sai"):
        pass


def test_a_server_without_plain_is_logged_in_to_by_command(lab, monkeypatch):
    monkeypatch.setattr(
        imaplib.IMAP4, "authenticate", lambda *_: pytest.fail("PLAIN was not offered")
    )
    original = imaplib.IMAP4._get_capabilities

    def without_plain(self):
        original(self)
        self.capabilities = tuple(each for each in self.capabilities if each != "AUTH=PLAIN")

    monkeypatch.setattr(imaplib.IMAP4, "_get_capabilities", without_plain)
    # A password with Vietnamese letters cannot be said this way: it is refused, not misspelt.
    with pytest.raises(e.MailWrongPassword), box_of(lab):
        pass


def test_names_of_folders_tell_where_the_server_marks_none(lab, monkeypatch):
    answer = [
        b'(\\HasNoChildren) "/" INBOX',
        b'(\\HasNoChildren) "/" "Sent Items"',
        b'(\\Noselect) "/" Spam',
        b'(\\HasNoChildren) NIL "Junk E-mail"',
        (b"(odd) {3}", b"abc"),
    ]
    monkeypatch.setattr(imaplib.IMAP4, "list", lambda _self: ("OK", answer))
    with box_of(lab) as box:
        assert box.sent_folders() == ["Sent Items"]
        assert box.incoming_folders() == ["INBOX", "Junk E-mail"]


def test_an_unknown_authority_is_refused(lab, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    for way in ("imaps", "imap"):
        with pytest.raises(e.MailCertificateWrong), box_of(lab, way):
            pass


def test_a_certificate_for_another_name_is_refused(lab):
    server = lab.server("imaps", host="127.0.0.1")
    with pytest.raises(e.MailCertificateWrong), Mailbox(server, BOB, PASSWORD):
        pass


def test_a_server_that_does_not_speak_imap_is_told(lab):
    server = MailServer(host="localhost", port=lab.ports["clear"], security=Security.STARTTLS)
    with pytest.raises((e.MailNotTaken, e.MailDropped)), Mailbox(server, BOB, PASSWORD):
        pass


def test_a_connection_that_breaks_in_the_middle_of_a_file_is_told(lab):
    lab.put(BOB, a_letter())
    fault = Fault(cut_down=300_000)
    with broken(lab.ports["imaps"], fault) as port, box_of(lab, port=port) as box:
        (uid,) = box.newest(box.examine("INBOX"), 1)
        ((_, (leaf,)),) = box.files_in([uid])
        with pytest.raises(e.MailDropped):
            box.file(uid, leaf, lambda *_: None)


def test_fetching_a_file_can_be_stopped(lab):
    def stop(done, _total):
        if done:
            raise Cancelled

    lab.put(BOB, a_letter())
    with box_of(lab) as box:
        (uid,) = box.newest(box.examine("INBOX"), 1)
        ((_, (leaf,)),) = box.files_in([uid])
        with pytest.raises(Cancelled):
            box.file(uid, leaf, stop)


def test_a_server_may_not_hand_over_more_than_was_asked_for(lab, monkeypatch):
    monkeypatch.setattr(mail_reading, "_LITERAL", 1000)
    lab.put(BOB, a_letter())
    with box_of(lab) as box:
        (uid,) = box.newest(box.examine("INBOX"), 1)
        ((_, (leaf,)),) = box.files_in([uid])
        with pytest.raises(e.MailNotTaken):
            box.file(uid, leaf, lambda *_: None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (("OK", [None]), e.MailNotTaken),
        (("OK", [b'7 (UID 1 BODY["']), e.MailNotTaken),
        (("NO", [b"could not be retrieved"]), e.MailNotTaken),
        (("NO", [b"[UNAVAILABLE] busy"]), e.MailTryLater),
    ],
)
def test_a_file_the_server_does_not_hand_over_is_told(lab, monkeypatch, answer, told):
    lab.put(BOB, a_letter())
    with box_of(lab) as box:
        (uid,) = box.newest(box.examine("INBOX"), 1)
        ((_, (leaf,)),) = box.files_in([uid])
        monkeypatch.setattr(imaplib.IMAP4, "uid", lambda *_: answer)
        with pytest.raises(told):
            box.beginning(uid, leaf)


def test_a_message_described_in_no_understandable_way_is_left_out(lab, monkeypatch):
    answer = [b'1 (UID 7 BODYSTRUCTURE ("TEXT" (', b"2 (UID 8 FLAGS (\\Seen))"]
    with box_of(lab) as box:
        monkeypatch.setattr(imaplib.IMAP4, "uid", lambda *_: ("OK", answer))
        assert list(box.files_in([7, 8])) == []


def test_after_a_list_nobody_can_take_in_the_folder_is_opened_again(lab):
    monster = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"".join(
        b"--x\r\nContent-Type: application/x; name=%s%d\r\n\r\n.\r\n" % (b"n" * 300, number)
        for number in range(9000)
    )
    lab.put(BOB, monster)
    with box_of(lab) as box:
        folder = box.examine("INBOX")
        uids = box.newest(folder, 1)
        with pytest.raises((e.MailNotTaken, e.MailDropped)):
            list(box.files_in(uids))
        box.reopen(folder)
        assert box.newest(folder, 1) == uids


@pytest.mark.parametrize(
    ("content", "encoding", "decoded"),
    [
        (b"aGVs\r\nbG8=", "base64", b"hello"),
        (b"aGVsbG8", "base64", b"hello"),
        (b"aGVsb", "base64", b"hel"),
        (b"!!!", "base64", b""),
        (b"=C3=A9", "quoted-printable", "é".encode()),
        (b"raw", "binary", b"raw"),
    ],
)
def test_of_a_broken_encoding_is_kept_what_makes_whole_bytes(content, encoding, decoded):
    assert mail_reading._decoded(content, encoding) == decoded
