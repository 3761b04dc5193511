import os
import stat
import sys

from qtapp.services.inbox import InboxState, Received
from tests.make import a_name
from tests.services.pairs import a_pair


def test_every_end_of_a_file_has_words_for_people():
    assert {state.label for state in InboxState} == {
        "đã nhập",
        "đã có từ trước",
        "chờ đủ phần",
        "giữ lại, chờ quyết định",
        "đã từ chối, không nhập",
        "để riêng, chưa nhập",
    }


def test_what_became_of_a_file_says_nothing_it_does_not_know():
    received = Received(name="gói.cbdl", state=InboxState.DUPLICATE)
    assert (received.reason, received.unit, received.rows, received.conflicts) == (None, "", 0, 0)


def test_raw_files_are_settled_with_their_names_before_the_book_says_that_they_are_kept(
    tmp_path, monkeypatch
):
    pair = a_pair(tmp_path)
    pair.cell.exchange.make_up(tmp_path / "usb")
    pair.cell.members.save(pair.cell.members.new(a_name(9)))
    pair.cell.exchange.make_up(tmp_path / "usb")
    inbox = tmp_path / f"{pair.commune.path.name}.inbox"
    settled = []
    real = os.fsync

    def fsync(handle):
        real(handle)
        what = os.fstat(handle)
        if stat.S_ISDIR(what.st_mode) and what.st_ino == inbox.stat().st_ino:
            noted = pair.commune._store.fetch("SELECT count(*) FROM inbox")[0][0]
            settled.append((sorted(each.name for each in inbox.iterdir()), noted))

    monkeypatch.setattr(os, "fsync", fsync)
    ends = pair.commune.exchange.receive(tmp_path / "usb")
    assert [each.state for each in ends] == [InboxState.MERGED] * 2
    kept = sorted(each.name for each in inbox.iterdir())
    assert len(kept) == 2
    assert settled == ([] if sys.platform == "win32" else [(kept, 0)])
    pair.cell.close()
    pair.commune.close()
