"""How a person calls a record: by its name, or by the member it is about."""

from collections.abc import Mapping
from typing import Any

from qtapp.store.store import Store


def called(store: Store, values: Mapping[str, Any]) -> str:
    """Return the name of a record given by its field values; empty if it has none."""
    for name in ("full_name", "name", "content", "number"):
        if values.get(name):
            return str(values[name])
    member = store.members.find(str(values.get("member", "")))
    return member.full_name if member else ""
