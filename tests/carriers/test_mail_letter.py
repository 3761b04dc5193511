from datetime import UTC, datetime
from email import message_from_bytes, policy

from hypothesis import given, strategies as st

from qtapp.carriers.mail_letter import Letter, new_message_id, write_letter


def a_letter(**values):
    facts = {
        "message_id": "<scb.1@mau.vn>",
        "sender": "chibo@mau.vn",
        "recipient": "danguy@mau.vn",
        "written": datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        "name": "CB0001-p1of2.cbdl",
        "part": 1,
        "parts": 2,
    }
    return Letter(**{**facts, **values})


@given(st.binary(max_size=2000))
def test_what_is_attached_comes_out_as_it_went_in(content):
    letter = write_letter(a_letter(), content)
    message = message_from_bytes(letter, policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == content
    assert attached.get_filename() == "CB0001-p1of2.cbdl"


def test_a_letter_is_plain_enough_for_every_server():
    letter = write_letter(a_letter(), bytes(range(256)) * 50)
    assert letter.isascii()
    assert letter.count(b"\r\n") == letter.count(b"\n")
    assert max(map(len, letter.split(b"\r\n"))) <= 78


def test_the_outside_says_whom_which_part_and_what_to_do():
    message = message_from_bytes(write_letter(a_letter(), b"x"), policy=policy.default)
    assert message["Subject"] == "Sổ Chi Bộ: gói dữ liệu (phần 1/2)"
    assert message["To"] == "danguy@mau.vn"
    assert message["Message-ID"] == "<scb.1@mau.vn>"
    assert "Lấy thư về" in message.get_body().get_content()
    alone = write_letter(a_letter(parts=1), b"x")
    assert message_from_bytes(alone, policy=policy.default)["Subject"] == "Sổ Chi Bộ: gói dữ liệu"


def test_every_letter_has_an_id_of_its_own():
    first = new_message_id("ab" * 16, 1, b"\x01" * 8, "chibo@mau.vn")
    assert first == f"<scb.{'ab' * 16}.1.{'01' * 8}@mau.vn>"
    assert first != new_message_id("ab" * 16, 1, b"\x02" * 8, "chibo@mau.vn")
