import base64
import unicodedata
from email import message_from_bytes, policy

from hypothesis import given, strategies as st

from qtapp.carriers.letter import MAIL_MB, Draft, draft, enclosures, is_letter, part_size

OURS = b"\x89CBDL\r\n\x1a" + bytes(range(256)) * 3


def is_ours(head):
    return head[:8] == OURS[:8]


def a_draft(**changes):
    facts = {
        "to": "",
        "subject": "Sổ Chi Bộ: gói dữ liệu",
        "body": "Kính gửi đồng chí,\n\nGói dữ liệu kèm theo.",
        "name": "CB01-p1of1.cbdl",
        "data": OURS,
    }
    return draft(Draft(**{**facts, **changes}))


def found(mail):
    return list(enclosures(mail, is_ours))


def test_a_draft_opens_unsent_with_vietnamese_words_and_the_file():
    mail = message_from_bytes(a_draft(), policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Sổ Chi Bộ: gói dữ liệu"
    assert "To" not in mail
    body = mail.get_body().get_content()
    assert "Kính gửi đồng chí" in body
    (enclosed,) = mail.iter_attachments()
    assert enclosed.get_filename() == "CB01-p1of1.cbdl"
    assert enclosed["Content-Transfer-Encoding"] == "base64"
    assert enclosed.get_content() == OURS


def test_a_draft_is_composed_ascii_in_short_lines():
    mail = a_draft(subject=unicodedata.normalize("NFD", "Gửi Đảng ủy"), to="vp@xa.example")
    assert mail.isascii()
    assert max(len(line) for line in mail.split(b"\r\n")) <= 998
    read = message_from_bytes(mail, policy=policy.default)
    assert read["Subject"] == unicodedata.normalize("NFC", "Gửi Đảng ủy")
    assert read["To"] == "vp@xa.example"


def test_a_part_fits_into_the_mail_it_is_cut_for():
    size = part_size(MAIL_MB[0])
    mail = a_draft(data=OURS[:8] + bytes(size - 8))
    assert 0.95 < len(mail) / (MAIL_MB[0] * 1_000_000) < 1
    assert [part_size(megabytes) // size for megabytes in MAIL_MB] == [1, 2, 3]


def test_what_was_enclosed_is_found_again():
    assert found(a_draft()) == [("CB01-p1of1.cbdl", OURS)]


def test_the_file_is_known_by_its_bytes_whatever_webmail_called_it():
    mail = a_draft(name="tài liệu.docx").replace(b"octet-stream", b"msword")
    assert [data for _, data in found(mail)] == [OURS]


def test_a_forwarded_mail_is_looked_into():
    inner = a_draft()
    outer = (
        b"From: a@xa.example\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    assert [data for _, data in found(outer)] == [OURS]


def test_a_mail_with_bare_line_feeds_and_a_byte_order_mark_is_read():
    mail = b"\xef\xbb\xbf" + a_draft().replace(b"\r\n", b"\n")
    assert is_letter(mail[:16])
    assert [data for _, data in found(mail)] == [OURS]


def test_a_mail_without_a_bundle_encloses_nothing():
    assert found(a_draft(data=b"%PDF-1.7")) == []
    assert found(b"Subject: x\r\n\r\nbody") == []


def test_a_broken_enclosure_is_handed_on_or_left_out_but_never_breaks_the_reading():
    coded = base64.b64encode(OURS)
    mail = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + coded[:101] + b"\r\n--b--\r\n"
    )
    assert all(data in OURS for _, data in found(mail))


def test_a_mail_is_told_from_other_files_by_its_first_line():
    assert is_letter(b"Received: from mx")
    assert is_letter(b"\r\nX-Unsent: 1\r\n")
    assert not is_letter(OURS[:16])
    assert not is_letter(b"%PDF-1.7\n")
    assert not is_letter(b"\x89PNG\r\n\x1a\n")


def test_very_many_parts_are_not_all_looked_at():
    parts = b"--b\r\n\r\nx\r\n" * 500
    mail = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts
    late = mail + b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(OURS)
    assert found(late + b"\r\n--b--\r\n") == []


@given(st.binary(max_size=400), st.sampled_from([0, 40, 200]))
def test_no_mail_breaks_the_reader(noise, at):
    whole = a_draft()
    for mail in (noise, whole[:at] + noise + whole[at:]):
        assert all(is_ours(data) for _, data in found(mail))
