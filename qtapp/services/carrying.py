"""Carrying: how bundles leave and come in by stick, by hand, in letters and on paper."""

import io
import tempfile
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct

from qtapp.bundle import part
from qtapp.bundle.limits import DEFAULT_PART_BYTES
from qtapp.carriers import folder, letter
from qtapp.carriers.paper import codes
from qtapp.domain.errors import (
    AppError,
    Cancelled,
    FileUnreadable,
    Invalid,
    NothingInLetter,
    NotJoined,
    StickGone,
)
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import date_text
from qtapp.scans.codes import is_picture
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.exchange import Exchange
from qtapp.services.inbox import InboxState, Received
from qtapp.services.paper_reading import PaperReading
from qtapp.services.units import Units

MAIL_MB = letter.MAIL_MB
DEFAULT_MAIL_MB = letter.DEFAULT_MAIL_MB
_MOST_LETTER = 64 << 20
_PDF = b"%PDF-"
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), " ")
_WORDS = """\
Kính gửi đồng chí,

Thư này kèm một tệp gói dữ liệu đã mã hóa của Sổ Chi Bộ; chỉ đơn vị nhận mở được.

Lưu tệp đính kèm vào máy hoặc USB, mở Sổ Chi Bộ, vào “Gói dữ liệu”, bấm “Nhận tệp…” rồi chọn tệp đó.

Xin giữ nguyên tệp, không nén lại.
"""


class FileKind(Enum):
    """What a file is, by its first bytes."""

    FOLDER = auto()
    BUNDLE = auto()
    INVITATION = auto()
    LETTER = auto()
    PICTURE = auto()
    OTHER = auto()


class Visit(Struct, frozen=True, kw_only=True):
    """What a visit of a stick brought and took. `failure`: what was received is safe, not all was written."""

    received: Sequence[Received]
    written: Sequence[Path]
    failure: AppError | None = None


class Handed(Struct, frozen=True, kw_only=True):
    """What was laid out to be sent by hand: for whom, where, the files, and a draft for each of them."""

    unit: Unit
    folder: Path
    files: Sequence[Path]
    drafts: Sequence[Path]


class Carrying:
    """One method per way."""

    def __init__(
        self, exchange: Exchange, units: Units, environment: Environment, reading: PaperReading
    ) -> None:
        self._exchange = exchange
        self._units = units
        self._environment = environment
        self._reading = reading

    def visit(self, stick: Path, report: Report = silent) -> Visit:
        """Take in what lies on a stick for this book, then write what is due.

        Due are the bundle for the committee above unless it has confirmed everything and nothing came, and
        those for the units below and the unit's other laptops: for those whose own lie there, or for all
        if nobody's do. A visitor gets an answer, an empty stick goes round. Raises StickGone if it cannot
        be listed, and Cancelled.
        """
        device = _device(self.standing(stick))
        received = self._exchange.receive(stick, report)
        written: list[Path] = []
        try:
            for each in self._due(received):
                if _device(self.standing(stick)) != device:
                    raise StickGone(str(stick))
                written.extend(self._make(each, stick, report))
        except Cancelled:
            raise
        except AppError as error:
            return Visit(received=received, written=written, failure=error)
        return Visit(received=received, written=written)

    def by_hand(
        self,
        target: Path,
        *,
        megabytes: int = DEFAULT_MAIL_MB,
        unit_id: str = "",
        report: Report = silent,
    ) -> list[Handed]:
        """Lay out what is to be sent by hand below `target`: a folder for each receiver, parts, drafts.

        Goes to the committee above, or to the units below, or to the one unit `unit_id`. A part fits into
        a mail of `megabytes`. Raises NotJoined, or what `put` raises.
        """
        laid = []
        for receiver in self._receivers(unit_id):
            where = target / _folder_name(receiver.name)
            with self._exchange.once_done():
                files = self._make(receiver, where, report, part_bytes=letter.part_size(megabytes))
                drafts = [
                    folder.put(where, f"{file.stem}.eml", self._draft(file, place, len(files)))
                    for place, file in enumerate(files, 1)
                ]
            laid.append(Handed(unit=receiver, folder=where, files=files, drafts=drafts))
        return laid

    def on_paper(self, unit_id: str = "", report: Report = silent) -> bytes:
        """Return a PDF whose codes are the bundle for the committee above, or for the unit `unit_id`.

        Raises TooMuchForPaper, NotJoined, Invalid (no unit named where there are several), MissingGlyphs
        or what `put` raises.
        """
        from qtapp.papers.codes import CodesPaper, write_codes  # noqa: PLC0415 - only to print

        receivers = self._receivers(unit_id or self._above())
        if len(receivers) != 1:
            raise Invalid("unit", Reason.EMPTY)
        (receiver,) = receivers
        memory = io.BytesIO()
        # Sealed already: what lies in the system's folder for a moment can be read by nobody.
        with self._exchange.once_done(), tempfile.TemporaryDirectory() as place:
            files = self._make(receiver, Path(place), report)
            paper = CodesPaper(
                sender=self._units.own().name,
                reader=receiver.name,
                made=f"ngày {date_text(self._environment.today())}",
                codes=codes(b"".join(each.read_bytes() for each in files)),
            )
            write_codes(paper, memory)
        return memory.getvalue()

    @staticmethod
    def standing(folder: Path) -> Path:
        """Return a chosen folder that is there still; raises StickGone.

        Where a stick was pulled out in the meantime, nothing may be written to the disk below.
        """
        if not folder.is_dir():
            raise StickGone(str(folder))
        return folder

    @staticmethod
    def parts(first: Path) -> list[Path]:
        """Return all files of a bundle from its first part, as it was written."""
        front, _, rest = first.name.partition("-p1of")
        total = int(rest.partition(".")[0].partition("-")[0])
        return [first.with_name(f"{front}-p{number}of{rest}") for number in range(1, total + 1)]

    @staticmethod
    def kind_of(path: Path) -> FileKind:
        """Return what a file is, whatever it is called; raises FileUnreadable."""
        from qtapp.bundle.invitation import INVITATION  # noqa: PLC0415 - loads libsodium

        if path.is_dir():
            return FileKind.FOLDER
        try:
            with path.open("rb") as file:
                head = file.read(folder.HEAD)
        except OSError as error:
            raise FileUnreadable(str(path)) from error
        if part.is_bundle(head):
            return FileKind.BUNDLE
        if head.startswith(INVITATION.magic):
            return FileKind.INVITATION
        if is_picture(head) or head.startswith(_PDF):
            return FileKind.PICTURE
        if letter.is_letter(head):
            return FileKind.LETTER
        return FileKind.OTHER

    def receive(self, paths: Sequence[Path], report: Report = silent) -> list[Received]:
        """Take in files and folders that a person chose: bundles, saved mails, pictures of codes.

        Every file is known by its content and judged by itself. Pictures belong together: their codes may
        lie on several, and those that are missing may come later. Raises StickGone or Cancelled.
        """
        received: list[Received] = []
        pictures: list[Path] = []
        for place, path in enumerate(paths):
            report(place, len(paths))
            try:
                kind = self.kind_of(path)
            except FileUnreadable as error:
                received.append(_refused(path, error))
                continue
            if kind is FileKind.PICTURE:
                pictures.append(path)
            elif kind is FileKind.LETTER:
                received.extend(self._from_letter(path))
            else:
                received.extend(self._exchange.receive(path))
        received.extend(self._reading.receive(pictures, report))
        return received

    def _from_letter(self, path: Path) -> list[Received]:
        try:
            with path.open("rb") as file:
                mail = file.read(_MOST_LETTER)
        except OSError:
            return [_refused(path, FileUnreadable(str(path)))]
        found = [
            self._exchange.take(name or path.name, data)
            for name, data in letter.enclosures(mail, part.is_bundle)
        ]
        return found or [_refused(path, NothingInLetter(str(path)))]

    def _above(self) -> str:
        above = self._exchange.superior()
        return above.id if above else ""

    def _receivers(self, unit_id: str) -> list[Unit]:
        """Return who is written to: one unit, or the committee above, or all below that have joined.

        A committee that reports to another writes down here; what goes up it names.
        """
        above = self._exchange.superior()
        if unit_id:
            return [self._units.get(unit_id)]
        if not self._units.is_committee():
            if above is None:
                raise NotJoined
            return [above]
        return self._reachable()

    def _reachable(self) -> list[Unit]:
        return [each.unit for each in self._exchange.status().units if each.invited or each.joined]

    def _due(self, received: Sequence[Received]) -> list[Unit]:
        status = self._exchange.status()
        news = any(each.rows for each in received)
        up = [status.superior] if status.superior and (status.unsent or news) else []
        visitors = {each.unit for each in received if each.unit}
        own = self._units.own()
        others = [own] if self._exchange.has_other_laptop() else []
        if self._units.is_committee():
            others.extend(self._reachable())
        came = [each for each in others if each.name in visitors]
        return [*up, *(came if visitors else others)]

    def _make(
        self, receiver: Unit, target: Path, report: Report, *, part_bytes: int = DEFAULT_PART_BYTES
    ) -> list[Path]:
        """Write the bundle for one receiver and return its parts."""
        above = self._exchange.superior()
        if above is not None and receiver.id == above.id:
            first = self._exchange.make_up(target, report, part_bytes=part_bytes)
        elif receiver.id == self._units.own().id:
            first = self._exchange.make_peer(target, report)
        else:
            (first,) = self._exchange.make_down(
                target, report, only=receiver.id, part_bytes=part_bytes
            )
        return self.parts(first)

    def _draft(self, file: Path, number: int, total: int) -> bytes:
        of = f" (thư {number}/{total})" if total > 1 else ""
        day = date_text(self._environment.today())
        return letter.draft(
            letter.Draft(
                to="",
                subject=f"Sổ Chi Bộ: gói dữ liệu ngày {day}{of}",
                body=_WORDS,
                name=file.name,
                data=file.read_bytes(),
            )
        )


def _device(folder: Path) -> int:
    """Return a number of the file system a folder is of; raises StickGone.

    Where a stick was, its place may stay as a folder of the computer's own disk, or another stick come.
    """
    try:
        return folder.stat().st_dev
    except OSError as error:
        raise StickGone(str(folder)) from error


def _refused(path: Path, reason: AppError) -> Received:
    return Received(name=path.name, state=InboxState.QUARANTINED, reason=reason)


def _folder_name(unit: str) -> str:
    """Return a unit's name as every file system takes it."""
    clean = " ".join(unit.translate(_FORBIDDEN).split())
    return "Gửi " + clean[:60].rstrip(" .")
