"""Vocabularies: which heading of a list means what, however it is spelled."""

import re
from collections.abc import Mapping

from qtapp.domain.vietnamese import fold, nfc

# What a heading may not mention if its column is to be taken (rules §7.2).
_NEVER = re.compile(
    r"\b(?:dan toc|ton giao|que quan|nguyen quan|thuong tru|tam tru|cu tru|dia chi|khai sinh"
    r"|noi sinh|noi o|cho o|ho khau|thanh phan gia dinh|ky luat|bhxh)\b"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[\W_]+")


def heading_key(heading: str) -> str:
    """Return the heading as it is compared: no case, diacritics, stars, blanks or line breaks."""
    return " ".join(_SEPARATORS.sub(" ", fold(heading)).split())


def _keys(synonyms: str) -> list[str]:
    return [heading_key(each) for each in synonyms.split(" · ")]


class Vocabulary:
    """The headings of one kind of list."""

    def __init__(
        self,
        synonyms: Mapping[str, str],
        others: str = "",
        *,
        named_by: frozenset[str],
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """Take each meaning with its headings, joined by " · "; `others` are known but mean nothing.

        A row of headings has one of the meanings `named_by`. `fields` names the field that a meaning
        feeds where it has another name.
        """
        self.meanings = frozenset(synonyms)
        self.named_by = named_by
        self._fields = fields or {}
        self._by_key = {key: source for source, each in synonyms.items() for key in _keys(each)}
        self._others = frozenset(_keys(others))
        self._met: dict[str, str | None] = {}

    def source_of(self, heading: str) -> str | None:
        """Return what a heading means, tolerant of stars, blanks, case, line breaks, diacritics."""
        if heading not in self._met:
            self._met[heading] = self._found(heading)
        return self._met[heading]

    def field_of(self, source: str) -> str:
        """Return the field that a meaning feeds; several may feed one."""
        return self._fields.get(source, source)

    def _found(self, heading: str) -> str | None:
        key = heading_key(heading)
        if key == "nam" and "ă" in nfc(heading).casefold():
            return None
        if found := self._by_key.get(key):
            return found
        if key in self._others or self.is_never_imported(heading):
            return None
        return self._by_key.get(heading_key(_PARENTHESES.sub(" ", heading)))

    def is_never_imported(self, heading: str) -> bool:
        """Whether the column holds what is never stored: ethnicity, religion, origin, address."""
        key = heading_key(heading)
        return key not in self._by_key and bool(_NEVER.search(key))

    def knows(self, heading: str) -> bool:
        """Whether the heading is one that such lists have, taken or not."""
        if not heading:
            return False
        keys = {heading_key(heading), heading_key(_PARENTHESES.sub(" ", heading))}
        return bool(
            self.source_of(heading) or self.is_never_imported(heading) or keys & self._others
        )
