import subprocess
import sys

import pytest

from qtapp.store import driver
from tests.make import KEY


def test_the_file_is_encrypted_and_speaks_only_to_its_key(tmp_path):
    path = tmp_path / "x.scb"
    connection = driver.connect(path, KEY)
    connection.execute("CREATE TABLE t (word TEXT)")
    connection.execute("INSERT INTO t VALUES ('Suối Mẫu')")
    assert connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    content = path.read_bytes()
    assert "Suối Mẫu".encode() not in content
    assert not content.startswith(b"SQLite format 3")
    with pytest.raises(driver.DatabaseError):
        driver.connect(path, bytes(32))


def test_a_key_of_another_length_is_a_bug(tmp_path):
    with pytest.raises(ValueError, match="16"):
        driver.connect(tmp_path / "x.scb", bytes(16))


def test_temporary_data_stays_in_memory(tmp_path):
    connection = driver.connect(tmp_path / "x.scb", KEY)
    assert connection.execute("PRAGMA temp_store").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()


def test_a_commit_lies_on_the_disk_when_it_returns(tmp_path):
    connection = driver.connect(tmp_path / "x.scb", KEY)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_sqlite_utils_finds_the_same_driver():
    code = (
        "import qtapp.store.driver as d; from sqlite_utils.utils import OperationalError as e;"
        "import sys; sys.exit(e is not d.OperationalError)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603 - fixed
    assert ran.returncode == 0, ran.stderr
