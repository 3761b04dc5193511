from pathlib import Path

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import BundleDamaged
from tests.services.pairs import a_pair


def exchanged(pair, tmp_path: Path, name: str) -> None:
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / f"lên {name}"))
    for down in pair.commune.exchange.make_down(tmp_path / f"xuống {name}"):
        pair.cell.exchange.receive(down)


def test_what_is_unsent_and_unmade_follows_the_work(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    status = pair.cell.exchange.status()
    assert status.unsent > 0
    assert status.unmade
    pair.cell.exchange.make_up(tmp_path / "usb")
    status = pair.cell.exchange.status()
    assert status.unsent > 0
    assert not status.unmade
    exchanged(pair, tmp_path, "1")
    status = pair.cell.exchange.status()
    assert (status.unsent, status.unmade) == (0, False)
    pair.cell.members.save(pair.cell.members.new("Sùng A Páo"))
    assert pair.cell.exchange.status().unsent == 1


def test_a_written_file_is_not_yet_a_delivered_one(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.cell.exchange.make_up(tmp_path / "rơi mất")
    assert pair.cell.exchange.status().last_confirmed is None


def test_a_committee_sees_who_was_invited_joined_and_heard_of(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    (before,) = pair.commune.exchange.status().units
    assert (before.invited, before.joined, before.last_received) == (True, False, None)
    exchanged(pair, tmp_path, "1")
    (after,) = pair.commune.exchange.status().units
    assert after.joined
    assert after.last_received is not None


def test_inspecting_tells_a_whole_file_from_a_damaged_one(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    assert pair.cell.exchange.inspect(path)["kind"] == "up"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BundleDamaged):
        pair.cell.exchange.inspect(path)


def a_disagreement(tmp_path: Path):
    """Return a pair whose cell holds one conflict about a member's role: kept and lost."""
    pair = a_pair(tmp_path)
    second = pair.second_laptop(tmp_path)
    member = pair.cell.members.all()[0]
    pair.cell.members.save(replace(member, party_role="Bí thư"))
    second.members.save(replace(member, party_role="Phó bí thư"))
    for place, book in enumerate((pair.cell, second)):
        pair.commune.exchange.receive(book.exchange.make_up(tmp_path / f"usb {place}"))
    exchanged(pair, tmp_path, "cuối")
    second.close()
    return pair, member.id


@pytest.mark.parametrize("take_lost", [False, True])
def test_a_person_settles_a_conflict_and_it_is_gone_on_both_sides(
    tmp_path: Path, take_lost: bool
) -> None:
    pair, member = a_disagreement(tmp_path)
    (view,) = pair.cell.exchange.conflicts()
    kept, lost = dict(view.kept)["party_role"], dict(view.lost)["party_role"]
    assert {kept, lost} == {"Bí thư", "Phó bí thư"}
    assert view.subject == pair.cell.members.get(member).full_name
    pair.cell.exchange.settle(view.conflict.id, take_lost=take_lost)
    assert pair.cell.exchange.conflicts() == []
    assert pair.cell.members.get(member).party_role == (lost if take_lost else kept)
    exchanged(pair, tmp_path, "sau")
    assert pair.commune.members.get(member).party_role == (lost if take_lost else kept)
    assert pair.cell.exchange.status().conflicts == 0


def test_a_later_edit_that_saw_both_closes_a_conflict(tmp_path: Path) -> None:
    pair, member = a_disagreement(tmp_path)
    pair.cell.members.save(replace(pair.cell.members.get(member), party_role="Chi ủy viên"))
    assert pair.cell.exchange.conflicts() == []


def test_saving_at_every_letter_weighs_in_a_bundle_as_saving_once(tmp_path):
    """Registers travel as they are, not the way they came: what is sealed anew varies by more."""
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0]
    weights = []
    for saves in (1, 200):
        for number in range(saves):
            role = "Bí thư" if number == saves - 1 else "x" * (number % 7 + 1)
            with pair.cell.history.typing():
                member = pair.cell.members.save(replace(member, party_role=role))
        bundle = pair.cell.exchange.make_up(tmp_path / f"gói {saves}", whole=True)
        weights.append(bundle.stat().st_size)
    assert weights[1] < weights[0] + 400
    assert len(pair.cell.history.all()) == 4
