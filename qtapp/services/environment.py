"""What the services need of the world outside: clock, randomness, device, keyring, fonts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from qtapp.domain.ids import uuid7
from qtapp.domain.sticks import Stick
from qtapp.paths import Paths
from qtapp.store.keys import Cost

Report = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Report progress to nobody."""


class Vault(Protocol):
    """The operating system's password store, one secret per book id; raises VaultLocked."""

    def get(self, book: str) -> str:
        """Return the secret kept for `book`."""

    def put(self, book: str, secret: str) -> None:
        """Keep `secret` for `book`."""

    def forget(self, book: str) -> None:
        """Drop what is kept for `book`; nothing kept is no failure."""


class Setups(Struct, frozen=True, kw_only=True):
    """How a newer version gets in: whose signature it needs, where it is copied to, how it starts."""

    keys: tuple[bytes, ...]
    folder: Path
    start: Callable[[Path], None]


class Environment(Struct, frozen=True, kw_only=True):
    """Made once by qtapp.app; tests make their own.

    `computer` tells the system and the versions of libraries, by name; `paths` where this run keeps its
    settings and its log, None where it keeps neither.
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    writer: str
    device: str
    app: str
    vault: Vault
    cost: Cost
    font_folders: tuple[Path, ...] = ()
    sticks: Callable[[], Sequence[Stick]] = tuple
    setups: Setups | None = None
    computer: Callable[[], Mapping[str, str]] = dict
    paths: Paths | None = None

    def today(self) -> date:
        """Return the local calendar date."""
        return self.now().astimezone().date()

    def new_id(self) -> str:
        """Return a fresh time-ordered record id."""
        return uuid7(int(self.now().timestamp() * 1000), self.random(10))
