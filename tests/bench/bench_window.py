import json
import os
import subprocess
import sys
import time
from pathlib import Path

from qtapp.vault import service_of
from tests.bench.conftest import Table
from tests.make import DictVault, a_cell_book, an_environment

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1100, 700)
window.show()
QTimer.singleShot(0, lambda: (print("ready", flush=True), app.quit()))
app.exec()
"""

OURS = """
import os, sys
from pathlib import Path
from qtapp.__main__ import make_haste
make_haste()
from qtapp import app

folder, book, screen = sys.argv[1:4]

def watch():
    # In the order in which run_window imports: what needs no Qt first.
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from qtapp.gui.main_window import MainWindow

    def ready(window):
        if screen:
            window.workspace.go(screen, "")
            QApplication.processEvents()
        status = Path("/proc/self/status").read_text(encoding="ascii")
        memory = status.split("VmRSS:")[1].split()[0]
        print("ready", window.workspace is not None, memory, flush=True)
        window.close()  # and keep its place, which every start but the first finds
        os._exit(0)

    shown = MainWindow.show

    def show(self):
        shown(self)
        QTimer.singleShot(0, lambda: ready(self))

    MainWindow.show = show

import qtapp.services.book
watch()
app.run_window(Path(book), Path(folder))
"""


def run(script: str, *words: str, secrets: str = "{}") -> tuple[float, list[str]]:
    """Return the seconds from the start of a process to its word "ready", and what it said."""
    # An installed copy has its byte-code; so has a source tree after its first start.
    world = {
        **{name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path.cwd()),
        "PYTHON_KEYRING_BACKEND": "tests.bench.kept_secrets.Kept",
        "SOCHIBO_BENCH_SECRETS": secrets,
    }
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - fixed words
        [sys.executable, "-c", script, *words], stdout=subprocess.PIPE, env=world, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().split()
        taken = time.perf_counter() - start
    assert said[:1] == ["ready"]
    return taken, said


def a_remembered_book(folder: Path, members: int) -> tuple[str, str]:
    """Return the path of a book this computer remembers, and the vault's secrets as JSON."""
    vault = DictVault()
    book = a_cell_book(folder, environment=an_environment(vault=vault))
    book._store.members.put_all(
        book.members.new(f"Lường Thị Ánh Tuyết {number}") for number in range(members)
    )
    book.remember()
    book.close()
    secrets = {service_of(name): secret for name, secret in vault.secrets.items()}
    return str(book.path), json.dumps(secrets)


def test_start_to_a_usable_window(tmp_path: Path, table: Table) -> None:
    path, secrets = a_remembered_book(tmp_path, 30)

    def ours() -> float:
        taken, said = run(OURS, str(tmp_path), path, "", secrets=secrets)
        assert said[1] == "True"
        return taken

    run(BARE)
    ours()
    table.compare("start to a usable window, key remembered / bare window", ours,
                  lambda: run(BARE)[0], 2, rounds=9)  # fmt: skip


def test_memory_with_5000_members(tmp_path: Path, table: Table) -> None:
    path, secrets = a_remembered_book(tmp_path, 5_000)
    _, said = run(OURS, str(tmp_path), path, "members", secrets=secrets)
    table.note(
        "window with 5,000 members on the screen", f"{int(said[2]) // 1024} MB", "", "<= 250 MB"
    )
