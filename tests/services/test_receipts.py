import shutil
from pathlib import Path

from tests.services.pairs import a_pair, reopened


def said(book) -> list[tuple[str, str]]:
    return book._store.fetch("SELECT device, session FROM receipts ORDER BY session")


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
    (before,) = pair.commune._store.fetch("SELECT vector FROM receipts")
    pair.commune.exchange.make_down(tmp_path / "2")
    pair.cell = reopened(pair.cell, lambda: shutil.copy(backup, pair.cell.path))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "3"))
    (after,) = pair.commune._store.fetch("SELECT vector FROM receipts")
    assert len(after[0]) < len(before[0]) or after != before
