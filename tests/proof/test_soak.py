"""A committee's stick with everything on it: whole, damaged, doubled and incomplete bundles, and a power cut."""

import os
import shutil
import signal
from collections import Counter

from qtapp.domain.errors import BundleDamaged, BundleIncomplete
from qtapp.services import arriving
from qtapp.services.book import accept_invitation, open_book
from qtapp.services.inbox import InboxState
from tests.make import PASSPHRASE, a_committee_book, an_environment
from tests.proof.crashes import died
from tests.proof.profile import chosen
from tests.services.pairs import marks_of

BUNDLES = chosen(60, 4_000)
SESSIONS, MEMBERS = 5, 30
WHOLE, DAMAGED, DOUBLED, INCOMPLETE = "whole", "damaged", "doubled", "a part is missing"


def kind_of(number: int) -> str:
    """Return what becomes of a bundle: of a hundred two damaged, five doubled, five incomplete."""
    if number % 50 == 7:
        return DAMAGED
    return {3: DOUBLED, 11: INCOMPLETE}.get(number % 20, WHOLE)


def sent_by_a_new_cell(commune, unit, folder, part_bytes):
    """Return the files by which a cell that has just joined sends its rows."""
    folder.mkdir()
    letter = folder / "thư.cbmoi"
    code = commune.exchange.invite(unit, letter)
    cell, _ = accept_invitation(letter, code, folder / "cb.scb", PASSPHRASE, an_environment())
    cell._store.attendance.put_all(marks_of(unit, SESSIONS, MEMBERS))
    cell.exchange.make_up(folder / "usb", part_bytes=part_bytes)
    cell.close()
    files = [each.read_bytes() for each in sorted((folder / "usb").iterdir())]
    shutil.rmtree(folder)
    return files


def a_stick(commune, stick, folder):
    """Fill a stick with bundles and return what is the matter with each, by unit, and the files of each kind."""
    kinds, files = {}, Counter()
    stick.mkdir()
    for number in range(BUNDLES):
        unit = commune.units.add(f"Chi bộ {number}").id
        kind = kinds[unit] = kind_of(number)
        parts = sent_by_a_new_cell(commune, unit, folder, 6_000 if kind == INCOMPLETE else 1 << 20)
        if kind == INCOMPLETE:
            del parts[number % len(parts)]
        if kind == DAMAGED:
            parts = [data[: len(data) // 2] + b"?" + data[len(data) // 2 + 1 :] for data in parts]
        if kind == DOUBLED:
            parts *= 2
        for place, data in enumerate(parts):
            (stick / f"CB{number}-{place}.cbdl").write_bytes(data)
        files[kind] += len(parts)
    return kinds, files


def test_of_thousands_of_bundles_each_ends_as_it_must_though_the_power_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(arriving, "_TOGETHER", chosen(7, 50))
    commune = a_committee_book(tmp_path)
    stick = tmp_path / "usb"
    kinds, files = a_stick(commune, stick, tmp_path / "chi bộ")
    commune.close()

    def opened():
        return open_book(commune.path, an_environment(), passphrase=PASSPHRASE)

    def fails_half_way():
        def report(done, total):
            if done == total // 2:
                os.kill(os.getpid(), signal.SIGKILL)

        opened().exchange.receive(stick, report)

    assert died(fails_half_way)
    book = opened()
    book.verify()
    assert InboxState.MERGED in {each.state for each in book.exchange.inbox()}

    ends = book.exchange.receive(stick)
    good = files[WHOLE] + files[DOUBLED] // 2
    states = Counter(each.state for each in ends)
    assert states[InboxState.MERGED] + states[InboxState.DUPLICATE] == files[WHOLE] + files[DOUBLED]
    assert states[InboxState.DUPLICATE] >= files[DOUBLED] // 2
    assert states[InboxState.QUARANTINED] == files[DAMAGED]
    assert states[InboxState.WAITING] == files[INCOMPLETE]
    assert len(ends) == files.total()
    assert {type(each.reason) for each in ends} == {type(None), BundleDamaged, BundleIncomplete}
    assert Counter(each.state for each in book.exchange.inbox()) == {
        InboxState.MERGED: good,
        InboxState.QUARANTINED: files[DAMAGED],
        InboxState.WAITING: files[INCOMPLETE],
    }
    for unit, kind in kinds.items():
        rows = SESSIONS * MEMBERS if kind in {WHOLE, DOUBLED} else 0
        assert book._store.attendance.count(unit) == rows, kind

    assert Counter(each.state for each in book.exchange.receive(stick)) == {
        InboxState.DUPLICATE: files[WHOLE] + files[DOUBLED],
        InboxState.QUARANTINED: files[DAMAGED],
        InboxState.WAITING: files[INCOMPLETE],
    }
    book.close()
