"""Moving: units pass from one committee to another, under the ids they have always had."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from qtapp.bundle.introduction import make_introduction, open_introduction
from qtapp.bundle.invitation import KdfCost, new_code
from qtapp.domain.errors import BundleDamaged, FileUnreadable, Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Unit
from qtapp.paths import place_for, save_file
from qtapp.services.environment import Environment
from qtapp.services.units import Units
from qtapp.store.store import Store

_MOST_BYTES = 1 << 20


class Moving:
    """Both ends of a move: the committee a unit leaves, and the one it comes to."""

    def __init__(self, store: Store, environment: Environment, units: Units) -> None:
        self._store = store
        self._environment = environment
        self._units = units

    def introduce(self, unit_id: str, path: Path) -> str:
        """Write an introduction of a unit and those below it, and return the code that opens it.

        Nothing changes here: `let_go` ends the unit in this committee's list. The own unit may be introduced
        too, by a committee begun alone that now gets one above it. Raises WrongEnding (it is a `.cbgt`),
        NotOverABook, FolderReadOnly or DiskFull.
        """
        place_for(path, ".cbgt")
        code = new_code(self._environment.random(8))
        cost = self._environment.cost
        data = make_introduction(
            [msgspec.to_builtins(each) for each in self._branch(unit_id)],
            code,
            self._environment.random(40),
            KdfCost(ops=cost.passes, memory=cost.memory),
        )
        save_file(path, data, ".cbgt")
        return code

    def let_go(self, unit_id: str) -> None:
        """End a unit and those below it in this committee's list; what they have sent stays."""
        closed = [replace(each, closed=True) for each in self._branch(unit_id)]
        with self._store.transaction(), self._store.unnoted():
            self._store.units.put_all(closed)

    def take_over(self, path: Path, code: str) -> list[Unit]:
        """Add the units of an introduction to the list, the head right below this unit, and return them.

        They keep their ids, so an invitation made for them now joins their books with all their work.
        Raises FileUnreadable, InvitationWrongCode, the BundleError family, and Invalid for this very unit
        or one above it.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise FileUnreadable(str(path)) from error
        try:
            given = msgspec.convert(open_introduction(data, code), list[Unit])
        except msgspec.ValidationError as error:
            raise BundleDamaged(at="introduction") from error
        if not given:
            raise BundleDamaged(at="introduction")
        own = self._store.unit
        place = len(self._units.subordinates())
        taken = [
            replace(
                each,
                unit=own,
                parent=each.parent if number else own,
                position=place + number + 1,
                closed=False,
            )
            for number, each in enumerate(given)
        ]
        for each in taken:
            if each.id in {own, self._store.fact("superior")}:
                raise Invalid("unit", Reason.NOT_ALLOWED_HERE, each.name)
        inside = {own, *(each.id for each in taken)}
        if any(each.parent not in inside for each in taken):
            raise BundleDamaged(at="introduction")
        with self._store.transaction(), self._store.unnoted():
            self._store.units.put_all(taken)
        return taken

    def _branch(self, unit_id: str) -> list[Unit]:
        """Return a unit and those below it, parents first; a committee's own book keeps its own units."""
        if unit_id == self._store.unit:
            return [self._units.own()]
        below = self._units.subordinates()
        head = next((each for each in below if each.id == unit_id), None)
        if head is None:
            raise Invalid("unit", Reason.NOT_ALLOWED_HERE, unit_id)
        branch = [head]
        ids = {unit_id}
        for each in below:
            if each.parent in ids:
                branch.append(each)
                ids.add(each.id)
        return branch
