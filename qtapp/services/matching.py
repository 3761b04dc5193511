"""Whom the row of a list describes: by card number, else by name and birth date.

A card number is copied to a wrong row as easily as anything else. So it finds its holder only where the
name says the same, or the day of birth where the name was changed or spelled anew.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from qtapp.domain.errors import Invalid
from qtapp.domain.members import Member
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import fold

_DAY = len("yyyy-mm-dd")
_DATES = {"birth", "joined_on", "official_on"}
_TELLING = (
    "birth",
    "card_number",
    "id_tail",
    "gender",
    "joined_on",
    "official_on",
    "phone",
    "email",
)
"""Fields in which two people of one name differ."""


class Register:
    """Members to find people in; a member that a row has claimed, or a card it has given, is no other row's."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_card: dict[str, list[Member]] = {}
        self._given: set[str] = set()
        self._by_name: dict[str, list[Member]] = {}
        self._claimed: set[str] = set()
        for member in members:
            self.add(name_key(member.full_name), member)

    def add(self, key: str, member: Member) -> None:
        """Make a member findable under the key of the name."""
        if member.card_number:
            self._by_card.setdefault(member.card_number, []).append(member)
        self._by_name.setdefault(key, []).append(member)

    def claim(self, member: Member) -> Member:
        """Take a member for one row: no other row is about the same person."""
        self._claimed.add(member.id)
        return member

    def claim_by_card(self, facts: Mapping[str, Any]) -> Member | None:
        """Claim the member whose card number a row gives, None if it gives none or nobody has it.

        Raises Invalid where a row above gave that number, or its holder is somebody else.
        """
        card = facts.get("card_number") or ""
        if not card:
            return None
        if card in self._given:
            raise Invalid("card_number", Reason.REPEATED, card)
        holders = self._by_card.get(card, [])
        found = next((each for each in holders if _may_be(each, facts)), None)
        if holders and found is None:
            raise Invalid("card_number", Reason.ANOTHERS, holders[0].full_name)
        self._given.add(card)
        return self.claim(found) if found else None

    def namesakes(self, key: str, facts: Mapping[str, Any]) -> list[Member]:
        """Return the unclaimed members of this name whom the facts can describe."""
        named = self._by_name.get(key)
        if named is None:
            return []
        card = facts.get("card_number", "")
        return [
            member
            for member in named
            if member.id not in self._claimed
            and not (card and member.card_number and card != member.card_number)
            and dates_agree(member.birth, facts.get("birth", ""))
        ]


def _may_be(holder: Member, facts: Mapping[str, Any]) -> bool:
    """Whether a row with a member's card is about that member: by name, else by the day of birth.

    Marks and case of the name are left aside. A year alone is shared by too many to vouch for another name.
    """
    birth = facts.get("birth", "")
    return name_key(fold(str(facts.get("full_name", "")))) == name_key(fold(holder.full_name)) or (
        len(birth) == _DAY and birth == holder.birth
    )


def nearest(members: Iterable[Member], facts: Mapping[str, Any]) -> list[Member]:
    """Return those of `members` whom the facts contradict least."""
    counted = [(contradictions(member, facts), member) for member in members]
    least = min((count for count, _ in counted), default=0)
    return [member for count, member in counted if count == least]


def contradictions(member: Member, facts: Mapping[str, Any]) -> int:
    """Return in how many telling fields both say something and not the same."""
    found = 0
    for name in _TELLING:
        known, given = getattr(member, name), facts.get(name)
        if known and given:
            found += not (dates_agree(known, given) if name in _DATES else known == given)
    return found


def taken_over(existing: Member, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a member takes over from a row: what it fills, and says better than the register.

    A name in other letter case, a date known more exactly already, and probation that the row only
    leaves to be guessed change nothing.
    """
    changes = {}
    for name, value in facts.items():
        known = getattr(existing, name)
        if value in {"", None} or value == known:
            continue
        if name == "full_name" and name_key(value) == name_key(known):
            continue
        if name in _DATES and known.startswith(value):
            continue
        if name == "kind" and existing.official_on and "official_on" not in facts:
            continue
        changes[name] = value
    return changes


def name_key(full_name: str) -> str:
    """Return an NFC name without its letter case and spacing; Hùng and Hưng are two people."""
    return " ".join(full_name.casefold().split())


def dates_agree(one: str, other: str) -> bool:
    """Whether two partial dates could be the same day."""
    return one.startswith(other) or other.startswith(one)
