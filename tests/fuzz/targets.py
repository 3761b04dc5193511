"""Every parser of foreign bytes, as a function that may only refuse: an AppError, or nothing.

Parsers behind a hash or a signature get what is inside, wrapped rightly, so that the fuzzer does not have to
guess a hash. Each target is made once, with what it needs, and then called for every input.
"""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from qtapp.domain.errors import AppError

Target = Callable[[bytes], None]
Parser = Callable[[bytes], object]
MEMORY = Path("/dev/shm")  # noqa: S108 - files that are written a thousand times a second


def refusing(parse: Parser) -> Target:
    """Return the parser as a target: to refuse is right, anything else that is raised is a fault."""

    def target(data: bytes) -> None:
        try:
            parse(data)
        except AppError:
            return

    return target


def in_a_file(parse: Callable[[Path], object], ending: str = "") -> Parser:
    """Return the parser of a file as one of bytes."""
    folder = MEMORY if MEMORY.is_dir() else None
    path = Path(tempfile.mkdtemp(prefix="fuzz ", dir=folder)) / f"tệp{ending}"

    def parser(data: bytes) -> object:
        path.write_bytes(data)
        return parse(path)

    return parser


def a_part() -> Parser:
    """The file as it lies on the stick."""
    from qtapp.bundle import part  # noqa: PLC0415 - instrumented when first loaded, as all below

    return lambda data: part.join([part.read_part(data)])


def a_header() -> Parser:
    """The header of a part, in a whole envelope."""
    from qtapp.bundle import envelope, part  # noqa: PLC0415

    return lambda data: part.join([part.read_part(envelope.wrap(part.PART, data, b"body"))])


def a_manifest() -> Parser:
    """The manifest, as signed by somebody who is believed."""
    from qtapp.bundle import manifest  # noqa: PLC0415

    return manifest.read


def json_text() -> Parser:
    """The strict reader of JSON."""
    from qtapp.bundle import strictjson  # noqa: PLC0415

    return lambda data: strictjson.loads(data, "manifest")


def a_frame() -> Parser:
    """One zstd frame, said to hold 64 bytes."""
    from qtapp.bundle import frames  # noqa: PLC0415

    return lambda data: frames.decompress(data, 64)


def a_table() -> Parser:
    """The content of a section of rows, rightly compressed and hashed."""
    from qtapp.bundle import frames, sections  # noqa: PLC0415
    from qtapp.bundle.manifest import Section  # noqa: PLC0415

    def parse(data: bytes) -> object:
        stored = frames.compress(data)
        digest = hashlib.sha256(stored).hexdigest()
        section = Section(
            name="members",
            codec="zcol1",
            off=0,
            clen=len(stored),
            rlen=len(data),
            sha256=digest,
            rows=1,
        )
        return sections.unpack_table(section, stored, 2)

    return parse


def a_list_of_writers() -> Parser:
    """The content of the section of writers."""
    from qtapp.bundle import sections, writers  # noqa: PLC0415

    def parse(data: bytes) -> object:
        packed = sections.pack_raw(writers.NAME, writers.WRITERS, data)
        return writers.unpack_writers(packed.section, packed.stored)

    return parse


def merged_rows() -> Parser:
    """Rows that come into a book in a bundle that is believed; the book must stay readable."""
    from qtapp.bundle import frames, sections  # noqa: PLC0415
    from qtapp.bundle.manifest import Section  # noqa: PLC0415
    from qtapp.domain.catalogue import RECORDS  # noqa: PLC0415
    from qtapp.services.merging import Merging  # noqa: PLC0415
    from qtapp.store.changes import Changes, KnownWriter  # noqa: PLC0415
    from tests.make import a_store, an_id  # noqa: PLC0415

    store = a_store(Path(tempfile.mkdtemp(prefix="fuzz ", dir=MEMORY if MEMORY.is_dir() else None)))
    changes = Changes(store)
    ids = [an_id(1), an_id(2)]
    unit = an_id(77)
    known = [
        KnownWriter(n=0, id=each, unit=unit, device="", app="", opened="", clock_ok=True, seq=0)
        for each in ids
    ]

    def parse(data: bytes) -> object:
        stored = frames.compress(data)
        record = RECORDS[len(data) % len(RECORDS)]
        digest = hashlib.sha256(stored).hexdigest()
        rows = data.count(b"0000000000000000000000000000")
        section = Section(
            name=record.table,
            codec="zcol1",
            off=0,
            clen=len(stored),
            rlen=len(data),
            sha256=digest,
            rows=rows,
        )
        table = sections.unpack_table(section, stored, len(ids))
        try:
            with store.transaction():
                numbers = changes.register(known)
                Merging(store, changes, ids, numbers).merge(record, unit, table)
        finally:
            changes.forget()
        return store.table(record).of(unit), store.conflicts.of(unit)

    return parse


def a_certificate() -> Parser:
    """A certificate, and its place in a chain."""
    from qtapp.bundle import certificates  # noqa: PLC0415
    from qtapp.bundle.certificates import Trust  # noqa: PLC0415

    def parse(data: bytes) -> object:
        found = certificates.decode(data)
        return certificates.verify([found], Trust(roots=(found,)))

    return parse


def an_invitation() -> Parser:
    """An invitation's file, with a code that may fit."""
    from qtapp.bundle import invitation  # noqa: PLC0415

    return lambda data: invitation.open_invitation(data, "1234 5678")


def an_invitation_inside() -> Parser:
    """What an invitation brings, once its code has opened it."""
    from qtapp.bundle import invitation  # noqa: PLC0415

    return invitation._checked


def device_keys() -> Parser:
    """The keys of a computer, as they are kept."""
    from qtapp.bundle import keys  # noqa: PLC0415

    return lambda data: keys.from_text(data.decode("utf-8", errors="replace"))


def a_key_file() -> Parser:
    """The file of a book's wrapped keys."""
    from qtapp.store import keys  # noqa: PLC0415

    def parse(path: Path) -> object:
        path.rename(keys.key_file(path))
        return keys.read_slots(path)

    return in_a_file(parse, ".scb")


def a_workbook() -> Parser:
    """A list of members in any of the formats that are taken."""
    from qtapp.workbooks.reading import read_sheets  # noqa: PLC0415

    return in_a_file(lambda path: list(read_sheets(path)))


def old_workbook_guard() -> Parser:
    """The guard before .xls files."""
    from qtapp.workbooks.guards import safe_old_workbook  # noqa: PLC0415

    return lambda data: safe_old_workbook(data, "tệp.xls")


def a_list_of_members() -> Parser:
    """A list of members as text, read to its values."""
    from qtapp.workbooks.members import read_members  # noqa: PLC0415

    return in_a_file(lambda path: read_members(path, lambda _done, _all: None), ".csv")


def settings() -> Parser:
    """The settings of the app; they warn, and never fail."""
    from qtapp.settings import load_settings  # noqa: PLC0415

    return in_a_file(load_settings)


def a_code_on_paper() -> Parser:
    """The text of a QR code."""
    from qtapp.carriers import paper  # noqa: PLC0415

    def parse(data: bytes) -> object:
        found = paper.read(data.decode("utf-8", errors="replace"))
        return paper.join([found]) if found else None

    return parse


def a_saved_letter() -> Parser:
    """A mail that was saved as a file."""
    from qtapp.bundle import part  # noqa: PLC0415
    from qtapp.carriers import letter  # noqa: PLC0415

    return lambda data: (
        letter.is_letter(data[:64]) and list(letter.enclosures(data, part.is_bundle))
    )


def a_mail_servers_answer() -> Parser:
    """What an IMAP server says of a letter's parts."""
    from qtapp.carriers import mail_structure  # noqa: PLC0415

    def parse(data: bytes) -> object:
        try:
            facts = mail_structure.facts_of(data.split(b"\0"))
        except mail_structure.UnreadableAnswer:
            return None
        return [mail_structure.leaves_of(each) for each in facts.values()]

    return parse


def a_record_file() -> Parser:
    """Records as JSON Lines, into a book."""
    from qtapp.domain.units import UnitKind  # noqa: PLC0415
    from tests.make import a_book  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="fuzz ", dir=MEMORY if MEMORY.is_dir() else None))
    book = a_book(folder, "sổ", UnitKind.CELL)
    tables = book.records.tables()

    def parse(path: Path) -> object:
        table = tables[path.stat().st_size % len(tables)]
        book.records.read(table, path)
        return list(book.records.all(table))

    return in_a_file(parse)


MADE: dict[str, Callable[[], Parser]] = {
    each.__name__: each
    for each in (
        a_part,
        a_header,
        a_manifest,
        json_text,
        a_frame,
        a_table,
        a_list_of_writers,
        merged_rows,
        a_certificate,
        an_invitation,
        an_invitation_inside,
        device_keys,
        a_key_file,
        a_workbook,
        old_workbook_guard,
        a_list_of_members,
        settings,
        a_code_on_paper,
        a_saved_letter,
        a_mail_servers_answer,
        a_record_file,
    )
}
"""How each target is made."""


def made(name: str) -> Target:
    """Return a target by its name, ready to be called."""
    return refusing(MADE[name]())
