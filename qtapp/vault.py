"""The operating system's password store: one short secret per book, so that it opens without a passphrase."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from qtapp.domain.errors import VaultLocked

_USER = "book-key"
_log = logging.getLogger(__name__)


class Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Drop the secret."""


class Vault:
    """A secret for each book, kept by the operating system.

    Every method raises VaultLocked where there is no password store, or it stays locked, or it
    fails: a user can always fall back on the passphrase. A secret has at most 1,280 characters
    (Windows).
    """

    def __init__(self, open_backend: Callable[[], Backend]) -> None:
        self._open_backend = open_backend

    def get(self, book: str) -> str:
        """Return the secret of `book`. Raises VaultLocked also where none is kept."""
        with _translated():
            secret = self._open_backend().get_password(service_of(book), _USER)
        if not secret:
            raise VaultLocked
        return secret

    def put(self, book: str, secret: str) -> None:
        """Keep the secret of `book`, in place of an earlier one."""
        with _translated():
            self._open_backend().set_password(service_of(book), _USER, secret)

    def forget(self, book: str) -> None:
        """Drop the secret of `book`, if there is one."""
        with _translated():
            backend = self._open_backend()
            if backend.get_password(service_of(book), _USER) is not None:
                backend.delete_password(service_of(book), _USER)


def system_backend() -> Backend:
    """Return the password store of this machine: the one the user configured for keyring, else the usual.

    On Windows the usual one is imported by name, since an installed copy has no entry points to
    find it by, and set to stay on this machine instead of roaming through the domain.
    """
    from keyring import core  # noqa: PLC0415 - 60 ms that a start without it saves

    configured: Backend | None = core.load_env() or core.load_config()
    if configured is not None:
        return configured
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring  # noqa: PLC0415 - Windows only

        windows = WinVaultKeyring()
        windows.persist = "local machine"
        return windows
    return core.get_keyring()


def service_of(book: str) -> str:
    """Return the name under which the secret of `book` is kept."""
    # Windows keeps one user name per service without surprises, hence a service for each book.
    return f"SoChiBo {book}"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # Backends raise their own kinds: keyring's, D-Bus's, Windows's; none is ours to know.
        _log.info("no password store: %s", type(error).__name__)
        raise VaultLocked("no_keyring") from error
