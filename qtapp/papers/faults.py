"""What a check of a Word file yields."""

from collections.abc import Callable

from msgspec import Struct


class Fault(Struct, frozen=True, kw_only=True):
    """One fault: the rule's number, the sentence for the user, the words it is about, the safe repair."""

    rule: str
    sentence: str
    where: str = ""
    repair: Callable[[], None] | None = None
