"""What an IMAP server tells about messages without sending them: parts, their sizes and names.

A FETCH answer comes as lines with literals in between; here it becomes nested lists, and of these the
parts of a message that may be files (RFC 3501, section 7.4.2). Everything is bounded: a server, or
whoever wrote the message, may say anything.
"""

import re
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from msgspec import Struct

from qtapp.domain.vietnamese import nfc

_TOKEN = re.compile(rb'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
_LITERAL = re.compile(rb"\{\d+\+?\}$")
_MOST_TOKENS = 50_000
_DEEPEST = 30
_MOST_LEAVES = 200
_NAME = 120

Pieces = Sequence[bytes | tuple[bytes, bytes]]


class UnreadableAnswer(Exception):
    """What the server said is not a list of values, or too much of one."""


class Leaf(Struct, frozen=True, kw_only=True):
    """A part of a message that is no container: its IMAP section, kind, name, encoding, encoded size."""

    section: str
    kind: str
    name: str
    encoding: str
    size: int
    attached: bool

    @property
    def may_be_file(self) -> bool:
        """Whether somebody may have attached this: not the words of the letter, not a picture in it."""
        if self.name.lower().endswith(".cbdl"):
            return True
        family = self.kind.partition("/")[0]
        return family == "application" or (family == "text" and self.attached)


def values_of(pieces: Pieces) -> list[Any]:
    """Return one answer as nested lists of bytes. Raises UnreadableAnswer."""
    top: list[Any] = []
    stack = [top]
    for count, token in enumerate(_tokens(pieces)):
        if count > _MOST_TOKENS or len(stack) > _DEEPEST:
            raise UnreadableAnswer
        if token == b"(":
            inner: list[Any] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif token == b")":
            stack.pop()
            if not stack:
                raise UnreadableAnswer
        else:
            stack[-1].append(token[1:])
    if len(stack) != 1:
        raise UnreadableAnswer
    return top


def facts_of(pieces: Pieces) -> dict[bytes, Any]:
    """Return the values of one FETCH answer by their names in capitals. Raises UnreadableAnswer."""
    for each in values_of(pieces):
        if isinstance(each, list):
            names = [name for name in each[::2] if isinstance(name, bytes)]
            return {name.upper(): value for name, value in zip(names, each[1::2], strict=False)}
    raise UnreadableAnswer


def leaves_of(structure: Any) -> list[Leaf]:
    """Return the leaves of a BODYSTRUCTURE, those of attached messages too; what is odd is left out."""
    found = []
    if isinstance(structure, list):
        for leaf in _walk(structure, "", 0):
            found.append(leaf)
            if len(found) == _MOST_LEAVES:
                break
    return found


def _tokens(pieces: Pieces) -> Iterator[bytes]:
    """Yield brackets as themselves and every value behind one byte that tells it from them."""
    for piece in pieces:
        line, literal = piece if isinstance(piece, tuple) else (piece, None)
        if literal is not None:
            line = _LITERAL.sub(b"", line)
        at = 0
        while match := _TOKEN.match(line, at):
            at = match.end()
            bracket, quoted, atom = match.groups()
            if bracket:
                yield bracket
            elif quoted is not None:
                yield b"=" + re.sub(rb"\\(.)", rb"\1", quoted)
            else:
                yield b"=" + (b"" if atom.upper() == b"NIL" else atom)
        if line[at:].strip():
            raise UnreadableAnswer
        if literal is not None:
            yield b"=" + literal


def _walk(node: list[Any], section: str, depth: int) -> Iterator[Leaf]:
    if depth > _DEEPEST or not node:
        return
    if isinstance(node[0], list):
        for number, child in enumerate(node, 1):
            if not isinstance(child, list):
                break
            yield from _walk(child, f"{section}.{number}" if section else f"{number}", depth + 1)
        return
    leaf = _leaf(node, section or "1")
    if leaf is None:
        return
    inner = node[8] if leaf.kind == "message/rfc822" and len(node) > 8 else None
    if isinstance(inner, list) and inner:
        is_multipart = isinstance(inner[0], list)
        yield from _walk(inner, leaf.section if is_multipart else f"{leaf.section}.1", depth + 1)
    else:
        yield leaf


def _leaf(node: list[Any], section: str) -> Leaf | None:
    words = node[:7]
    if len(words) < 7 or not isinstance(words[1], bytes) or not isinstance(words[5], bytes):
        return None
    size = words[6] if isinstance(words[6], bytes) else b""
    if not size.isdigit() or len(size) > 15:
        return None
    disposition: list[Any] = next((each for each in node[7:] if _is_disposition(each)), [])
    parameters = words[2] if isinstance(words[2], list) else []
    own = disposition[1] if len(disposition) > 1 and isinstance(disposition[1], list) else []
    return Leaf(
        section=section,
        kind=f"{_text(words[0])}/{_text(words[1])}".lower(),
        name=_name(own, b"FILENAME") or _name(parameters, b"NAME"),
        encoding=_text(words[5]).lower(),
        size=int(size),
        attached=bool(disposition) and disposition[0].upper() == b"ATTACHMENT",
    )


def _is_disposition(value: Any) -> bool:
    """Whether an extension field says how a part is meant to be shown; only its words tell."""
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], bytes)
        and value[0].upper() in {b"ATTACHMENT", b"INLINE"}
    )


def _name(pairs: list[Any], wanted: bytes) -> str:
    """Return the file's name from its parameters, however it was written (RFC 2231, RFC 2047)."""
    header = Message()
    said = ["x/x" if wanted == b"NAME" else "attachment"]
    for key, value in zip(pairs[::2], pairs[1::2], strict=False):
        if isinstance(key, bytes) and isinstance(value, bytes):
            word = _text(key)
            if word.upper().partition("*")[0].encode() == wanted:
                plain_value = re.sub(r'[\\"\r\n]', "", _text(value))
                said.append(f"{word}={plain_value}" if "*" in word else f'{word}="{plain_value}"')
    header["Content-Type" if wanted == b"NAME" else "Content-Disposition"] = "; ".join(said)
    try:
        name = str(make_header(decode_header(header.get_filename() or "")))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return ""
    clean = "".join(each for each in nfc(name) if each.isprintable() and each not in '/\\:*?"<>|')
    return clean.strip(" .")[-_NAME:]


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
