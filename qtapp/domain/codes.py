"""Code lists: stable English codes with the Vietnamese word the user reads."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """One member of a code list; its value is stored, its `label` is read by people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Return the member whose stored value is `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def labelled(cls, label: str) -> Self | None:
        """Return the member a person means by `label`, whatever its letter case, or None."""
        wanted = " ".join(label.casefold().split())
        return next((member for member in cls if member.label.casefold() == wanted), None)
