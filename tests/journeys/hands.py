"""One person before the app, with a keyboard only or a mouse only, who finds everything by what it is called.

A `World` is where the app runs: `inside.Inside` in this process, `outside.Outside` in one of its own on a real
screen. Both show the accessible tree, take keys and clicks, and know nothing else of the app. With the mouse,
letters are still typed into the field that was clicked; nothing else comes from the keyboard.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

PATIENCE = 30.0
"""Seconds until something that should come has not come."""
_MOST_TABS = 90
_MOST_ROWS = 60
_NAME_FIELD = "/^(Tên|Thư mục)/"


class Thing(Struct, frozen=True, kw_only=True):
    """One thing on sight: what it is called and is, and the part of it that can be seen, in dots of the screen."""

    name: str
    role: str
    """`button`, `field`, `choice`, `row`, `item`, `tab`, `tick`, `words` or `other`."""
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    """All 0 where it lies outside what is scrolled to."""
    room: tuple[int, int] = (0, 0)
    """The middle of the smallest part of the window that it lies in and that is seen."""
    shortcut: str = ""
    """Alt and its letter, or the keys its tip names, if it has any."""
    text: str = ""
    """What a field holds or a choice shows."""
    focused: bool = False
    selected: bool = False
    pressed: bool = False
    enabled: bool = True
    focusable: bool = True

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def in_sight(self) -> bool:
        """Whether enough of it is seen to be clicked."""
        return self.width > 4 and self.height > 4


class World(Protocol):
    """A running app, seen and touched from outside."""

    def things(self) -> Sequence[Thing]:
        """Return what the front window shows, as it is read; what cannot be seen is left out."""
        ...

    def focus(self) -> Thing | None:
        """Return what has the keyboard."""
        ...

    def key(self, keys: str) -> None:
        """Press keys together, by Qt's names: `Tab`, `Alt+L`, `Ctrl+2`."""
        ...

    def letters(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        ...

    def click(self, at: tuple[int, int], times: int = 1) -> None:
        """Press the mouse."""
        ...

    def wheel(self, at: tuple[int, int], down: int) -> None:
        """Turn the wheel by notches over a place."""
        ...


class Person:
    """What a person wants, whatever their hands are at; subclasses say how."""

    def __init__(self, world: World) -> None:
        self.world = world

    def press(self, name: str) -> None:
        """Use a button, a link, a tab or a tick by its words."""
        raise NotImplementedError

    def write(self, name: str, text: str) -> None:
        """Put `text` into the field called `name` instead of what it holds, and look whether it is there."""
        self._write(name, text)
        self.until(lambda: _holds(self.find(name, ("field",)), text), f"{text!r} in {name!r}")

    def open_row(self, words: str) -> None:
        """Open the row of a list that says `words`."""
        self.pick(words)
        self._open_picked(words)

    def pick(self, words: str) -> None:
        """Select the row of a list that says `words`."""
        raise NotImplementedError

    def go(self, screen: str) -> None:
        """Open a screen by its name in the navigation."""
        raise NotImplementedError

    def marks(self, letter: str, words: str) -> None:
        """Give the selected row of a list a mark that has a letter and a button of these words."""
        raise NotImplementedError

    def saves(self) -> None:
        """Keep what was typed into a form."""
        self.press("/^Lưu$/")

    def names_a_file(self, path: Path) -> None:
        """Answer a chooser with a path typed in full."""
        self.until(lambda: _name_field(self.world.things()), "a file chooser")
        self.write(_NAME_FIELD, str(path))
        self._accept()
        self.until(lambda: not _name_field(self.world.things()), "the end of the chooser")

    def sees(self, words: str) -> None:
        """Wait until `words` are somewhere on the front window."""
        self.until(lambda: words in self.said(), words)

    def said(self) -> str:
        """Return all words on sight."""
        return "\n".join(f"{each.name}\n{each.text}" for each in self.world.things())

    def find(self, name: str, roles: Sequence[str] = ()) -> Thing:
        """Wait for what is called `name`, a part of its words or a pattern in slashes, and can be used."""
        return self.until(lambda: self._one(name, roles), name)

    def until(self, look: Callable[[], object], what: str) -> object:
        """Look again and again until there is something to see; say what is on sight if there never is."""
        end = time.monotonic() + PATIENCE
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what!r}\n{self._sight()}")
            time.sleep(0.02)

    def _one(self, name: str, roles: Sequence[str]) -> Thing | None:
        fits = [
            each
            for each in self.world.things()
            if each.enabled
            and (each.role in roles if roles else each.role not in {"words", "other"})
            and _is_called(each, name)
        ]
        return next((each for each in fits if _bare(each.name) == _bare(name)), None) or (
            fits[0] if fits else None
        )

    def _sight(self) -> str:
        return "\n".join(
            f"  {each.role:7} {each.name!r} {each.text!r} {each.shortcut}{' *' * each.focused}"
            f"{'' if each.enabled else ' off'}"
            for each in self.world.things()
            if each.name or each.text
        )

    def _write(self, name: str, text: str) -> None:
        raise NotImplementedError

    def _accept(self) -> None:
        raise NotImplementedError

    def _open_picked(self, words: str) -> None:
        raise NotImplementedError


class KeyboardPerson(Person):
    """Has no mouse: letters with Alt where they are offered, else Tab until it is reached."""

    def press(self, name: str) -> None:
        """Use its letter, or go there and press Enter; a tick takes the space bar."""
        thing = self.find(name)
        if thing.shortcut:
            self.world.key(thing.shortcut)
            # A letter holds its button down for a moment before it acts.
            self.until(lambda: not self._is_held(thing.name), f"the release of {name!r}")
            return
        self.reach(name)
        self.world.key("Space" if thing.role == "tick" else "Return")

    def _write(self, name: str, text: str) -> None:
        """Go to the field and type over all it holds."""
        self.reach(name, ("field",))
        self.world.key("Ctrl+A")
        self.world.letters(text)

    def pick(self, words: str) -> None:
        """Go to the list and down to the row."""
        self.find(words, ("row",))
        self._tab_until(self._at_a_row, f"the list with {words!r}")
        if self._stands_at(words):
            return
        self.world.key("Home")
        for _ in range(_MOST_ROWS):
            if self._stands_at(words):
                return
            self.world.key("Down")
        raise AssertionError(f"no way down to {words!r}\n{self._sight()}")

    def go(self, screen: str) -> None:
        """Press Ctrl and the number the navigation gives the screen."""
        thing = self.find(screen, ("tick",))
        self.world.key(thing.shortcut)

    def marks(self, letter: str, _words: str) -> None:
        """Press the letter."""
        self.world.letters(letter)

    def reach(self, name: str, roles: Sequence[str] = ()) -> None:
        """Press Tab until the keyboard is at what is called `name`."""
        self.find(name, roles)

        def there() -> bool:
            focus = self.world.focus()
            return (
                focus is not None
                and _is_called(focus, name)
                and focus.role in (roles or (focus.role,))
            )

        self._tab_until(there, name)

    def _is_held(self, name: str) -> bool:
        return any(each.pressed and each.name == name for each in self.world.things())

    def _tab_until(self, there: Callable[[], bool], what: str) -> None:
        for _ in range(_MOST_TABS):
            if there():
                return
            self.world.key("Tab")
        raise AssertionError(f"Tab never comes to {what!r}\n{self._sight()}")

    def _at_a_row(self) -> bool:
        focus = self.world.focus()
        return focus is not None and focus.role in {"row", "list"}

    def _stands_at(self, words: str) -> bool:
        return any(
            each.selected and each.role == "row" and words in each.name
            for each in self.world.things()
        )

    def _accept(self) -> None:
        self.world.key("Return")

    def _open_picked(self, _words: str) -> None:
        self.world.key("Return")


class MousePerson(Person):
    """Points and clicks, turns the wheel where something lies outside; types letters alone."""

    def press(self, name: str) -> None:
        """Click on it."""
        self.world.click(self._scrolled_to(name).middle)

    def _write(self, name: str, text: str) -> None:
        """Click into the field, thrice where something is to be typed over."""
        for _ in range(2):  # proposals below the field before take the first click for themselves
            thing = self._scrolled_to(name, ("field",))
            self.world.click(thing.middle, 3 if thing.text else 1)
            focus = self.world.focus()
            if focus is not None and _is_called(focus, name):
                break
        self.world.letters(text)
        # Proposals below the field go, and what lies under them is free.
        self.world.click(thing.middle)

    def pick(self, words: str) -> None:
        """Click on the row."""
        self.world.click(self._scrolled_to(words, ("row",)).middle)

    def go(self, screen: str) -> None:
        """Click on the screen's name."""
        self.world.click(self._scrolled_to(screen, ("tick",)).middle)

    def marks(self, _letter: str, words: str) -> None:
        """Click on the button."""
        self.world.click(self._scrolled_to(words, ("button",)).middle)

    def _scrolled_to(self, name: str, roles: Sequence[str] = ()) -> Thing:
        """Return what is called `name` once it is in sight, turning the wheel over the page for it."""
        for turn in range(40):
            thing = self._at_rest(name, roles)
            if thing.in_sight:
                return thing
            self.world.wheel(thing.room, 2 if turn < 20 else -2)
        raise AssertionError(f"no way to bring {name!r} into sight\n{self._sight()}")

    def _at_rest(self, name: str, roles: Sequence[str]) -> Thing:
        """Return what is called `name` once it no longer moves: nobody aims before."""
        before = self.find(name, roles)
        while before != (now := self.find(name, roles)):
            before = now
        return now

    def _accept(self) -> None:
        for _ in range(2):  # the first click may only take the list of proposals away
            if _name_field(self.world.things()):
                self.press("/^(Mở|Lưu|Chọn)$/")

    def _open_picked(self, words: str) -> None:
        self.world.click(self._scrolled_to(words, ("row",)).middle, 2)


def key_in(tip: str) -> str:
    """Return the keys that a tip names at its end: Tìm trong cả sổ (Ctrl+K)."""
    found = re.search(r"\((Ctrl\+.)\)$", tip)
    return found[1] if found else ""


def _is_called(thing: Thing, name: str) -> bool:
    if name.startswith("/"):
        return re.search(name.strip("/"), _bare(thing.name)) is not None
    return _bare(name) in _bare(thing.name)


def _holds(field: Thing, text: str) -> bool:
    """Whether `text` stands in a field; of a passphrase only its length can be seen."""
    return text in field.text or field.text == "●" * len(text)


def _bare(name: str) -> str:
    return name.replace("&", "").replace("…", "").strip(" :")


def _name_field(things: Sequence[Thing]) -> Thing | None:
    """Return where a chooser takes the name of a file or folder."""
    return next(
        (
            each
            for each in things
            if each.role == "field"
            and _is_called(each, _NAME_FIELD)
            and any(
                _bare(other.name) == "Tìm trong" or "Loại tệp" in other.name for other in things
            )
        ),
        None,
    )
