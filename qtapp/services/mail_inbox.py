"""Fetching bundles out of a mailbox that belongs to a person, who must not notice.

Folders are examined, never selected; texts are peeked at. A message is looked at once: its structure
tells whether it may hold a file, the first bytes of the file tell whether it is a bundle, and only then
is it fetched. What has been looked at is noted message by message, so that a broken connection costs one
message; a folder that was made anew (UIDVALIDITY) is looked through again, which changes nothing.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from qtapp.bundle import limits, part
from qtapp.carriers.mail_reading import Folder, Mailbox
from qtapp.carriers.mail_structure import Leaf
from qtapp.domain.mail import MailAccount
from qtapp.domain.mail_errors import MailNotTaken
from qtapp.services.environment import Report, silent
from qtapp.services.inbox import Received
from qtapp.services.mail_status import MailFetched
from qtapp.store.store import Store

_MOST_MESSAGES = 2_000
"""So many of the newest are looked at in a folder seen for the first time."""
_BATCH = 50
_FINE = 1_000
"""Steps of progress for one message."""
_ENCODED = 1.4
"""Base64 with line ends, and some room."""

_OWN_NAME = re.compile(r"CB[\w-]{1,80}\.cbdl", re.ASCII)
"""What we call a bundle. Another name may be one that no disk takes, or that is passed over there."""

Receive = Callable[[Path], list[Received]]


class Inbox:
    """Looks through the folders where letters arrive. `receive` takes in the bundles of a folder."""

    def __init__(self, store: Store, receive: Receive) -> None:
        self._store = store
        self._receive = receive
        self._messages = 0
        self._too_large = 0
        self._unreadable = 0

    def fetch(self, account: MailAccount, password: str, report: Report = silent) -> MailFetched:
        """Take in every bundle that has come since the last time.

        Raises the MailError family or Cancelled; what came in before that stays.
        """
        received: list[Received] = []
        with Mailbox(account.imap, account.login, password) as box:
            for name in box.incoming_folders():
                received.extend(self._look_through(box, name, report))
        return MailFetched(
            messages=self._messages,
            received=tuple(received),
            too_large=self._too_large,
            unreadable=self._unreadable,
        )

    def _look_through(self, box: Mailbox, name: str, report: Report) -> list[Received]:
        folder = box.examine(name)
        known = self._store.fetch("SELECT generation, uid FROM mail_folders WHERE name = ?", [name])
        if known and known[0][0] == folder.generation:
            todo = box.after(known[0][1])
        else:
            todo = box.newest(folder, _MOST_MESSAGES)
        received: list[Received] = []
        total, batch = len(todo), _BATCH
        while todo:
            now = todo[:batch]
            try:
                found = list(box.files_in(now))
            except MailNotTaken:
                box.reopen(folder)
                if batch == 1:
                    self._unreadable += 1
                    self._done(folder, now[0])
                    todo = todo[1:]
                batch = 1
                continue
            for uid, leaves in found:
                done = total - len(todo) + now.index(uid) if uid in now else 0

                def told(part_done: int, part_total: int, done: int = done) -> None:
                    fine = _FINE * part_done // max(part_total, 1)
                    report(done * _FINE + fine, total * _FINE)

                told(0, 1)
                try:
                    received.extend(self._take(box, uid, leaves, told))
                except MailNotTaken:
                    self._unreadable += 1
                    box.reopen(folder)
                self._done(folder, uid)
            self._unreadable += len(set(now) - {uid for uid, _ in found})
            self._done(folder, now[-1])
            self._messages += len(now)
            todo = todo[len(now) :]
        return received

    def _take(self, box: Mailbox, uid: int, leaves: list[Leaf], report: Report) -> list[Received]:
        ours = [leaf for leaf in leaves if part.is_bundle(box.beginning(uid, leaf))]
        if not ours:
            return []
        # Sealed already: what lies in the system's folder for a moment can be read by nobody.
        with tempfile.TemporaryDirectory() as place:
            for number, leaf in enumerate(ours, 1):
                if leaf.size > limits.PART_BYTES * _ENCODED:
                    self._too_large += 1
                    continue
                is_kept = _OWN_NAME.fullmatch(leaf.name)
                file = Path(
                    place, str(number), leaf.name if is_kept else f"thư-{uid}-{number}.cbdl"
                )
                file.parent.mkdir()
                file.write_bytes(box.file(uid, leaf, report))
            return [each for file in sorted(Path(place).iterdir()) for each in self._receive(file)]

    def _done(self, folder: Folder, uid: int) -> None:
        """Note that a folder has been looked through up to a message."""
        with self._store.transaction():
            self._store.write(
                "INSERT INTO mail_folders (name, generation, uid) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET generation = excluded.generation,"
                " uid = excluded.uid",
                [folder.name, folder.generation, uid],
            )
