"""Laptops that edit, send, lose, damage, restore and clone, on real books, watched by the oracle.

A scenario is a list of numbers: each is one step, and seeds what the step does. That makes any scenario
repeatable by its numbers and lets hypothesis shrink it by leaving some out.
"""

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from qtapp.bundle import part
from qtapp.domain.attendance import AttendanceStatus
from qtapp.services.inbox import InboxState
from tests.proof.dumps import comparable, whole
from tests.proof.laptops import (
    ABOVE,
    CELL,
    COMMUNE,
    OTHER,
    PROVINCE,
    WRONG_CLOCKS,
    Laptop,
    Template,
    a_clock,
    an_identity,
    fold_log,
    laid_out,
    opened,
    registers_of,
    started_anew,
)
from tests.proof.oracle import Edit, History, Key, Values, Version, is_lawful

MADE = datetime(2026, 11, 1, tzinfo=UTC)
MOST_LAPTOPS = 6
ROUNDS = 3
SHAPES: tuple[tuple[str, ...], ...] = (
    (COMMUNE, CELL, CELL),
    (COMMUNE, CELL, CELL),
    (COMMUNE, CELL),
    (COMMUNE, CELL, CELL, CELL),
    (COMMUNE, CELL, CELL, OTHER),
    (PROVINCE, COMMUNE, COMMUNE, CELL),
    (PROVINCE, COMMUNE, CELL, CELL, OTHER, OTHER),
)


@dataclass(slots=True)
class Sent:
    """A bundle on some stick: its files, who made it for whom, and the edits it brings."""

    files: list[Path]
    sender: str
    to: str
    brings: int


@dataclass(slots=True)
class Backup:
    """A copy of a disk's book, and what the disk held then."""

    path: Path
    role: str
    held: int


@dataclass(slots=True)
class Count:
    """What has been tried and found, over all scenarios."""

    scenarios: int = 0
    steps: int = 0
    edits: int = 0
    bundles: int = 0
    merged: int = 0
    refused: int = 0
    rivals: int = 0
    spurious: int = 0
    lost: int = 0


class Broken(AssertionError):
    """A promise was not kept."""


def expect(kept: object, what: str, *facts: object) -> None:
    """Raise Broken unless a promise is kept."""
    if not kept:
        raise Broken(what, *facts)


@dataclass
class Machine:
    """One scenario under way."""

    templates: dict[str, Template]
    folder: Path
    count: Count
    history: History = field(default_factory=History)
    laptops: list[Laptop] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    files: int = 0
    runs: int = 0

    def play(self, shape: int, steps: Sequence[int]) -> None:
        """Play a scenario and then let everybody exchange everything; raises Broken."""
        self.folder.mkdir()
        try:
            self._begin(SHAPES[shape % len(SHAPES)])
            for step in steps:
                chance = random.Random(step)  # noqa: S311 - repeatable on purpose
                chance.choice(STEPS)(self, chance)
                self.count.steps += 1
            self._end()
        finally:
            for each in self.laptops:
                each.book.close()
            shutil.rmtree(self.folder)
        self.count.scenarios += 1

    def _begin(self, roles: Sequence[str]) -> None:
        begun: dict[str, int] = {}
        for role in roles:
            template = self.templates[role]
            path = laid_out(template.path, self._file(".scb"))
            laptop = self._booted(role, path, 0)
            if role not in begun:
                begun[role] = self._observe_all(laptop)
            laptop.held = begun[role]
            self.laptops.append(laptop)

    def _booted(self, role: str, path: Path, held: int) -> Laptop:
        template = self.templates[role]
        clock = a_clock()
        writer = self._run()
        book = opened(path, template.key, writer, clock)
        return Laptop(role, template.unit, path, template.key, clock, book, writer, held)

    def _observe_all(self, laptop: Laptop) -> int:
        """Take down what a template holds, as edits that were made one after the other."""
        held = 0
        found = laptop.registers(laptop.unit)
        for key, (values, version) in sorted(found.items(), key=lambda each: each[1][1]):
            held |= self.history.add(Edit(key, values, version, held))
        return held

    def _file(self, ending: str = "") -> Path:
        self.files += 1
        return self.folder / f"{self.files}{ending}"

    def _run(self) -> str:
        self.runs += 1
        return an_identity(self.runs)

    # What can happen ---------------------------------------------------------

    def edit(self, chance: random.Random) -> None:
        """Somebody writes something."""
        laptop = chance.choice(self.laptops)
        if laptop.role in {PROVINCE, COMMUNE}:
            self._edit_documents(laptop, chance)
        else:
            chance.choice((self._edit_member, self._edit_member, self._mark))(laptop, chance)

    def _edit_documents(self, laptop: Laptop, chance: random.Random) -> None:
        documents = laptop.book.documents
        found = laptop.store.documents.own()
        if not found or chance.random() < 0.2:
            made = documents.save(documents.new("19-NQ/TW", self._word(chance)))
            self._observe(laptop, "documents", made.id)
            return
        chosen = chance.choice(sorted(found, key=lambda each: each.id))
        if chance.random() < 0.15:
            documents.remove(chosen.id)
        else:
            documents.save(msgspec.structs.replace(chosen, name=self._word(chance)))
        self._observe(laptop, "documents", chosen.id)

    def _edit_member(self, laptop: Laptop, chance: random.Random) -> None:
        members = laptop.book.members
        rows = laptop.rows(laptop.unit, "members")
        chosen = rows[chance.choice(sorted(rows))]
        kind = chance.random()
        if kind < 0.1:
            chosen = members.save(members.new(f"Người {self._word(chance)}"))
        elif kind < 0.25:
            (members.restore if chosen.deleted else members.remove)(chosen.id)
        elif not chosen.deleted:
            name = chance.choice(("party_role", "party_role", "gov_role", "full_name"))
            changed = msgspec.structs.replace(members.get(chosen.id), **{name: self._word(chance)})
            members.save(changed)
            expect(members.get(chosen.id) == changed, "an edit is not what was written")
        self._observe(laptop, "members", chosen.id)

    def _mark(self, laptop: Laptop, chance: random.Random) -> None:
        (session,) = laptop.store.sessions.own()
        everybody = sorted(each.id for each in laptop.store.members.own())
        if not everybody:
            return
        status = chance.choice((AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED))
        member = chance.choice(everybody)
        laptop.book.attendance.mark(session.id, member, status, self._word(chance))
        rows = laptop.rows(laptop.unit, "attendance")
        marked = [each.id for each in rows.values() if member in each.values]
        self._observe(laptop, "attendance", *marked)

    def _word(self, chance: random.Random) -> str:
        """Return one of few words, so that equal edits happen, or one that nobody else writes."""
        return chance.choice(("Bí thư", "Phó", "", f"từ {len(self.history.edits)}")) or "không"

    def _observe(self, laptop: Laptop, table: str, *rows: str) -> None:
        """Take down what one commit has changed, and check its versions."""
        held = laptop.held
        found = laptop.rows(laptop.unit, table)
        ids = dict(laptop.store.fetch("SELECT n, id FROM writers"))
        changed: list[tuple[Key, Values, Version, Edit | None]] = []
        for row_id in rows:
            for register, values, (lam, writer, seq) in registers_of(table, found[row_id]):
                key = (laptop.unit, table, row_id, register)
                before = self.history.winner(held, key)
                version = (lam, ids[writer], seq)
                if before is None or before.version != version:
                    changed.append((key, values, version, before))
                    continue
                expect(before.values == values, "a value changed without a version", key)
        overwritten = max((each[3].version[0] for each in changed if each[3]), default=0)
        minutes = int(laptop.clock.now.timestamp() // 60)
        for key, values, version, before in changed:
            expect(version[1] == laptop.writer, "a version of another run", key, version)
            lawful = is_lawful(version, overwritten, minutes, believable=laptop.clock.now >= MADE)
            expect(lawful, "an unlawful version", key, version, before)
            expect(before is None or version > before.version, "a version too low", key)
            laptop.held |= self.history.add(Edit(key, values, version, held))
        self.count.edits += len(changed)

    def send_up(self, chance: random.Random) -> None:
        """A laptop writes a bundle for those above it."""
        laptop = chance.choice(self.laptops)
        if laptop.role in ABOVE:
            self._up(laptop)

    def _up(self, laptop: Laptop) -> Sent:
        made = laptop.book.exchange.make_up(self._file())
        brings = laptop.held & self.history.of_unit.get(laptop.unit, 0)
        above = self.templates[ABOVE[laptop.role]].unit
        sent = Sent(sorted(made.parent.iterdir()), laptop.unit, above, brings)
        self.sent.append(sent)
        self.count.bundles += 1
        return sent

    def send_down(self, chance: random.Random) -> None:
        """A committee writes a bundle for each unit below it."""
        laptop = chance.choice(self.laptops)
        if laptop.role in {PROVINCE, COMMUNE}:
            self._down(laptop)

    def _down(self, laptop: Laptop) -> list[Sent]:
        made = laptop.book.exchange.make_down(self._file())
        units = {
            each.unit[-4:]: each.unit
            for each in self.templates.values()
            if ABOVE.get(each.role) == laptop.role
        }
        found = []
        for path in made:
            unit = units[path.name[2:6]]
            visible = self.history.of_unit.get(laptop.unit, 0) | self.history.of_unit.get(unit, 0)
            found.append(Sent([path], laptop.unit, unit, laptop.held & visible))
        self.sent.extend(found)
        self.count.bundles += len(found)
        return found

    def deliver(self, chance: random.Random) -> None:
        """A bundle of any age arrives where it belongs, perhaps again."""
        if self.sent:
            sent = chance.choice(self.sent[-6:] if chance.random() < 0.7 else self.sent)
            readers = [each for each in self.laptops if each.unit in {sent.to, sent.sender}]
            if readers:
                self._receive(chance.choice(readers), sent)

    def _receive(self, laptop: Laptop, sent: Sent) -> None:
        for path in sent.files:
            (end,) = laptop.book.exchange.receive(path)
            if end.state is InboxState.QUARANTINED:
                expect(laptop.unit == sent.sender != sent.to, "a good bundle was refused", end)
                self.count.refused += 1
                return
            if end.state is InboxState.DUPLICATE:
                expect(not sent.brings & ~laptop.held, "a duplicate would bring something", end)
                return
            expect(end.state is InboxState.MERGED, "a bundle waits for nothing", end)
        laptop.held |= sent.brings
        self.count.merged += 1
        self._check(laptop)

    def deliver_twice(self, chance: random.Random) -> None:
        """A bundle is merged twice, the program having forgotten that it knows the file."""
        readers = [
            (laptop, sent)
            for sent in self.sent[-4:]
            for laptop in self.laptops
            if laptop.unit == sent.to
        ]
        if not readers:
            return
        laptop, sent = chance.choice(readers)
        laptop.store.write("DELETE FROM inbox")
        self._receive(laptop, sent)
        before = whole(laptop.store)
        laptop.store.write("DELETE FROM inbox")
        self._receive(laptop, sent)
        expect(whole(laptop.store) == before, "a bundle merged twice changed something")

    def deliver_in_parts(self, chance: random.Random) -> None:
        """A bundle arrives in parts, in any order, some of them perhaps never."""
        if not self.sent:
            return
        sent = chance.choice(self.sent)
        readers = [each for each in self.laptops if each.unit == sent.to]
        if not readers or len(sent.files) != 1:
            return
        laptop = chance.choice(readers)
        whole_part = part.read_part(sent.files[0])
        header = whole_part.header
        facts = part.Facts(id=header.id, kind=header.kind, to=header.to)
        room = len(whole_part.slice) // 3 + 4_096 + 200
        parts = part.split(bytes(whole_part.slice), facts, room)
        chance.shuffle(parts)
        for data in parts[: len(parts) - (chance.random() < 0.3)]:
            path = self._file()
            path.write_bytes(data)
            (end,) = laptop.book.exchange.receive(path)
            expect(end.state is not InboxState.QUARANTINED, "a good part was refused", end)
            if end.state is InboxState.MERGED:
                laptop.held |= sent.brings
                self._check(laptop)

    def damage(self, chance: random.Random) -> None:
        """A bundle arrives cut short, with a flipped bit, or glued to another."""
        if not self.sent:
            return
        sent = chance.choice(self.sent)
        data = bytearray(sent.files[0].read_bytes())
        kind = chance.randrange(3)
        if kind == 0:
            del data[chance.randrange(len(data)) :]
        elif kind == 1:
            place = chance.randrange(8 * len(data))
            data[place // 8] ^= 1 << place % 8
        else:
            data += chance.choice(self.sent).files[0].read_bytes()
        path = self._file()
        path.write_bytes(data)
        self._refused(chance.choice(self.laptops), path)

    def stray(self, chance: random.Random) -> None:
        """A bundle comes to somebody it is not for."""
        if not self.sent:
            return
        sent = chance.choice(self.sent)
        strangers = [each for each in self.laptops if each.unit not in {sent.to, sent.sender}]
        if strangers:
            self._refused(chance.choice(strangers), sent.files[0])

    def _refused(self, laptop: Laptop, path: Path) -> None:
        before = whole(laptop.store)
        (end,) = laptop.book.exchange.receive(path)
        expect(end.state is InboxState.QUARANTINED, "a bad file was taken in", end)
        expect(end.reason is not None, "a file was refused without a reason", end)
        expect(whole(laptop.store) == before, "a refused file changed something", end)
        self.count.refused += 1

    def restart(self, chance: random.Random) -> None:
        """The program is started anew."""
        laptop = chance.choice(self.laptops)
        laptop.writer = self._run()
        laptop.book = started_anew(laptop.book, laptop.writer, laptop.clock)

    def set_clock(self, chance: random.Random) -> None:
        """A clock jumps."""
        laptop = chance.choice(self.laptops)
        laptop.clock.now = chance.choice(WRONG_CLOCKS)

    def pass_time(self, chance: random.Random) -> None:
        """Some time goes by on every clock."""
        for laptop in self.laptops:
            if laptop.clock.now.year < 2099:
                laptop.clock.now += timedelta(minutes=chance.choice((1, 50, 1500)))

    def back_up(self, chance: random.Random) -> None:
        """Somebody copies a book to a safe place."""
        laptop = chance.choice(self.laptops)
        self.backups.append(Backup(self._copy(laptop), laptop.role, laptop.held))

    def restore(self, chance: random.Random) -> None:
        """An old copy of a book comes back, on this laptop or another of the unit."""
        laptop = chance.choice(self.laptops)
        found = [each for each in self.backups if each.role == laptop.role]
        if not found:
            return
        backup = chance.choice(found)
        laptop.book.close()
        laid_out(backup.path, laptop.path)
        laptop.writer = self._run()
        laptop.book = opened(laptop.path, laptop.key, laptop.writer, laptop.clock)
        laptop.held = backup.held

    def clone(self, chance: random.Random) -> None:
        """A whole disk is copied to one more laptop."""
        laptop = chance.choice(self.laptops)
        alone = laptop.role == PROVINCE or (laptop.role == COMMUNE and not self._has(PROVINCE))
        if len(self.laptops) < MOST_LAPTOPS and not alone:
            path = laid_out(self._copy(laptop), self._file(".scb"))
            self.laptops.append(self._booted(laptop.role, path, laptop.held))

    def _has(self, role: str) -> bool:
        return any(each.role == role for each in self.laptops)

    def _copy(self, laptop: Laptop) -> Path:
        fold_log(laptop.book)
        return laid_out(laptop.path, self._file(".copy"))

    # What must hold ----------------------------------------------------------

    def _check(self, laptop: Laptop) -> None:
        """Check a book against the oracle: winners, rivals, and that its vector claims nothing else."""
        history = self.history
        owners = {laptop.unit, *self._below(laptop)}
        above = [self.templates[ABOVE[laptop.role]].unit] if laptop.role in ABOVE else []
        for unit in (*owners, *above):
            shown = laptop.registers(unit)
            keys = {each.key for each in history.among(laptop.held & history.of_unit.get(unit, 0))}
            expect(keys == shown.keys(), "other rows than there should be", keys ^ shown.keys())
            kept = self._kept(laptop, unit)
            for key in keys:
                first, *rivals = history.standing(laptop.held, key)
                expect(
                    shown[key] == (first.values, first.version),
                    "the wrong edit won",
                    key,
                    shown[key],
                    first,
                )
                # Rivals are the affair of the unit they happen in, and of those it sends them to.
                for each in rivals if unit in owners else ():
                    expect((*key[1:], each.values) in kept, "a rival is not kept", key, each)
        vector = dict(laptop.store.fetch("SELECT id, seq FROM writers"))
        beyond = history.dots_beyond(vector, laptop.held)
        expect(not beyond, "a vector claims what is not there", beyond)

    def _below(self, laptop: Laptop) -> list[str]:
        return [
            template.unit
            for role, template in self.templates.items()
            if ABOVE.get(role) == laptop.role
        ]

    def _kept(self, laptop: Laptop, unit: str) -> set[tuple[Any, ...]]:
        """Return what the book keeps of rivals: table, row, register, values."""
        rows = laptop.store.conflicts.of(unit)
        return {
            (
                each.subject_table,
                each.subject,
                each.register,
                tuple(msgspec.json.decode(each.value).values()),
            )
            for each in rows
        }

    def _end(self) -> None:
        """Let everybody exchange everything without fault; then nothing may be missing anywhere."""
        written = 0
        for each in self.laptops:
            written |= each.held
        differing: list[str] = []
        for _ in range(ROUNDS):
            self._exchange_all()
            differing = self._differing()
            if not differing:
                break
        expect(not differing, "books differ in the end", *differing)
        for laptop in self.laptops:
            lost = written & self.history.of_unit.get(laptop.unit, 0) & ~laptop.held
            self.count.lost += lost.bit_count()
            expect(not lost, "edits are lost", list(self.history.among(lost)))
            self._check(laptop)
            self._check_shown(laptop)

    def _exchange_all(self) -> None:
        for below, above in ((COMMUNE, PROVINCE), (CELL, COMMUNE), (OTHER, COMMUNE)):
            for laptop in self._those(below):
                for reader in self._those(above)[:1]:
                    self._receive(reader, self._up(laptop))
        for above in (PROVINCE, COMMUNE):
            for laptop in self._those(above)[:1]:
                for sent in self._down(laptop):
                    for reader in self.laptops:
                        if reader.unit == sent.to:
                            self._receive(reader, sent)

    def _those(self, role: str) -> list[Laptop]:
        return [each for each in self.laptops if each.role == role]

    def _differing(self) -> list[str]:
        """Return the tables in which two books that should agree do not."""
        found = []
        for role in (COMMUNE, CELL, OTHER):
            here = [*self._those(role), *self._those(ABOVE[role])[:1]]
            dumps = [comparable(each.store, self.templates[role].unit) for each in here]
            found += [
                f"{role} {table}"
                for table in (dumps[0] if dumps else ())
                if any(each[table] != dumps[0][table] for each in dumps)
            ]
        return found

    def _check_shown(self, laptop: Laptop) -> None:
        """Count the rivals people are shown, and those they are shown without need."""
        views = laptop.book.exchange.conflicts()
        self.count.rivals += len(views)
        for view in views:
            each = view.conflict
            key = (laptop.unit, each.subject_table, each.subject, each.register)
            values = tuple(msgspec.json.decode(each.value).values())
            standing = [edit.values for edit in self.history.standing(laptop.held, key)]
            self.count.spurious += key in self.history.of_key and values not in standing[1:]


STEPS: tuple[Callable[[Machine, random.Random], None], ...] = (
    *[Machine.edit] * 10,
    *[Machine.send_up] * 4,
    *[Machine.send_down] * 3,
    *[Machine.deliver] * 7,
    *[Machine.restart] * 2,
    Machine.set_clock,
    Machine.pass_time,
    Machine.back_up,
    Machine.restore,
    Machine.clone,
    Machine.damage,
    Machine.stray,
    Machine.deliver_twice,
    Machine.deliver_in_parts,
)
