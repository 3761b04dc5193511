from pathlib import Path

from msgspec.structs import replace

from tests.services.pairs import a_pair, invited_laptop


def test_each_side_of_a_difference_names_the_laptop_it_was_written_on(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    member = pair.cell.members.all()[0]
    pair.cell.members.save(replace(member, party_role="Bí thư"))
    second.members.save(replace(member, party_role="Phó bí thư"))
    pair.cell.exchange.receive(second.exchange.make_peer(tmp_path / "ngang"))
    (view,) = pair.cell.exchange.conflicts()
    written = dict(
        zip(
            (dict(view.kept)["party_role"], dict(view.lost)["party_role"]),
            (view.kept_on, view.lost_on),
            strict=True,
        )
    )
    assert written == {"Bí thư": "Máy thử", "Phó bí thư": "Máy hai"}
    second.close()


def test_what_was_settled_on_one_laptop_is_settled_on_the_other(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    member = pair.cell.members.all()[0]
    pair.cell.members.remove(member.id)
    second.members.save(replace(member, party_role="Phó bí thư"))
    pair.cell.exchange.receive(second.exchange.make_peer(tmp_path / "1"))
    for view in pair.cell.exchange.conflicts():
        pair.cell.exchange.settle(view.conflict.id, take_lost=True)
    assert pair.cell.exchange.conflicts() == []
    second.exchange.receive(pair.cell.exchange.make_peer(tmp_path / "2"))
    assert second.exchange.conflicts() == []
    assert second.members.all() == pair.cell.members.all()
    second.close()
