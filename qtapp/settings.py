"""How this user likes the app on this machine; nothing here changes a printed paper."""

import logging
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import fields, replace

from qtapp.paths import replace_file

_LIMIT = 1_000_000
_RECENT = 8
_MOST_HINTS = 100
_MOST_LISTS = 100
_MOST_COLUMNS = 30
_log = logging.getLogger(__name__)


class Theme(StrEnum):
    """Which colours the window wears; `AUTO` follows the operating system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class ListLook(Struct, frozen=True, kw_only=True):
    """How a user has laid out one list.

    `widths` of all columns in letter heights, 0 for one that was out of sight; none if they follow the room.
    `sorted_by` is the place of a column, -1 the order of the book.
    """

    widths: Annotated[
        tuple[Annotated[float, msgspec.Meta(ge=0, le=1000)], ...],
        msgspec.Meta(max_length=_MOST_COLUMNS),
    ] = ()
    sorted_by: Annotated[int, msgspec.Meta(ge=-1, lt=_MOST_COLUMNS)] = -1
    descending: bool = False


class Settings(Struct, frozen=True, kw_only=True):
    """The choices of one user. `unknown` holds what a newer version wrote, so that it is not lost."""

    recent_books: Annotated[tuple[str, ...], msgspec.Meta(max_length=_RECENT)] = ()
    last_book: str = ""
    letter_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    theme: Theme = Theme.AUTO
    auto_lock_minutes: Annotated[int, msgspec.Meta(ge=0, le=24 * 60)] = 15
    seen_hints: Annotated[tuple[str, ...], msgspec.Meta(max_length=_MOST_HINTS)] = ()
    lists: Annotated[Mapping[str, ListLook], msgspec.Meta(max_length=_MOST_LISTS)] = field(
        default_factory=dict
    )
    unknown: Mapping[str, Any] = field(default_factory=dict)


def with_book(settings: Settings, path: str) -> Settings:
    """Return `settings` with the book at `path` as the last and the most recent one."""
    others = [each for each in settings.recent_books if each != path]
    recent = (path, *others)[:_RECENT]
    return replace(settings, recent_books=recent, last_book=path)


def with_hint_seen(settings: Settings, screen: str) -> Settings:
    """Return `settings` with the hint about `screen` as one that is not shown again."""
    return replace(settings, seen_hints=tuple(sorted({*settings.seen_hints, screen})))


def with_list(settings: Settings, name: str, look: ListLook) -> Settings:
    """Return `settings` with how a list looks; one that looks as at first is not kept."""
    others = {each: kept for each, kept in settings.lists.items() if each != name}
    lists = others if look == ListLook() else {**others, name: look}
    return replace(settings, lists=dict(list(lists.items())[-_MOST_LISTS:]))


def load_settings(path: Path) -> Settings:
    """Return the settings kept at `path`; what is missing or makes no sense is at its default.

    A value that makes no sense is named in the log, never shown there.
    """
    try:
        with path.open("rb") as file:
            found = msgspec.json.decode(file.read(_LIMIT), type=dict[str, Any])
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _log.warning("settings not read, defaults used: %s", type(error).__name__)
        return Settings()
    hints = _hints()
    values: dict[str, Any] = {}
    for name, hint in hints.items():
        if name not in found:
            continue
        try:
            values[name] = msgspec.convert(found[name], hint)
        except msgspec.ValidationError:
            _log.warning("setting %s is not usable, default used", name)
    unknown = {name: value for name, value in found.items() if name not in hints}
    return Settings(**values, unknown=unknown)


def save_settings(path: Path, settings: Settings) -> None:
    """Keep `settings` at `path`, whole or not at all. Raises DiskFull or FolderReadOnly."""
    known = {name: getattr(settings, name) for name in _hints()}
    content = msgspec.json.encode({**settings.unknown, **known})
    replace_file(path, msgspec.json.format(content, indent=2))


def _hints() -> dict[str, Any]:
    return {each.name: each.type for each in fields(Settings) if each.name != "unknown"}
