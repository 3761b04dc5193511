import hashlib
from pathlib import Path

import msgspec
import pytest

from qtapp.bundle import envelope, part, strictjson
from qtapp.domain.errors import BundleDamaged, BundleTooLarge
from qtapp.services.inbox import InboxState, Received
from tests.services.pairs import Pair, a_pair


def only(received: list[Received]) -> Received:
    (one,) = received
    return one


def junk_like(file: Path, content: bytes = b"") -> bytes:
    """Return a part that says what a file says, but holds something else."""
    mine = part.read_part(file)
    wrong = content or bytes(len(mine.slice))
    header = msgspec.structs.replace(mine.header, length=len(wrong))
    return envelope.wrap(part.PART, strictjson.dumps(header), wrong)


def in_parts(pair: Pair, folder: Path) -> list[Path]:
    """Return the parts of a bundle of the cell."""
    pair.cell.exchange.make_up(folder, part_bytes=5_000)
    return sorted(folder.iterdir())


def test_the_parts_of_a_bundle_that_turns_out_damaged_are_all_set_aside(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    files = in_parts(pair, tmp_path / "usb")
    commune = pair.commune.exchange
    for each in files[:-1]:
        assert only(commune.receive(each)).state is InboxState.WAITING
    assert commune.take("x", junk_like(files[-1])).state is InboxState.QUARANTINED
    assert {each.state for each in commune.inbox()} == {InboxState.QUARANTINED}
    # The one part that was wrong comes whole, and a person has it tried with those that were there.
    assert only(commune.receive(files[-1])).state is InboxState.WAITING
    digest = hashlib.sha256(files[-1].read_bytes()).hexdigest()
    assert commune.retry(digest).state is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == 40
    assert {each.state for each in commune.inbox()} == {InboxState.MERGED}


def test_of_two_files_that_say_to_be_the_same_part_the_later_one_counts(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    files = in_parts(pair, tmp_path / "usb")
    assert pair.commune.exchange.take("x", junk_like(files[0])).state is InboxState.WAITING
    ends = [only(pair.commune.exchange.receive(each)).state for each in files]
    assert ends[-1] is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == 40


def test_parts_of_more_bytes_than_their_bundle_is_said_to_have_are_set_aside(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path, members=40)
    first, second, *_ = in_parts(pair, tmp_path / "usb")
    total = part.read_part(first).header.total
    assert pair.commune.exchange.take("x", junk_like(first, bytes(total))).state is (
        InboxState.WAITING
    )
    end = only(pair.commune.exchange.receive(second))
    assert (end.state, type(end.reason)) == (InboxState.QUARANTINED, BundleDamaged)


def test_what_is_waited_for_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qtapp.bundle.limits.WAITING_BUNDLES", 2)
    pair = a_pair(tmp_path, members=40)
    bundles = [in_parts(pair, tmp_path / f"usb {number}") for number in range(3)]
    ends = [only(pair.commune.exchange.receive(each[0])) for each in bundles]
    assert [each.state for each in ends] == [InboxState.WAITING] * 2 + [InboxState.QUARANTINED]
    assert isinstance(ends[2].reason, BundleTooLarge)
    assert only(pair.commune.exchange.receive(bundles[0][0])).state is InboxState.WAITING
    for each in bundles[0][1:]:
        end = only(pair.commune.exchange.receive(each))
    assert end.state is InboxState.MERGED
    assert only(pair.commune.exchange.receive(bundles[2][0])).state is InboxState.WAITING
