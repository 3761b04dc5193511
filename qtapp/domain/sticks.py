"""A stick: what people carry files on."""

from pathlib import Path

from msgspec import Struct


class Stick(Struct, frozen=True, kw_only=True):
    """A stick that is plugged in: where its files are, and what its user knows it by."""

    path: Path
    name: str
