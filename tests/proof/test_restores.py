"""Whose book comes back from a backup of which moment, and what is done to it then: every way is tried."""

import itertools
from datetime import timedelta

import pytest
from msgspec.structs import replace

from qtapp.domain.members import Member
from tests.proof.laptops import CELL, CELL_2, COMMUNE
from tests.proof.machine import Machine
from tests.proof.parcels import watched
from tests.proof.scenarios import Player, playground

WHO = ((CELL,), (CELL_2,), (COMMUNE,), (CELL, COMMUNE), (CELL, CELL_2), (CELL, CELL_2, COMMUNE))
MOMENTS = ("before it is sent", "after it is sent", "after it is confirmed")
DEEDS = ("the same field", "another field", "the member removed", "nothing")


@pytest.fixture(scope="module")
def player():
    with playground() as folder:
        yield Player(folder)


class Life:
    """A committee and the two laptops of a cell that have exchanged everything, step by step."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.at = {each.role: each for each in machine.laptops}
        rows = self.at[CELL].rows(self.at[CELL].unit, "members")
        self.member = min(rows)

    def edit(self, role, **values):
        laptop = self.at[role]
        members = laptop.book.members
        members.save(replace(members.get(self.member), **values))
        self.machine._observe(laptop, "members", self.member)

    def remove(self, role):
        self.at[role].book.members.remove(self.member)
        self.machine._observe(self.at[role], "members", self.member)

    def send(self, role):
        return self.machine._up(self.at[role])

    def arrives(self, sent):
        self.machine._receive(self.at[COMMUNE], sent)

    def answer(self):
        (sent,) = self.machine._down(self.at[COMMUNE], self.at[CELL].unit)
        for role in (CELL, CELL_2):
            self.machine._receive(self.at[role], sent)

    def back_up(self, roles):
        self.machine.backups = [self.machine.backup_of(self.at[role]) for role in roles]

    def restore(self):
        for backup in self.machine.backups:
            self.machine.bring_back(self.at[backup.role], backup)


@pytest.mark.parametrize(
    ("who", "moment", "deed"),
    list(itertools.product(WHO, MOMENTS, DEEDS)),
    ids=lambda each: each if isinstance(each, str) else "+".join(each),
)
def test_whoever_is_restored_nothing_is_lost(player, who, moment, deed):
    machine = player.machine()
    machine.folder.mkdir()
    try:
        with watched() as machine.packed:
            machine.begin((COMMUNE, CELL, CELL_2), settled=True)
            life = Life(machine)
            life.edit(CELL, party_role="Bí thư")
            if moment == "before it is sent":
                life.back_up(who)
            sent = life.send(CELL)
            if moment == "after it is sent":
                life.back_up(who)
            life.arrives(sent)
            life.answer()
            if moment == "after it is confirmed":
                life.back_up(who)
            # What is done and sent after the backup is what a restored disk has forgotten.
            life.edit(CELL, gov_role="Trưởng bản")
            life.edit(CELL_2, phone="0912")
            for role in (CELL, CELL_2):
                life.arrives(life.send(role))
            life.edit(CELL, gov_role="Phó trưởng bản")
            life.restore()
            if deed == "the same field":
                life.edit(CELL, gov_role="Công an viên")
            elif deed == "another field":
                life.edit(CELL, full_name="Người Mới")
            elif deed == "the member removed":
                life.remove(CELL)
            machine.end()
    finally:
        machine.close()


@pytest.mark.parametrize("take_lost", [False, True])
def test_a_restored_laptop_is_shown_a_rival_beside_what_it_lost_to(player, take_lost):
    machine = player.machine()
    machine.folder.mkdir()
    try:
        with watched() as machine.packed:
            machine.begin((COMMUNE, CELL, CELL_2))
            life = Life(machine)
            life.back_up((CELL,))
            life.edit(CELL, gov_role="Trưởng bản")
            life.at[CELL_2].clock.now += timedelta(minutes=5)
            life.edit(CELL_2, gov_role="Công an viên")
            for _ in range(2):
                for role in (CELL, CELL_2):
                    life.arrives(life.send(role))
                life.answer()
            for role in (CELL, CELL_2):
                life.arrives(life.send(role))
            # Both have confirmed the rival and what it lost to: the next answer brings what is new.
            life.restore()
            life.answer()
            (view,) = life.at[CELL].book.exchange.conflicts()
            sides = (dict(view.kept), dict(view.lost))
            assert sides == ({"gov_role": "Công an viên"}, {"gov_role": "Trưởng bản"})
            life.at[CELL].book.exchange.settle(view.conflict.id, take_lost=take_lost)
            machine._observe(life.at[CELL], "members", life.member)
            machine.end()
            shown = {each.book.members.get(life.member).gov_role for each in machine.laptops}
            assert shown == {"Trưởng bản" if take_lost else "Công an viên"}
            left = [view for each in machine.laptops for view in each.book.exchange.conflicts()]
            assert {view.title for view in left} <= {Member.title}
    finally:
        machine.close()


def test_a_restored_committee_gets_a_rival_together_with_the_row_it_is_about(player):
    machine = player.machine()
    machine.folder.mkdir()
    try:
        with watched() as machine.packed:
            machine.begin((COMMUNE, CELL, CELL_2))
            life = Life(machine)
            life.back_up((COMMUNE,))
            life.edit(CELL, gov_role="Trưởng bản")
            life.edit(CELL_2, gov_role="Công an viên")
            for role in (CELL, CELL_2):
                life.arrives(life.send(role))
            life.answer()
            life.restore()
            life.arrives(life.send(CELL))
            committee = life.at[COMMUNE]
            (rival,) = committee.store.conflicts.of(life.at[CELL].unit)
            assert rival.subject in committee.rows(life.at[CELL].unit, "members")
            machine.end()
    finally:
        machine.close()
