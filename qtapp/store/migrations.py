"""Numbered steps that bring a book to the present schema; a released step is never edited."""

import re
from collections.abc import Iterator
from typing import Any

LATEST = 1

_RECORDS_1 = """
units: name TEXT!, kind TEXT!, parent TEXT, level TEXT!, symbol TEXT!, position INTEGER!, closed INTEGER!
profiles: upper_line TEXT!, own_line TEXT!, place TEXT!, term TEXT!, authority TEXT!, signer_title TEXT!, signer_name TEXT!, tone_style TEXT!, attendance_target INTEGER!, exempt_count_if_present INTEGER!, paper_rules TEXT!, letter_words TEXT!, two_sided INTEGER!
members: full_name TEXT!, gender TEXT!, birth TEXT!, kind TEXT!, status TEXT!, party_role TEXT!, gov_role TEXT!, joined_on TEXT!, official_on TEXT!, card_number TEXT!, id_tail TEXT!, phone TEXT!, email TEXT!
documents: number TEXT!, name TEXT!, type TEXT!, issuer TEXT!, issued_on TEXT!, secrecy TEXT!, attachments TEXT!
waves: name TEXT!, basis TEXT!, starts_on TEXT, ends_on TEXT, essay_questions TEXT!, essay_due TEXT, plan_due TEXT, report_due TEXT
wave_documents: wave TEXT!, document TEXT!, intensity TEXT!
study_plans: wave TEXT!, preparation TEXT!, number TEXT!, dated TEXT, purpose TEXT!, content TEXT!, audience TEXT!, arrangement TEXT!, materials TEXT!, essays TEXT!, action_plan TEXT!, outreach TEXT!, budget TEXT!, organisation TEXT!
sessions: wave TEXT!, name TEXT!, kind TEXT!, format TEXT!, starts_at TEXT!, minutes INTEGER!, venue TEXT!, capacity INTEGER!, chair TEXT!, speaker TEXT!, minute_taker TEXT!, guests INTEGER!, public_invited INTEGER!, public_attended INTEGER!, held INTEGER!
agenda_items: session TEXT!, position INTEGER!, name TEXT!, document TEXT, kind TEXT!, minutes INTEGER!, presenter TEXT!
attendance: session TEXT!, member TEXT!, status TEXT!, reason TEXT!, made_up_on TEXT
essays: wave TEXT!, member TEXT!, duty TEXT!, due TEXT, state TEXT!, submitted_on TEXT, graded_on TEXT, grader TEXT!, score REAL, remark TEXT!
essay_texts: essay TEXT!, text TEXT!, attachments TEXT!
action_plans: wave TEXT!, name TEXT!, number TEXT!, dated TEXT, goals TEXT!
tasks: plan TEXT!, position INTEGER!, content TEXT!, owner TEXT!, partners TEXT!, responsibility TEXT!, deadline TEXT, product TEXT!, measure TEXT!, authority TEXT!, state TEXT!
task_progress: task TEXT!, noted_on TEXT!, percent INTEGER!, note TEXT!
paper_texts: about TEXT!, kind TEXT!, edition TEXT!, number TEXT!, dated TEXT, term TEXT!, parts TEXT!
forwarded_figures: wave TEXT!, cell TEXT!, name TEXT!, reported INTEGER!, received TEXT, plan_number TEXT!, plan_dated TEXT, counts TEXT!
devices: label TEXT!, recipient TEXT!, invitation TEXT!, since TEXT!
revocations: since TEXT!
letters: holder TEXT!, recipient TEXT!, since TEXT!
conflicts: subject_table TEXT!, subject TEXT!, register TEXT!, value TEXT!, state TEXT!
"""

_LOCAL_1 = (
    # Small integers for unit ids: the first half of every record's key.
    "CREATE TABLE owners (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT",
    # A writer is one run of the program that wrote; seq is what this book holds of it without gaps,
    # covered what other commits that it holds had seen: where seq is above, the commit is a head.
    # whole and whole_covered are the same for the registers that never leave a unit: a committee gives
    # a unit back its commits without them. came is the last commit that some row here bears: where it is
    # above seq, rows have come over a gap.
    "CREATE TABLE writers (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit INTEGER NOT NULL,"
    " device TEXT NOT NULL, app TEXT NOT NULL, opened TEXT NOT NULL, clock_ok INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, covered INTEGER NOT NULL, whole INTEGER NOT NULL DEFAULT 0,"
    " whole_covered INTEGER NOT NULL DEFAULT 0, came INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE INDEX writers_unit ON writers (unit)",
    "CREATE INDEX writers_heads ON writers (unit) WHERE seq > covered",
    "CREATE INDEX writers_whole_heads ON writers (unit) WHERE whole > whole_covered",
    # What a writer had seen of the other writers of its unit, from one of its commits on: their heads.
    "CREATE TABLE knows (writer INTEGER NOT NULL, from_seq INTEGER NOT NULL, part INTEGER NOT NULL,"
    " vector TEXT NOT NULL, PRIMARY KEY (writer, from_seq, part)) STRICT, WITHOUT ROWID",
    "CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL) STRICT",
    # What each computer on the other side confirmed in its newest bundle (assigned, never maxed), and
    # the attachments it said to lack. `session` is the run of the program that said so and `since` the
    # last bundle made for it before: copies of one disk speak as one device, and one does not speak for the other.
    "CREATE TABLE receipts (device TEXT NOT NULL, session TEXT NOT NULL, peer TEXT NOT NULL,"
    " since INTEGER NOT NULL, vector TEXT NOT NULL, wants TEXT NOT NULL, received TEXT NOT NULL,"
    " PRIMARY KEY (device, session)) STRICT, WITHOUT ROWID",
    "CREATE INDEX receipts_peer ON receipts (peer)",
    # What this version cannot read of a record, by register, for later versions and other books.
    "CREATE TABLE carried (unit INTEGER NOT NULL, record TEXT NOT NULL, id TEXT NOT NULL,"
    " registers TEXT NOT NULL, PRIMARY KEY (unit, record, id)) STRICT, WITHOUT ROWID",
    # Every bundle file that came in, by the hash of its bytes, and how it ended; which part it is of which
    # sealed bundle (its hash and size), and whether the raw file is still kept beside the book.
    "CREATE TABLE inbox (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL,"
    " reason TEXT NOT NULL, facts TEXT NOT NULL, bundle TEXT NOT NULL, unit TEXT NOT NULL,"
    " received TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, size INTEGER NOT NULL,"
    " sealed TEXT NOT NULL, total INTEGER NOT NULL, is_kept INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX inbox_bundle ON inbox (bundle)",
    "CREATE INDEX inbox_state ON inbox (state)",
    "CREATE INDEX inbox_kept ON inbox (unit) WHERE state = 'merged' AND is_kept = 1",
    # Every bundle this book made, and the vector it carried.
    "CREATE TABLE outbox (n INTEGER PRIMARY KEY, bundle TEXT NOT NULL, peer TEXT NOT NULL, made TEXT NOT NULL,"
    " name TEXT NOT NULL, vector TEXT NOT NULL) STRICT",
    "CREATE INDEX outbox_peer ON outbox (peer, n)",
    # What the user changed, commit by commit: what it was before, to be taken back.
    "CREATE TABLE edits (n INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, undone INTEGER NOT NULL,"
    " changes TEXT NOT NULL) STRICT",
    # Letters on their way, oldest first: one part of a bundle each, kept beside the book until it is sent.
    "CREATE TABLE mail_letters (n INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,"
    " recipient TEXT NOT NULL, bundle TEXT NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL,"
    " parts INTEGER NOT NULL, sha256 TEXT NOT NULL, made TEXT NOT NULL, state TEXT NOT NULL,"
    " tries INTEGER NOT NULL, due TEXT NOT NULL, reason TEXT NOT NULL, sent TEXT NOT NULL) STRICT",
    # Where letters to a unit go; how far each folder of the mailbox has been looked through.
    "CREATE TABLE mail_addresses (unit TEXT PRIMARY KEY, address TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE mail_folders (name TEXT PRIMARY KEY, generation INTEGER NOT NULL,"
    " uid INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX sessions_wave ON sessions (wave)",
    "CREATE INDEX agenda_items_session ON agenda_items (session)",
    "CREATE INDEX tasks_plan ON tasks (plan)",
    "CREATE INDEX task_progress_task ON task_progress (task)",
)


_SEARCH_1 = (
    # The index of words: folded words alone, by the number of the row they stand in.
    "CREATE TABLE search_rows (n INTEGER PRIMARY KEY, record TEXT NOT NULL, unit INTEGER NOT NULL,"
    " id TEXT NOT NULL, UNIQUE (record, unit, id)) STRICT",
    "CREATE VIRTUAL TABLE search_words USING fts5 (name, rest, content = '', contentless_delete = 1,"
    " tokenize = 'unicode61 remove_diacritics 0')",
    # Rows that changed since the index was last brought up to date.
    "CREATE TABLE search_waiting (record TEXT NOT NULL, unit INTEGER NOT NULL, id TEXT NOT NULL,"
    " PRIMARY KEY (record, unit, id)) STRICT, WITHOUT ROWID",
)
_SEARCHED_1 = (
    "members documents waves study_plans sessions agenda_items essays essay_texts action_plans tasks"
    " task_progress paper_texts"
)


def _watch(table: str) -> Iterator[str]:
    """Yield the triggers that note every change of a searched table."""
    for what, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
        yield (
            f"CREATE TRIGGER search_{table}_{what.lower()} AFTER {what} ON {table} BEGIN"
            f" INSERT OR IGNORE INTO search_waiting VALUES ('{table}', {row}.unit, {row}.id); END"
        )


def _create_record_table(line: str) -> str:
    """Return the statement for one line `table: column TYPE!, …` (`!` means NOT NULL)."""
    table, _, columns = line.partition(": ")
    parts = []
    for column in columns.split(", "):
        name, _, kind = column.partition(" ")
        parts.append(f'"{name}" {kind.replace("!", " NOT NULL")}')
    return (
        f"CREATE TABLE {table} (unit INTEGER NOT NULL, id TEXT NOT NULL, {', '.join(parts)},"
        " deleted INTEGER NOT NULL DEFAULT 0, lam INTEGER NOT NULL, writer INTEGER NOT NULL,"
        " seq INTEGER NOT NULL, fv TEXT, PRIMARY KEY (unit, id)) STRICT, WITHOUT ROWID"
    )


def lacking(connection: Any) -> list[str]:
    """Return the columns ("table.column") that a book of the present version has and this one has not.

    There may be more: a later version's that came back to this one.
    """
    found = connection.execute(
        "SELECT t.name, c.name FROM pragma_table_list t CROSS JOIN pragma_table_info(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table'"
    )
    return sorted(".".join(each) for each in set(_columns()) - set(found))


def _columns() -> Iterator[tuple[str, str]]:
    """Yield table and column of all that a book of the present version has."""
    created = [_create_record_table(line) for line in _RECORDS_1.strip().splitlines()]
    for statement in (*created, *_LOCAL_1, *_SEARCH_1):
        if table := re.fullmatch(r"CREATE TABLE (\w+) \((.*)\) STRICT.*", statement):
            for part in re.sub(r"(PRIMARY KEY|UNIQUE) \(.*?\)", "", table[2]).split(","):
                if column := part.split():
                    yield table[1], column[0].strip('"')


def migrate(connection: Any) -> None:
    """Apply the pending steps to `connection`, each in its own transaction."""
    # sqlite-utils costs 80 ms to import; it is needed only when there is a step to apply.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations("qtapp")

    @steps()
    def m0001_first_book(db: Database) -> None:
        for line in _RECORDS_1.strip().splitlines():
            db.execute(_create_record_table(line))
        for statement in (*_LOCAL_1, *_SEARCH_1):
            db.execute(statement)
        for table in _SEARCHED_1.split():
            for statement in _watch(table):
                db.execute(statement)

    database = Database(connection, execute_plugins=False)
    steps.apply(database)
    connection.execute(f"PRAGMA user_version = {LATEST}")
