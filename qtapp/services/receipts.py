"""Receipts: what each laptop on the other side has said to hold and to lack."""

import msgspec

from qtapp.bundle.seal import Opened
from qtapp.store.store import Store


def keep_receipt(store: Store, opened: Opened, received: str) -> None:
    """Take the sender's word for what it holds, in place of what it said before our last answer.

    What it has said since in another run of the program stands beside it: that may have been a copy of
    the same disk, and what is sent next must do for both.
    """
    manifest = opened.manifest
    device, unit = opened.signer.serial, manifest.unit
    sql = "SELECT coalesce(max(n), 0) FROM outbox WHERE peer = ?"
    (since,) = store.fetch(sql, [unit])[0]
    store.write("DELETE FROM receipts WHERE device = ? AND since < ?", [device, since])
    store.write(
        "INSERT INTO receipts (device, session, peer, since, vector, wants, received)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, session) DO UPDATE SET"
        " peer = excluded.peer, vector = excluded.vector, wants = excluded.wants,"
        " received = excluded.received",
        [
            device,
            manifest.signer,
            unit,
            since,
            msgspec.json.encode(manifest.vv).decode(),
            msgspec.json.encode(manifest.wants).decode(),
            received,
        ],
    )
