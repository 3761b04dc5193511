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

import msgspec

from qtapp.bundle import part
from qtapp.bundle.sections import Packed
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import BundleNotOurs, BundleUntrusted, NoOtherLaptop
from qtapp.services.inbox import InboxState, Received
from tests.proof.dumps import whole
from tests.proof.laptops import (
    ABOVE,
    CELL,
    CELL_2,
    COMMUNE,
    COMMUNE_2,
    FUTURE,
    OTHER,
    PROVINCE,
    SECOND,
    STAYING,
    WRONG_CLOCKS,
    Laptop,
    Template,
    Templates,
    a_clock,
    an_identity,
    fold_log,
    laid_out,
    opened,
    registers_of,
    started_anew,
)
from tests.proof.oracle import Edit, History, Key, Values, Version, is_lawful
from tests.proof.parcels import Sent, brought, watched
from tests.proof.promises import Count, Promises, expect

MADE = datetime(2026, 11, 1, tzinfo=UTC)
MOST_LAPTOPS = 6
ROUNDS = 3
SHAPES: tuple[tuple[str, ...], ...] = (
    *[(COMMUNE, CELL)] * 2,
    *[(COMMUNE, CELL, CELL)] * 4,
    *[(COMMUNE, CELL, CELL_2)] * 4,
    (COMMUNE, CELL, CELL, CELL_2),
    (COMMUNE, COMMUNE_2, CELL),
    (COMMUNE, CELL, CELL, OTHER),
    (PROVINCE, COMMUNE, CELL, CELL_2),
    (PROVINCE, COMMUNE, COMMUNE_2, CELL, CELL, OTHER),
)
"""Which laptops there are at first; one role twice is a disk that was copied."""


@dataclass(slots=True)
class Backup:
    """A copy of a disk's book, and what the disk held then."""

    path: Path
    role: str
    held: int


@dataclass
class Machine:
    """One scenario under way."""

    templates: Templates
    folder: Path
    count: Count
    history: History = field(default_factory=History)
    laptops: list[Laptop] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    packed: list[Sequence[Packed]] = field(default_factory=list)
    gone: list[Laptop] = field(default_factory=list)
    files: int = 0
    runs: int = 0

    def play(self, shape: int, steps: Sequence[int]) -> None:
        """Play a scenario and then let everybody exchange everything; raises Broken."""
        self.folder.mkdir()
        try:
            with watched() as self.packed:
                self.begin(SHAPES[shape % len(SHAPES)], settled=bool(shape // len(SHAPES) % 2))
                self.go(steps)
                self.end()
        finally:
            self.close()
        self.count.scenarios += 1

    def begin(self, roles: Sequence[str], *, settled: bool = False) -> None:
        """Lay out the laptops; `settled`: all have exchanged everything, and have a backup from before."""
        begun = self.templates.settled if settled else self.templates.fresh
        for role in roles:
            path = laid_out(begun[role].path, self._file(".scb"))
            self.laptops.append(self.booted(role, path, self._held(begun[role])))
        for role in roles if settled else ():
            before = self.templates.fresh[role]
            self.backups.append(Backup(before.path, role, self._held(before)))

    def go(self, steps: Sequence[int]) -> None:
        """Take these steps."""
        for step in steps:
            chance = random.Random(step)  # noqa: S311 - repeatable on purpose
            chance.choice(STEPS)(self, chance)
            self.count.steps += 1

    def close(self) -> None:
        """Put everything away."""
        for each in (*self.laptops, *self.gone):
            each.book.close()
        shutil.rmtree(self.folder)

    def booted(self, role: str, path: Path, held: int) -> Laptop:
        """Return a laptop with the book at `path`, switched on."""
        template = self.templates.fresh[role]
        clock = a_clock()
        writer = self._run()
        book = opened(path, template.key, writer, clock)
        return Laptop(role, template.unit, path, template.key, clock, book, writer, held)

    @property
    def _promises(self) -> Promises:
        return Promises(self.templates, self.history, self.laptops, self.count)

    def _held(self, template: Template) -> int:
        """Return what a template holds, taken down as edits that nobody has written over."""
        held = 0
        for key, (values, version) in sorted(template.shown.items(), key=repr):
            bits = self.history.by_dot.get(version[1:], 0) & self.history.of_key.get(key, 0)
            held |= bits or self.history.add(Edit(key, values, version, 0))
        return held

    def _file(self, ending: str = "") -> Path:
        self.files += 1
        return self.folder / f"{self.files}{ending}"

    def _run(self) -> str:
        self.runs += 1
        return an_identity(self.runs)

    # What people write

    def edit(self, chance: random.Random) -> None:
        """Somebody writes something."""
        laptop = chance.choice(self.laptops)
        if laptop.level in {PROVINCE, COMMUNE}:
            self._edit_documents(laptop, chance)
            return
        ways = (self._edit_member, self._edit_member, self._mark, self._edit_later)
        chance.choice(ways)(laptop, chance)

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
            name = chance.choice(("party_role", "phone", "gov_role", "full_name", "phone"))
            changed = msgspec.structs.replace(members.get(chosen.id), **{name: self._word(chance)})
            members.save(changed)
            expect(members.get(chosen.id) == changed, "an edit is not what was written")
        self._observe(laptop, "members", chosen.id)

    def _edit_later(self, laptop: Laptop, chance: random.Random) -> None:
        """A later version of the program writes what this one only carries on."""
        row_id = chance.choice(sorted(laptop.rows(laptop.unit, "members")))
        word = self._word(chance)
        laptop.write_as_later(row_id, word)
        lam, n, seq, _ = laptop.carried(laptop.unit)[row_id][FUTURE]
        (writer,) = laptop.store.fetch("SELECT id FROM writers WHERE n = ?", [n])[0]
        key = (laptop.unit, "members", row_id, FUTURE)
        past = self.history.past(laptop.held, key)
        laptop.held |= self.history.add(Edit(key, (word,), (lam, writer, seq), past))
        self.count.edits += 1

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
        return chance.choice(("Bí thư", "Phó", "không", f"từ {len(self.history.edits)}"))

    def _observe(self, laptop: Laptop, table: str, *rows: str) -> None:
        """Take down what one commit has changed, and check its versions."""
        held = laptop.held
        found = laptop.rows(laptop.unit, table)
        ids = dict(laptop.store.fetch("SELECT n, id FROM writers"))
        changed: list[tuple[Key, Values, Version, Edit | None]] = []
        for row_id in rows:
            for register, values, (lam, writer, seq) in registers_of(table, found[row_id]):
                if not lam:
                    continue
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
            past = self.history.past(held, key)
            laptop.held |= self.history.add(Edit(key, values, version, past))
        self.count.edits += len(changed)

    # What is sent

    def send_up(self, chance: random.Random) -> None:
        """A laptop writes a bundle for those above it."""
        laptop = chance.choice(self.laptops)
        if laptop.level in ABOVE:
            self._up(laptop)

    def send_down(self, chance: random.Random) -> None:
        """A committee writes a bundle for each unit below it."""
        laptop = chance.choice(self.laptops)
        if laptop.level in {PROVINCE, COMMUNE}:
            self._down(laptop)

    def send_across(self, chance: random.Random) -> None:
        """A laptop writes a bundle for the others of its unit."""
        self._across(chance.choice(self.laptops))

    def _up(self, laptop: Laptop) -> Sent:
        made = laptop.book.exchange.make_up(self._file())
        return self._noted([made], laptop, [self.templates.unit(ABOVE[laptop.level])])[0]

    def _down(self, laptop: Laptop, only: str = "") -> list[Sent]:
        made = laptop.book.exchange.make_down(self._file(), only=only)
        by_name = {each.unit[-4:]: each.unit for each in self.templates.fresh.values()}
        return self._noted(made, laptop, [by_name[path.name[2:6]] for path in made])

    def _across(self, laptop: Laptop) -> list[Sent]:
        try:
            made = laptop.book.exchange.make_peer(self._file())
        except NoOtherLaptop:
            return []
        return self._noted([made], laptop, [laptop.unit])

    def _noted(self, files: Sequence[Path], laptop: Laptop, units: Sequence[str]) -> list[Sent]:
        sent = [
            Sent([path], laptop.unit, laptop.role, unit, brought(self.history, packed))
            for path, unit, packed in zip(files, units, self.packed, strict=True)
        ]
        self.packed.clear()
        staying = self.history.of_registers(STAYING)
        for each in sent:
            left = each.brings & staying if each.to != laptop.unit else 0
            expect(not left, "what stays in its unit has left it", *self.history.among(left))
        self.sent.extend(sent)
        self.count.bundles += len(sent)
        return sent

    # What arrives

    def deliver(self, chance: random.Random) -> None:
        """A bundle of any age arrives where it belongs, perhaps again."""
        if self.sent:
            sent = chance.choice(self.sent[-6:] if chance.random() < 0.7 else self.sent)
            readers = [each for each in self.laptops if each.unit in {sent.to, sent.sender}]
            if readers:
                self._receive(chance.choice(readers), sent)

    def _receive(self, laptop: Laptop, sent: Sent) -> bool:
        """Hand a bundle to a laptop of the unit it is for or from; return whether it could read it."""
        for path in sent.files:
            (end,) = laptop.book.exchange.receive(path)
            if isinstance(end.reason, BundleNotOurs):
                # A laptop's own word, or one made before it was known that this laptop is there.
                self.count.refused += 1
                return False
            if self._is_revoked(end, sent):
                self.count.refused += 1
                return False
            expect(end.reason is None, "a good bundle was refused", end)
            if end.state is InboxState.DUPLICATE:
                missing = self.history.missing(sent.brings, laptop.held)
                expect(not missing, "a duplicate would bring something", end, missing)
                return True
        laptop.held |= sent.brings
        self.count.merged += 1
        self._promises.check(laptop)
        return True

    def visit(self, chance: random.Random) -> None:
        """A laptop is taken to those above it: its bundle is read there, and their answer by it."""
        laptop = chance.choice(self.laptops)
        above = self.templates.unit(ABOVE[laptop.level]) if laptop.level in ABOVE else ""
        committees = [each for each in self.laptops if each.unit == above]
        if committees:
            committee = chance.choice(committees)
            self._receive(committee, self._up(laptop))
            (sent,) = self._down(committee, laptop.unit)
            self._receive(laptop, sent)

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
        if not self._receive(laptop, sent):
            return
        before = whole(laptop.store)
        laptop.store.write("DELETE FROM inbox")
        self._receive(laptop, sent)
        expect(whole(laptop.store) == before, "a bundle merged twice changed something")

    def deliver_in_parts(self, chance: random.Random) -> None:
        """A bundle arrives in parts, in any order, some of them perhaps never."""
        sent = chance.choice(self.sent) if self.sent else None
        readers = [each for each in self.laptops if sent and each.unit == sent.to]
        if sent is None or not readers:
            return
        laptop = chance.choice(readers)
        read = part.read_part(sent.files[0])
        facts = part.Facts(id=read.header.id, kind=read.header.kind, to=read.header.to)
        parts = part.split(bytes(read.slice), facts, len(read.slice) // 3 + 4_300)
        chance.shuffle(parts)
        for data in parts[: len(parts) - (chance.random() < 0.3)]:
            path = self._file()
            path.write_bytes(data)
            (end,) = laptop.book.exchange.receive(path)
            if isinstance(end.reason, BundleNotOurs) or self._is_revoked(end, sent):
                return
            expect(end.state is not InboxState.QUARANTINED, "a good part was refused", end)
            if end.state is InboxState.MERGED:
                laptop.held |= sent.brings
                self._promises.check(laptop)

    def damage(self, chance: random.Random) -> None:
        """A bundle arrives cut short, with a flipped bit, or glued to another."""
        if not self.sent:
            return
        data = bytearray(chance.choice(self.sent).files[0].read_bytes())
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

    # What happens to laptops

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
            laptop.clock.now += timedelta(minutes=chance.choice((1, 50, 1500)))

    def back_up(self, chance: random.Random) -> None:
        """Somebody copies a book to a safe place."""
        laptop = chance.choice(self.laptops)
        self.backups.append(self.backup_of(laptop))

    def backup_of(self, laptop: Laptop) -> Backup:
        """Return a copy of a laptop's book in a safe place."""
        return Backup(self._copy(laptop), laptop.role, laptop.held)

    def restore(self, chance: random.Random) -> None:
        """An old copy of a book comes back, on this laptop or on one that it was cloned to."""
        laptop = chance.choice(self.laptops)
        found = [each for each in self.backups if each.role == laptop.role]
        if not found:
            return
        self.bring_back(laptop, chance.choice(found))

    def bring_back(self, laptop: Laptop, backup: Backup) -> None:
        """Put a backup in the place of a laptop's book."""
        laptop.book.close()
        laid_out(backup.path, laptop.path)
        laptop.writer = self._run()
        laptop.book = opened(laptop.path, laptop.key, laptop.writer, laptop.clock)
        laptop.held = backup.held

    def clone(self, chance: random.Random) -> None:
        """A whole disk of a cell is copied to one more laptop."""
        laptop = chance.choice(self.laptops)
        if len(self.laptops) < MOST_LAPTOPS and laptop.level in {CELL, OTHER}:
            path = laid_out(self._copy(laptop), self._file(".scb"))
            self.laptops.append(self.booted(laptop.role, path, laptop.held))

    def revoke(self, chance: random.Random) -> None:
        """The second laptop of the cell is lost; the commune believes it no more, whatever comes late."""
        found = [each for each in self.laptops if each.role == CELL_2]
        committees = [each for each in self.laptops if each.level == COMMUNE]
        if not found or not any(each.role == CELL for each in self.laptops):
            return
        committee = chance.choice(committees)
        committee.book.exchange.revoke(found[0].unit, [found[0].store.fact("device")])
        self.gone.extend(found)
        self.laptops = [each for each in self.laptops if each.role != CELL_2]

    def _is_revoked(self, end: Received, sent: Sent) -> bool:
        """Whether a bundle was refused because the laptop that made it is lost."""
        return (
            isinstance(end.reason, BundleUntrusted)
            and end.reason.why == "revoked"
            and any(each.role == sent.role for each in self.gone)
        )

    def _copy(self, laptop: Laptop) -> Path:
        fold_log(laptop.book)
        return laid_out(laptop.path, self._file(".copy"))

    # The end

    def end(self) -> None:
        """Let everybody exchange everything without fault; then nothing may be missing anywhere."""
        written = self._promises.written()
        differing: list[str] = []
        for _ in range(ROUNDS):
            self._exchange_all()
            differing = self._promises.differing()
            # A rival of a register that stays goes from copy to copy by a laptop that was invited.
            if not differing and not any(
                self._promises.lost(each, written) for each in self.laptops
            ):
                break
        expect(not differing, "books differ in the end", *differing)
        self._promises.check_nothing_lost(written)

    def _exchange_all(self) -> None:
        roles = {each.role for each in self.laptops}
        there = {each.level: each.unit for each in self.laptops}
        for laptop in self.laptops:
            if {laptop.level, SECOND.get(laptop.level, "")} <= roles:
                for sent in self._across(laptop):
                    self._hand_over(sent, laptop)
        for laptop in self.laptops:
            if ABOVE.get(laptop.level) in there:
                self._hand_over(self._up(laptop), laptop)
        for laptop in sorted(self.laptops, key=lambda each: each.level != PROVINCE):
            for level, unit in there.items():
                if ABOVE.get(level) == laptop.level:
                    (sent,) = self._down(laptop, unit)
                    self._hand_over(sent, laptop)

    def _hand_over(self, sent: Sent, sender: Laptop) -> None:
        for reader in self.laptops:
            among_copies = reader.unit == sender.unit and reader.role == sender.role
            if reader.unit == sent.to and not among_copies:
                self._receive(reader, sent)


STEPS: tuple[Callable[[Machine, random.Random], None], ...] = (
    *[Machine.edit] * 10,
    *[Machine.send_up] * 4,
    *[Machine.send_down] * 3,
    *[Machine.send_across] * 2,
    *[Machine.deliver] * 8,
    *[Machine.visit] * 4,
    *[Machine.restart] * 2,
    Machine.set_clock,
    Machine.pass_time,
    Machine.back_up,
    Machine.restore,
    Machine.clone,
    Machine.revoke,
    Machine.damage,
    Machine.stray,
    Machine.deliver_twice,
    Machine.deliver_in_parts,
)
