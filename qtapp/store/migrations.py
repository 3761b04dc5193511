"""Numbered steps that bring a book to the present schema; a released step is never edited."""

from typing import Any

LATEST = 1

_RECORDS_1 = """
units: name TEXT!, kind TEXT!, parent TEXT, level TEXT!, symbol TEXT!, position INTEGER!, closed INTEGER!
profiles: upper_line TEXT!, own_line TEXT!, place TEXT!, term TEXT!, authority TEXT!, signer_title TEXT!, signer_name TEXT!, tone_style TEXT!, attendance_target INTEGER!, exempt_count_if_present INTEGER!
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
conflicts: subject_table TEXT!, subject TEXT!, register TEXT!, value TEXT!, state TEXT!
"""

_LOCAL_1 = (
    # Small integers for unit ids: the first half of every record's key.
    "CREATE TABLE owners (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT",
    # A writer is one run of the program that wrote; seq is what this book holds of it without gaps.
    "CREATE TABLE writers (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit INTEGER NOT NULL,"
    " device TEXT NOT NULL, app TEXT NOT NULL, opened TEXT NOT NULL, clock_ok INTEGER NOT NULL,"
    " seq INTEGER NOT NULL) STRICT",
    # What a writer knew of the other writers of its unit, from one of its commits on.
    "CREATE TABLE knows (writer INTEGER NOT NULL, from_seq INTEGER NOT NULL, vector TEXT NOT NULL,"
    " PRIMARY KEY (writer, from_seq)) STRICT, WITHOUT ROWID",
    "CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL) STRICT",
    # Devices that may write for a unit, and the invitations this book has made.
    "CREATE TABLE devices (serial TEXT PRIMARY KEY, unit TEXT NOT NULL, key TEXT NOT NULL,"
    " recipient TEXT NOT NULL, label TEXT NOT NULL, invitation TEXT NOT NULL, revoked INTEGER NOT NULL,"
    " seen TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE invitations (n INTEGER PRIMARY KEY, serial TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,"
    " recipient TEXT NOT NULL, made TEXT NOT NULL, revoked INTEGER NOT NULL) STRICT",
    # What the other side has confirmed of this unit's writers: assigned, never maxed.
    "CREATE TABLE receipts (peer TEXT NOT NULL, vector TEXT NOT NULL, received TEXT NOT NULL,"
    " PRIMARY KEY (peer)) STRICT, WITHOUT ROWID",
    # The hashes of the files that a computer said to hold in its newest bundle.
    "CREATE TABLE stated (device TEXT PRIMARY KEY, held TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Every bundle file that came in, by the hash of its bytes, and how it ended.
    "CREATE TABLE inbox (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL,"
    " reason TEXT NOT NULL, bundle TEXT NOT NULL, unit TEXT NOT NULL, received TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID",
    # Every bundle this book made, and the vector it carried.
    "CREATE TABLE outbox (n INTEGER PRIMARY KEY, bundle TEXT NOT NULL, peer TEXT NOT NULL, made TEXT NOT NULL,"
    " name TEXT NOT NULL, vector TEXT NOT NULL) STRICT",
    "CREATE INDEX sessions_wave ON sessions (wave)",
    "CREATE INDEX agenda_items_session ON agenda_items (session)",
    "CREATE INDEX tasks_plan ON tasks (plan)",
    "CREATE INDEX task_progress_task ON task_progress (task)",
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


def migrate(connection: Any) -> None:
    """Apply the pending steps to `connection`, each in its own transaction."""
    # sqlite-utils costs 80 ms to import; it is needed only when there is a step to apply.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations("qtapp")

    @steps()
    def m0001_first_book(db: Database) -> None:
        for line in _RECORDS_1.strip().splitlines():
            db.execute(_create_record_table(line))
        for statement in _LOCAL_1:
            db.execute(statement)

    database = Database(connection, execute_plugins=False)
    steps.apply(database)
    connection.execute(f"PRAGMA user_version = {LATEST}")
