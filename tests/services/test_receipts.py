import shutil
from pathlib import Path

import msgspec

from qtapp.store.changes import Changes
from tests.services.pairs import Pair, a_pair, reopened


def said(book) -> list[tuple[str, str]]:
    return book._store.fetch("SELECT device, session FROM receipts ORDER BY session")


def held_of(pair: Pair) -> dict[str, int]:
    """Return the whole vector that the one laptop of the cell has last said to hold."""
    ((told,),) = pair.commune._store.fetch("SELECT vector FROM receipts")
    heads = msgspec.json.decode(told, type=dict[str, int])
    return Changes(pair.commune._store).reached(pair.unit, heads)


def test_the_newest_word_of_a_laptop_replaces_the_one_before_our_answer(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "1"))
    (first,) = said(pair.commune)
    pair.commune.exchange.make_down(tmp_path / "2")
    pair.cell = reopened(pair.cell, lambda: None)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "3"))
    (second,) = said(pair.commune)
    assert (first[0], first[1] != second[1]) == (second[0], True)


def test_less_than_before_is_believed_too(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    backup = tmp_path / "sao lưu"
    pair.cell = reopened(pair.cell, lambda: shutil.copy(pair.cell.path, backup))
    pair.cell.members.save(pair.cell.members.new("Cầm Thị Muộn"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "1"))
    before = held_of(pair)
    pair.commune.exchange.make_down(tmp_path / "2")
    pair.cell = reopened(pair.cell, lambda: shutil.copy(backup, pair.cell.path))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "3"))
    after = held_of(pair)
    assert all(seq <= before.get(writer, 0) for writer, seq in after.items())
    assert sum(after.values()) == sum(before.values()) - 1
