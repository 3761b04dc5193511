"""An update without a network: a newer setup file, signed by a key this copy was built with.

It lies on a stick, or among the attachments of the library: the unit above files it with a document, and
a bundle brings both to its cells.

Beside `SoChiBo-1.2.3-setup.exe` lies `SoChiBo-1.2.3-setup.exe.sig`, JSON with two texts: `statement`, itself
JSON with the version, the size in bytes and the SHA-256 of the setup file, and `signature`, Ed25519 over
`CONTEXT` and the statement, in hexadecimal digits (packaging/sign.py).
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from qtapp.bundle.keys import is_signed
from qtapp.domain.documents import Attachment
from qtapp.domain.errors import FileUnreadable, NotFound
from qtapp.domain.update_errors import (
    UpdateDamaged,
    UpdateNotFound,
    UpdateNotHere,
    UpdateNotNewer,
    UpdateUntrusted,
)
from qtapp.paths import replace_file
from qtapp.services.documents import Documents
from qtapp.services.environment import Environment, Report, silent

CONTEXT = b"so-chi-bo setup v1\n"
SIGNATURE = ".sig"
_SETUP = "SoChiBo-*-setup.exe"
_ATTACHED = re.compile(r"SoChiBo-(\d{1,4}\.\d{1,4}\.\d{1,4})-setup\.exe(\.sig)?", re.ASCII)
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
        self,
        environment: Environment,
        back_up: Callable[[Path], Path],
        book: Path,
        documents: Documents,
    ) -> None:
        self._environment = environment
        self._back_up = back_up
        self._book = book
        self._documents = documents

    @property
    def is_possible(self) -> bool:
        """Whether this copy can be updated so."""
        return self._environment.setups is not None

    def received(self) -> str:
        """Return the newest version that the library has a setup file of; empty if it has none newer."""
        running = _numbers(self._environment.app)
        found = [version for _, version in self._attached() if _numbers(version) > running]
        return max(found, key=_numbers, default="") if self.is_possible else ""

    def look(self, path: Path | None, report: Report = silent) -> Offer:
        """Return the newest setup file at `path`, a file or a folder, read through.

        None stands for the library. Raises the UpdateError family, FileUnreadable, DiskFull or FolderReadOnly.
        """
        setups = self._environment.setups
        if setups is None:
            raise UpdateNotHere
        place = path or self._lay_out(setups.folder / "received")
        found = [self._read(each, setups.keys) for each in _setup_files(place)]
        if not found:
            raise UpdateNotFound(str(path or ""))
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

    def _attached(self) -> Iterator[tuple[Attachment, str]]:
        """Yield the setup files and signatures of the library, with the versions they are named after."""
        for document in self._documents.all():
            for each in document.attachments:
                if named := _ATTACHED.fullmatch(each.name):
                    yield each, named[1]

    def _lay_out(self, folder: Path) -> Path:
        """Write the newest setup file of the library and its signature into `folder`; return it."""
        shutil.rmtree(folder, ignore_errors=True)
        newest = self.received()
        for each, version in self._attached():
            if version == newest:
                with suppress(NotFound):  # the bundle with the file itself has not come yet
                    replace_file(folder / each.name, self._documents.content(each))
        return folder

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
