"""Guards and fixtures of every test: no real screen, no real secrets, no network, nothing left over."""

import gc
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from qtapp.vault import Vault
from tests.mail_server import Lab, running
from tests.real_stick import KINDS, RealStick, can_mount, formatted, mounted

if TYPE_CHECKING:
    from tests.services.posting import Post

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # packaging/prove.py shows real windows
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["PYTHONPATH"] = str(ROOT)  # child processes find the package from any folder

CAN_SERVE_MAIL = sys.platform == "linux" and os.geteuid() == 0

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


class MemoryKeyring:
    """A keyring backend that forgets everything when the test ends."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


@pytest.fixture
def today() -> date:
    return date(2026, 3, 14)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 14, 8, 30, tzinfo=UTC))


@pytest.fixture
def keyring_backend() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def vault(keyring_backend: MemoryKeyring) -> Vault:
    return Vault(lambda: keyring_backend)


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    # Users' folders have blanks and Vietnamese letters, so every test's folder has them too.
    folder = tmp_path / "Sổ tay dữ liệu"
    folder.mkdir()
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as such, what needs Debian's Postfix, a mount or Linux where they are not."""
    is_allowed_to_mount = can_mount()

    def can_run(item: pytest.Item) -> bool:
        if "lab" in getattr(item, "fixturenames", ()):
            return CAN_SERVE_MAIL
        if "empty_stick" in getattr(item, "fixturenames", ()):
            return is_allowed_to_mount
        return sys.platform == "linux" or item.get_closest_marker("linux") is None

    config.hook.pytest_deselected(items=[each for each in items if not can_run(each)])
    items[:] = [each for each in items if can_run(each)]


@pytest.fixture(params=KINDS)
def empty_stick(request: pytest.FixtureRequest, tmp_path: Path) -> RealStick:
    """Return a stick as it is sold, FAT32 or exFAT, not mounted yet."""
    return formatted(request.param, tmp_path)


@pytest.fixture
def real_stick(empty_stick: RealStick) -> Iterator[RealStick]:
    """Return a mounted stick."""
    with mounted(empty_stick) as stick:
        yield stick


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[Lab]:
    with running() as lab:
        yield lab


@pytest.fixture
def lab(_mail_server: Lab, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """Return a real mail server with empty mailboxes, whose authority this computer trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(_mail_server.authority))
    _mail_server.empty()
    return _mail_server


@pytest.fixture
def post(tmp_path: Path, lab: Lab) -> "Iterator[Post]":
    """Return a cell and its committee that write to each other through the mail server."""
    from tests.services.posting import a_post  # noqa: PLC0415 - most tests need no services

    made = a_post(tmp_path, lab)
    yield made
    made.cell.close()
    made.commune.close()


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    # A test that asks for `caplog` looks at the log itself.
    if "caplog" in request.fixturenames:
        yield
        return
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    assert handler.lines == [], "unexpected log"


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert _leftover_windows() == [], "windows left open"
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(2)
            assert not thread.is_alive(), f"thread left running: {thread.name}"


def _leftover_windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 - only where Qt is in use

    def windows() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return [
            f"{type(window).__name__} {window.windowTitle()}".strip()
            for window in widgets.QApplication.topLevelWidgets()
            if isinstance(window, widgets.QDialog | widgets.QMainWindow)
            or (window.isVisible() and window.inherits("QTipLabel") is False)
        ]

    found = windows()
    if found:
        gc.collect()  # a closed window may still hang in a reference cycle
        found = windows()
    for window in widgets.QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return found


def _guarded(original: Callable[..., object]) -> Callable[..., object]:
    def only_here(connection: socket.socket, *args: object) -> object:
        if connection.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(args[-1][0])  # type: ignore[index]
            if host not in {"127.0.0.1", "::1", "localhost"}:
                pytest.fail(f"a test reached for the network: {host}")
        return original(connection, *args)

    return only_here


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield
