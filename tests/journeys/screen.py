"""A screen of its own with a keyboard and a mouse: Xvfb, spoken to through Debian's libX11 and libXtst.

There is no window manager: whoever looks or acts gives the keyboard to the window on top, as every desktop does,
but at a known moment. `answered` waits until the app has taken all that was pressed before.
"""

import ctypes
import os
import subprocess
import time
from collections.abc import Sequence
from ctypes import (
    POINTER,
    Structure,
    Union,
    byref,
    c_char_p,
    c_int,
    c_long,
    c_uint,
    c_ulong,
    c_void_p,
)
from functools import cached_property
from typing import Any

from tests.journeys.hands import PATIENCE

_LETTERS = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2))
_SPARE = [code for code in range(255, 127, -1) if code not in {133, 134, 135, *range(203, 208)}]
"""Key codes of keyboards with keys for music and letters, which nobody here has."""
_NAMES = {"Ctrl": "Control_L", "Alt": "Alt_L", "Shift": "Shift_L", "Space": "space"}
_PACE = 0.02
"""Seconds that a button of the mouse stays down or up: two clicks of one moment are none to Qt."""
_CLIENT_MESSAGE, _STRUCTURE = 33, 1 << 17 | 1 << 19
_SHOWN, _WITH_PICTURE = 2, 1
_KEYS = c_ulong * 2


class _Attributes(Structure):
    """XWindowAttributes."""

    _fields_ = [
        *((name, c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        ("visual", c_void_p),
        ("root", c_ulong),
        *((name, c_int) for name in ("kind", "bits", "gravity", "backing")),
        ("planes", c_ulong),
        ("pixel", c_ulong),
        ("save_under", c_int),
        ("colours", c_ulong),
        ("installed", c_int),
        ("shown", c_int),
        *((name, c_long) for name in ("all_events", "own_events", "not_passed_on")),
        ("unmanaged", c_int),
        ("screen", c_void_p),
    ]


class _Message(Structure):
    """XClientMessageEvent."""

    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("sent", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("about", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    ]


class _Event(Union):
    """XEvent."""

    _fields_ = [("message", _Message), ("room", c_long * 24)]


_CALLS = {
    "XOpenDisplay": (c_void_p, [c_char_p]),
    "XDefaultRootWindow": (c_ulong, [c_void_p]),
    "XSelectInput": (c_int, [c_void_p, c_ulong, c_long]),
    "XInternAtom": (c_ulong, [c_void_p, c_char_p, c_int]),
    "XChangeKeyboardMapping": (c_int, [c_void_p, c_int, c_int, POINTER(_KEYS), c_int]),
    "XStringToKeysym": (c_ulong, [c_char_p]),
    "XkbKeycodeToKeysym": (c_ulong, [c_void_p, c_uint, c_int, c_int]),
    "XQueryTree": (
        c_int,
        [c_void_p, c_ulong, *2 * [POINTER(c_ulong)], POINTER(POINTER(c_ulong)), POINTER(c_uint)],
    ),
    "XGetWindowAttributes": (c_int, [c_void_p, c_ulong, POINTER(_Attributes)]),
    "XGetInputFocus": (c_int, [c_void_p, POINTER(c_ulong), POINTER(c_int)]),
    "XSetInputFocus": (c_int, [c_void_p, c_ulong, c_int, c_ulong]),
    "XSendEvent": (c_int, [c_void_p, c_ulong, c_int, c_long, POINTER(_Event)]),
    "XPending": (c_int, [c_void_p]),
    "XNextEvent": (c_int, [c_void_p, POINTER(_Event)]),
    "XAutoRepeatOff": (c_int, [c_void_p]),
    "XSync": (c_int, [c_void_p, c_int]),
    "XFree": (c_int, [c_void_p]),
    "XCloseDisplay": (c_int, [c_void_p]),
}
_TEST_CALLS = {
    "XTestFakeKeyEvent": (c_int, [c_void_p, c_uint, c_int, c_ulong]),
    "XTestFakeButtonEvent": (c_int, [c_void_p, c_uint, c_int, c_ulong]),
    "XTestFakeMotionEvent": (c_int, [c_void_p, c_int, c_int, c_int, c_ulong]),
}
_FORGIVING = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda _display, _error: 0)
"""A window may have gone before it is asked for something; X would end this process for it."""


class Screen:
    """Starts with nothing on it, and ends with `close`."""

    def __init__(self, size: str) -> None:
        reading, writing = os.pipe()
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
        self._server = subprocess.Popen(  # noqa: S603 - fixed words
            words,
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            self.name = f":{told.readline().strip()}"
        self._x = _declared("libX11.so.6", _CALLS)
        self._hands = _declared("libXtst.so.6", _TEST_CALLS)
        self._x.XSetErrorHandler(_FORGIVING)
        self._display = self._x.XOpenDisplay(self.name.encode())
        self._root = self._x.XDefaultRootWindow(self._display)
        self._x.XSelectInput(self._display, self._root, _STRUCTURE)
        self._x.XAutoRepeatOff(self._display)  # a key is held for as long as the app takes for it
        self._asked = 0
        self._spell_vietnamese()

    def close(self) -> None:
        """Switch it off."""
        self._x.XCloseDisplay(self._display)
        self._server.terminate()
        self._server.wait(10)

    def strokes_of(self, text: str) -> list[tuple[int, ...]]:
        """Return the codes of the keys to be held together for each letter of `text`."""
        shift = self.code_of("Shift")
        found = [self._keyboard[letter] for letter in text]
        return [(shift, code) if shifted else (code,) for code, shifted in found]

    def code_of(self, key: str) -> int:
        """Return the code of a key by Qt's name of it."""
        if len(key) == 1:
            return self._keyboard[key.lower()][0]
        return self._codes[self._x.XStringToKeysym(_NAMES.get(key, key).encode())]

    def turn_key(self, code: int, *, down: bool) -> None:
        """Press a key, or let it go."""
        self._hands.XTestFakeKeyEvent(self._display, code, down, 0)

    def point(self, at: tuple[int, int]) -> None:
        """Move the mouse."""
        self._hands.XTestFakeMotionEvent(self._display, -1, *at, 0)

    def press_button(self, button: int) -> None:
        """Press a button of the mouse and let it go; 4 and 5 are a notch of its wheel up and down."""
        for down in (True, False):
            self._hands.XTestFakeButtonEvent(self._display, button, down, 0)
            self._x.XSync(self._display, 0)
            time.sleep(_PACE)

    def close_window(self) -> None:
        """Press the cross of the window on top."""
        top = self._top()
        if top is not None:
            self._tell(top, "WM_DELETE_WINDOW")

    def attend(self) -> bool:
        """Give the keyboard to the window on top, if it has it not; return whether that was so."""
        top = self._top()
        holder, how = c_ulong(), c_int()
        self._x.XGetInputFocus(self._display, byref(holder), byref(how))
        if top is None or holder.value == top:
            return False
        self._x.XSetInputFocus(self._display, top, 2, 0)
        self._x.XSync(self._display, 0)
        return True

    def answered(self) -> None:
        """Wait until the window on top has answered what window managers ask to see if it lives.

        It does so in its turn: all keys and clicks before have reached the app by then.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            top = self._top()
            if top is None or self._answers(top):
                return
        raise AssertionError("the window does not answer")

    def _answers(self, window: int) -> bool:
        self._tell(window, "_NET_WM_PING")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._is_shown(window):
            while self._x.XPending(self._display):
                told = _Event()
                self._x.XNextEvent(self._display, byref(told))
                if (
                    told.message.type == _CLIENT_MESSAGE
                    and told.message.window == self._root
                    and told.message.data[1] == self._asked
                ):
                    return True
            time.sleep(0.0005)
        return False

    def _tell(self, window: int, word: str) -> None:
        self._asked += 1
        event = _Event()
        message = event.message
        message.type, message.window, message.format = _CLIENT_MESSAGE, window, 32
        message.about = self._word("WM_PROTOCOLS")
        message.data[:3] = self._word(word), self._asked, window
        self._x.XSendEvent(self._display, window, 0, 0, byref(event))
        self._x.XSync(self._display, 0)

    def _top(self) -> int | None:
        """Return the uppermost window that is no list or tip; None where there is none."""
        root, parent, found, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(
            self._display, self._root, byref(root), byref(parent), byref(found), byref(count)
        )
        windows = [found[place] for place in range(count.value)]
        if found:
            self._x.XFree(found)
        return next((each for each in reversed(windows) if self._is_shown(each)), None)

    def _is_shown(self, window: int) -> bool:
        told = _Attributes()
        return bool(
            self._x.XGetWindowAttributes(self._display, window, byref(told))
            and told.shown == _SHOWN
            and told.kind == _WITH_PICTURE
            and not told.unmanaged
        )

    def _word(self, name: str) -> int:
        return self._x.XInternAtom(self._display, name.encode(), 0)

    def _spell_vietnamese(self) -> None:
        """Give every accented letter a key of its own, with its capital above."""
        for code, letter in zip(_SPARE, _LETTERS, strict=False):
            symbols = _KEYS(_symbol(letter), _symbol(letter.upper()))
            self._x.XChangeKeyboardMapping(self._display, code, 2, byref(symbols), 1)
        self._x.XSync(self._display, 0)

    @cached_property
    def _codes(self) -> dict[int, int]:
        """The code of the key that has each symbol without Shift."""
        return {self._on_key(code, 0): code for code in range(255, 7, -1)}

    @cached_property
    def _keyboard(self) -> dict[str, tuple[int, bool]]:
        """The code of each letter's key, and whether it needs Shift."""
        found: dict[str, tuple[int, bool]] = {}
        for shifted in (True, False):
            for code in range(255, 7, -1):
                letter = _letter(self._on_key(code, int(shifted)))
                if letter:
                    found[letter] = (code, shifted)
        return found

    def _on_key(self, code: int, level: int) -> int:
        return self._x.XkbKeycodeToKeysym(self._display, code, 0, level)


def _declared(library: str, calls: dict[str, tuple[Any, Sequence[Any]]]) -> ctypes.CDLL:
    made = ctypes.CDLL(library)
    for name, (gives, takes) in calls.items():
        call = getattr(made, name)
        call.restype, call.argtypes = gives, takes
    return made


def _symbol(letter: str) -> int:
    return ord(letter) if ord(letter) < 0x100 else 0x1000000 + ord(letter)


def _letter(symbol: int) -> str:
    """Return what a key with this symbol writes, if anything."""
    if 0x20 <= symbol < 0x100:
        return chr(symbol)
    return chr(symbol & 0xFFFF) if 0x1000100 <= symbol < 0x1002000 else ""
