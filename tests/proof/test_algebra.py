import itertools
import random

import pytest

from qtapp.services.differences import Differences
from tests.proof.dumps import Dump, comparable
from tests.proof.laptops import CELL, CELL_2, COMMUNE, laid_out
from tests.proof.machine import Machine
from tests.proof.parcels import Sent, watched
from tests.proof.profile import chosen
from tests.proof.scenarios import Player, playground

ROLES = (COMMUNE, CELL, CELL, CELL_2)
STEPS = (Machine.edit,) * 6 + (Machine.send_up, Machine.restart, Machine.deliver, Machine.send_down)
SEEDS = chosen(range(6), range(400))
MOST = 4
"""Bundles of one scenario that are read in every order."""


@pytest.fixture(scope="module")
def player():
    with playground() as folder:
        yield Player(folder)


def some_bundles(machine: Machine, seed: int) -> list[Sent]:
    """Return bundles that three laptops of a cell have made, having heard of each other or not."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    machine.begin(ROLES, settled=bool(seed % 2))
    for _ in range(24):
        chance.choice(STEPS)(machine, chance)
    for laptop in machine.laptops[1:]:
        machine._up(laptop)
    unit = machine.laptops[0].unit
    found = [each for each in machine.sent if each.to == unit]
    return found[-MOST:]


def read_in_order(machine: Machine, seed: int, order) -> Dump:
    """Return what a commune that begins anew holds of the cell after reading these bundles."""
    begun = machine.templates.settled if seed % 2 else machine.templates.fresh
    path = laid_out(begun[COMMUNE].path, machine._file(".scb"))
    commune = machine.booted(COMMUNE, path, 0)
    try:
        for sent in order:
            (end,) = commune.book.exchange.receive(sent.files[0])
            assert end.reason is None
        unit = machine.templates.unit(CELL)
        dump = comparable(commune.store, unit)
        differences, rivals = Differences(commune.store), commune.store.conflicts.of(unit)
        standing = {each.id for each in rivals if differences._stands(each)}
    finally:
        commune.book.close()
    # A rival that somebody has meanwhile written over knowingly is kept where it was met, and not where the
    # later word came first; nobody is shown it.
    dump["conflicts"] = [row for row in dump["conflicts"] if row[0] in standing]
    # What may be claimed depends on whether the bundles before were there; what is held does not.
    del dump["vector"]
    return dump


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_order_nor_repetition_of_bundles_matters(player, seed):
    machine = player.machine()
    machine.folder.mkdir()
    try:
        with watched() as machine.packed:
            bundles = some_bundles(machine, seed)
        wanted = read_in_order(machine, seed, bundles)
        for order in itertools.permutations(bundles):
            assert read_in_order(machine, seed, order) == wanted
        assert read_in_order(machine, seed, [*bundles, *bundles[::-1], bundles[0]]) == wanted
    finally:
        machine.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_it_does_not_matter_who_joins_first(player, seed):
    machine = player.machine()
    machine.folder.mkdir()
    try:
        with watched() as machine.packed:
            some_bundles(machine, seed)
            first, second = machine.laptops[1], machine.laptops[3]
            apart = [machine._up(first), machine._up(second)]
            (across,) = machine._across(first)
            second.book.exchange.receive(across.files[0])
            together = machine._up(second)
        one = read_in_order(machine, seed, apart)
        other = read_in_order(machine, seed, [together])
        both = read_in_order(machine, seed, [together, *apart])
        assert one == read_in_order(machine, seed, [*apart, together]) == both
        assert {name: rows for name, rows in other.items() if rows != both[name]} == {}
    finally:
        machine.close()
