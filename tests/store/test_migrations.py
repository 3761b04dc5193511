import pytest

from qtapp.domain.catalogue import RECORDS
from qtapp.store import driver, migrations
from qtapp.store.shape import shape_of
from qtapp.store.store import open_store
from tests.data_model import is_required, sql_type
from tests.make import KEY, Clock, a_member, a_store, a_writer, reopened

_KEY_COLUMNS = [("unit", "INTEGER", 1), ("id", "TEXT", 1)]
_VERSION_COLUMNS = [
    ("deleted", "INTEGER", 1),
    ("lam", "INTEGER", 1),
    ("writer", "INTEGER", 1),
    ("seq", "INTEGER", 1),
    ("fv", "TEXT", 0),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_the_live_schema_agrees_with_the_declaration(tmp_path, record):
    store = a_store(tmp_path)
    shape = shape_of(record)
    live = store.fetch('SELECT name, type, "notnull" FROM pragma_table_info(?)', [shape.table])
    declared = [
        (name, sql_type(shape, name), int(is_required(shape, name))) for name in shape.columns
    ]
    assert live == _KEY_COLUMNS + declared + _VERSION_COLUMNS
    store.close()


def test_every_table_is_strict(tmp_path):
    store = a_store(tmp_path)
    found = store.fetch(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    loose = [name for name, strict in found if not strict and not name.startswith("_")]
    assert loose == []
    store.close()


def test_a_fresh_book_is_at_the_latest_version_with_its_columns(tmp_path):
    store = a_store(tmp_path)
    assert store.fetch("PRAGMA user_version") == [(migrations.LATEST,)]
    assert migrations.lacking(store._connection) == []
    live = store.fetch(
        "SELECT t.name, c.name FROM pragma_table_list t CROSS JOIN pragma_table_info(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table'"
        " AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'"
    )
    assert sorted(migrations._columns()) == sorted(live)
    store.close()


def test_an_older_book_is_brought_up_and_a_copy_is_kept_before(tmp_path, monkeypatch):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    store.close()
    connection = driver.connect(store.path, KEY)
    connection.execute("PRAGMA user_version = 0")
    connection.close()

    again = open_store(store.path, KEY, a_writer(), Clock())
    assert again.fetch("PRAGMA user_version") == [(migrations.LATEST,)]
    assert again.members.get(member.id) == member
    again.close()

    copy = tmp_path / "sổ.scb.before-1"
    kept = driver.connect(copy, KEY)
    assert kept.execute("PRAGMA user_version").fetchone() == (0,)
    assert kept.execute("SELECT full_name FROM members").fetchall() == [(member.full_name,)]
    kept.close()
    assert member.full_name.encode() not in copy.read_bytes()


def test_opening_a_book_of_the_present_version_makes_no_copy(tmp_path):
    reopened(a_store(tmp_path)).close()
    assert not list(tmp_path.glob("*.before-*"))


def test_a_step_that_fails_leaves_the_book_as_it_was(tmp_path, monkeypatch):
    store = a_store(tmp_path)
    store.close()
    connection = driver.connect(store.path, KEY)
    connection.execute("PRAGMA user_version = 0")
    connection.execute("DELETE FROM _sqlite_migrations")
    connection.close()
    with pytest.raises(driver.OperationalError, match="already exists"):
        open_store(store.path, KEY, a_writer(), Clock())
    connection = driver.connect(store.path, KEY)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()
