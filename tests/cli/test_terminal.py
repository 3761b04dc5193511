import io
import sys

import click
import pytest

from qtapp.cli import terminal as module
from qtapp.cli.terminal import Terminal, chosen, columns, short_ids
from qtapp.domain.errors import Invalid, NotFound, VaultLocked
from qtapp.services.environment import silent
from tests.make import PASSPHRASE, a_cell_book, a_member, an_environment, an_id


def name(member):
    return member.full_name


@pytest.fixture
def typed(monkeypatch):
    """Make somebody sit at the terminal who types these words."""

    def sit(*words):
        answers = iter(words)
        monkeypatch.setattr(module, "_is_terminal", lambda stream: True)
        monkeypatch.setattr(module.click, "prompt", lambda *_, **__: next(answers))

    return sit


MEMBERS = [
    a_member("Mã Thị Sen", id="aaaa1" + "0" * 27),
    a_member("Lò Văn Tài", id="aaaa2" + "0" * 27),
    a_member("Mã Thị Sen", id="bbbb1" + "0" * 27),
    a_member("aaaa1", id="cccc1" + "0" * 27),
]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("lò văn tài", 1),
        (" Lò Văn Tài ", 1),
        ("Lo\u0300 Va\u0306n Ta\u0300i", 1),
        ("aaaa2", 1),
        ("BBBB", 2),
        ("aaaa1" + "0" * 27, 0),
        ("aaaa1", 3),
    ],
)
def test_a_record_is_chosen_by_id_name_or_beginning_of_the_id(given, place):
    assert chosen(MEMBERS, given, name, "members") is MEMBERS[place]


@pytest.mark.parametrize("given", ["Mã Thị Sen", "aaaa"])
def test_several_that_fit_are_named(given):
    with pytest.raises(click.UsageError, match="hợp với 2 mục"):
        chosen(MEMBERS, given, name, "members")


@pytest.mark.parametrize("given", ["", "bbb", "Người Lạ", "ffff"])
def test_none_that_fits_is_not_found(given):
    with pytest.raises(NotFound):
        chosen(MEMBERS, given, name, "members")


def test_short_ids_are_as_long_as_needed_to_differ():
    records = [a_member(id=an_id(1)), a_member(id=an_id(2)), a_member(id="f" * 32)]
    found = short_ids(records)
    assert len(set(found.values())) == 3
    assert all(full.startswith(short) for full, short in found.items())
    assert short_ids(records[1:])[an_id(2)] == "00000000"
    assert short_ids([]) == {}


def test_columns_line_up_under_their_headings():
    text = columns(("Tên", "Số"), [("Đặng", 1), ("Nguyễn Thị", 22)])
    assert text.splitlines() == ["Tên         Số", "Đặng        1", "Nguyễn Thị  22"]
    assert columns(("Tên",), []) == ""


def test_the_passphrase_is_asked_for_where_somebody_can_type(tmp_path, typed):
    book = a_cell_book(tmp_path)
    book.close()
    terminal = Terminal(environment=an_environment, book=book.path)
    with pytest.raises(VaultLocked), terminal.opened():
        pass
    typed(PASSPHRASE)
    with terminal.opened() as opened:
        assert opened.info().name == "Chi bộ thôn Suối Mẫu"


def test_a_new_passphrase_typed_differently_is_refused(typed):
    typed("một", "hai")
    with pytest.raises(Invalid):
        Terminal().ask("Mật khẩu", twice=True)
    typed("một", "một")
    assert Terminal().ask("Mật khẩu", twice=True) == "một"


@pytest.mark.parametrize(
    ("answer", "agrees"), [("c", True), ("Có", True), ("CÓ", True), ("k", False), ("", False)]
)
def test_a_question_is_answered_in_vietnamese(typed, answer, agrees):
    typed(answer)
    assert Terminal().confirms("Ghi?") is agrees


def test_nobody_at_the_keyboard_means_no():
    assert Terminal().confirms("Ghi?") is False


def test_progress_is_shown_only_to_somebody_who_watches(monkeypatch, capsys):
    assert Terminal().report() is silent
    monkeypatch.setattr(module, "_is_terminal", lambda stream: stream is sys.stderr)
    report = Terminal().report()
    report(1, 4)
    report(4, 4)
    report(0, 0)
    out, err = capsys.readouterr()
    assert out == ""
    assert " 25 %" in err


def test_a_closed_stream_is_no_terminal():
    assert not module._is_terminal(None)
    assert not module._is_terminal(io.StringIO())


def test_a_terminal_without_a_world_makes_none():
    with pytest.raises(LookupError):
        Terminal().environment()
