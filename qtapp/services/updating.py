"""An update without a network: a newer setup file on a stick, signed by a key this copy was built with.

Beside `SoChiBo-1.2.3-setup.exe` lies `SoChiBo-1.2.3-setup.exe.sig`, JSON with two texts: `statement`, itself
JSON with the version, the size in bytes and the SHA-256 of the setup file, and `signature`, Ed25519 over
`CONTEXT` and the statement, in hexadecimal digits (packaging/sign.py).
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from qtapp.bundle.keys import is_signed
from qtapp.domain.errors import FileUnreadable
from qtapp.domain.update_errors import (
    UpdateDamaged,
    UpdateNotFound,
    UpdateNotHere,
    UpdateNotNewer,
    UpdateUntrusted,
)
from qtapp.paths import replace_file
from qtapp.services.environment import Environment, Report, silent

CONTEXT = b"so-chi-bo setup v1\n"
SIGNATURE = ".sig"
_SETUP = "SoChiBo-*-setup.exe"
_MOST_FILES = 100
_SIGNATURE_BYTES = 10_000
_MOST_BYTES = 200_000_000
_PIECE = 1 << 20

T = TypeVar("T")


class _Signed(Struct, frozen=True):
    statement: str
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}$")]


class _Statement(Struct, frozen=True):
    version: Annotated[str, Meta(pattern=r"^\d{1,4}\.\d{1,4}\.\d{1,4}$")]
    size: Annotated[int, Meta(ge=1, le=_MOST_BYTES)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Offer(Struct, frozen=True, kw_only=True):
    """A setup file that is what it says it is, and newer than this copy."""

    path: Path
    version: str
    size: int
    sha256: str


class Updating:
    """Looks for setup files, trusts none that is not signed, starts one when told to."""

    def __init__(
        self, environment: Environment, back_up: Callable[[Path], Path], book: Path
    ) -> None:
        self._environment = environment
        self._back_up = back_up
        self._book = book

    @property
    def is_possible(self) -> bool:
        """Whether this copy can be updated so."""
        return self._environment.setups is not None

    def look(self, path: Path, report: Report = silent) -> Offer:
        """Return the newest setup file at `path`, a file or a folder, read through.

        Raises the UpdateError family or FileUnreadable.
        """
        setups = self._environment.setups
        if setups is None:
            raise UpdateNotHere
        found = [self._read(each, setups.keys) for each in _setup_files(path)]
        if not found:
            raise UpdateNotFound(str(path))
        setup, statement = max(found, key=lambda each: _numbers(each[1].version))
        if _numbers(statement.version) <= _numbers(self._environment.app):
            raise UpdateNotNewer(statement.version, self._environment.app)
        _content(setup, statement.size, statement.sha256, report)
        return Offer(
            path=setup,
            version=statement.version,
            size=statement.size,
            sha256=statement.sha256,
        )

    def start(self, offer: Offer, report: Report = silent) -> Path:
        """Back the book up beside itself, start the setup file, return the backup.

        The setup file that runs is a copy in the user's own folder, made of the bytes that were checked:
        what lies on a stick may change between a look and a start. Raises what `look` and a backup raise.
        """
        setups = self._environment.setups
        if setups is None:
            raise UpdateNotHere
        backup = self._back_up(self._book.parent / "Sao lưu trước khi cập nhật")
        content = _content(offer.path, offer.size, offer.sha256, report)
        shutil.rmtree(setups.folder, ignore_errors=True)  # of the update before
        copy = setups.folder / offer.path.name
        replace_file(copy, content)
        setups.start(copy)
        return backup

    def _read(self, setup: Path, keys: tuple[bytes, ...]) -> tuple[Path, _Statement]:
        try:
            with setup.with_name(setup.name + SIGNATURE).open("rb") as file:
                signed = _decoded(file.read(_SIGNATURE_BYTES), _Signed, setup)
        except OSError as error:
            raise UpdateNotFound(str(setup.parent)) from error
        message, signature = CONTEXT + signed.statement.encode(), bytes.fromhex(signed.signature)
        if not any(is_signed(key, message, signature) for key in keys):
            raise UpdateUntrusted(str(setup))
        return setup, _decoded(signed.statement.encode(), _Statement, setup)


def _setup_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for setup in sorted(path.glob(_SETUP))[:_MOST_FILES]:
            if setup.with_name(setup.name + SIGNATURE).is_file():
                yield setup
    elif path.is_file():
        yield path.with_name(path.name.removesuffix(SIGNATURE))


def _content(setup: Path, size: int, sha256: str, report: Report) -> bytes:
    """Return the bytes of a setup file; raises UpdateDamaged if they are not those that were signed."""
    content, sums = bytearray(), hashlib.sha256()
    try:
        with setup.open("rb") as file:
            while len(content) <= size and (piece := file.read(_PIECE)):
                content += piece
                sums.update(piece)
                report(len(content), size)
    except OSError as error:
        raise FileUnreadable(str(setup)) from error
    if sums.hexdigest() != sha256:
        raise UpdateDamaged(str(setup))
    return bytes(content)


def _decoded(content: bytes, kind: type[T], setup: Path) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UpdateUntrusted(str(setup)) from error


def _numbers(version: str) -> tuple[Any, ...]:
    return tuple(int(each) for each in version.split("."))
