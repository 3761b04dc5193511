from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.services.pairs import Pair, a_pair, invited_laptop


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = a_pair(tmp_path)
    made.cell.members.save(made.cell.members.new("Sùng A Páo", phone="0900000001"))
    made.commune.exchange.receive(made.cell.exchange.make_up(tmp_path / "lên"))
    for file in made.commune.exchange.make_down(tmp_path / "xuống"):
        made.cell.exchange.receive(file)
    status = made.cell.exchange.status()
    assert (status.unsent, status.unmade) == (0, False)
    return made


def test_a_letter_for_another_laptop_is_nothing_to_send_up(pair: Pair, tmp_path: Path) -> None:
    pair.cell.exchange.invite_laptop(tmp_path)
    status = pair.cell.exchange.status()
    assert (status.unsent, status.unmade) == (0, False)


def test_a_telephone_number_is_nothing_to_send_up_and_a_name_is(pair: Pair) -> None:
    (member,) = [each for each in pair.cell.members.all() if each.full_name == "Sùng A Páo"]
    pair.cell.members.save(replace(member, phone="0900000002"))
    status = pair.cell.exchange.status()
    assert (status.unsent, status.unmade) == (0, False)
    pair.cell.members.save(replace(member, full_name="Sùng A Pó"))
    status = pair.cell.exchange.status()
    assert status.unsent
    assert status.unmade


def test_another_laptop_knows_that_it_is_not_alone(pair: Pair, tmp_path: Path) -> None:
    other = invited_laptop(pair.cell, tmp_path)
    assert other.exchange.status().shared
    other.close()
    pair.cell.close()
    pair.commune.close()
