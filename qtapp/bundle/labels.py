"""Texts that a bundle shows to people before anything about it is trusted."""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_label(text: str, length: int) -> str:
    """Return the text in NFC, without control or direction-changing characters, cut to `length`."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if not _is_hidden(c))
    return kept.strip()[:length].rstrip()


def is_clean_label(text: str, length: int) -> bool:
    """Whether `clean_label` would leave the text as it is."""
    return text == clean_label(text, length)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN
