"""The app as a process of its own on a screen of its own: Xvfb, AT-SPI over D-Bus, xdotool. Debian only.

Needs `apt-get install xvfb openbox xdotool x11-xserver-utils dbus at-spi2-core` and what `dev.py run` installs.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import open_dbus_connection

from qtapp.domain.vietnamese import nfc
from tests.journeys.hands import Thing, key_in

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_ACTIVE, _ENABLED, _FOCUSED, _MODAL, _PRESSED, _SELECTED, _SHOWING = 1, 8, 12, 16, 20, 23, 25
_ROLES = {
    "push button": "button",
    "button": "button",
    "link": "button",
    "page tab": "tab",
    "check box": "tick",
    "toggle button": "tick",
    "radio button": "tick",
    "text": "field",
    "entry": "field",
    "password text": "field",
    "combo box": "choice",
    "table cell": "row",
    "list item": "item",
    "label": "words",
    "table": "list",
    "list": "list",
}
_LETTERS = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2))
_LARGE = 400
"""Children above which something is not looked into: a long list."""


class Outside:
    """Starts a command on a screen of its own; what runs is ended with it."""

    def __init__(self, words: Sequence[str], folder: Path, size: str = "1366x768x24") -> None:
        self._running: list[subprocess.Popen[Any]] = []
        reading, writing = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
            dict(os.environ),
            pass_fds=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self._world = {**os.environ, "DISPLAY": f":{display}", "XDG_RUNTIME_DIR": str(runtime)}
        bus = self._start(
            ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address=1"],
            self._world,
            stdout=subprocess.PIPE,
        )
        assert bus.stdout is not None
        self._world |= {
            "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().decode().strip(),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONUTF8": "1",
        }
        self._start(["openbox"], self._world)
        self._spell_vietnamese()
        session = open_dbus_connection(self._world["DBUS_SESSION_BUS_ADDRESS"])
        address = _answer(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self._bus = open_dbus_connection(address[0])
        session.close()
        self._start(words, self._world)

    def close(self) -> None:
        """End everything that was started, the app first."""
        for each in reversed(self._running):
            os.killpg(each.pid, signal.SIGTERM)
            each.wait(10)
        self._bus.close()

    def things(self) -> list[Thing]:
        """Return what the front window shows."""
        try:
            front = self._front()
            return list(self._inner(*front, self._extents(*front))) if front else []
        except (LookupError, TimeoutError):
            return []  # it changes right now

    def focus(self) -> Thing | None:
        """Return what has the keyboard; what hands it on to a part of itself says the same of itself."""
        return next((each for each in reversed(self.things()) if each.focused), None)

    def key(self, keys: str) -> None:
        """Press keys together."""
        self._bring_to_front()
        named = keys.replace("Enter", "Return").split("+")
        held = [each.lower() if each in {"Ctrl", "Alt", "Shift"} else each for each in named]
        last = held[-1] if len(held[-1]) > 1 else held[-1].lower()
        self._xdo(
            "key", "--clearmodifiers", "+".join([*held[:-1], {"Space": "space"}.get(last, last)])
        )

    def letters(self, text: str) -> None:
        """Type letter by letter; once more from the start where a busy machine has lost one."""
        for _ in range(3):
            self._xdo("type", "--clearmodifiers", "--delay", "60", "--", text)
            field = self.focus()
            if field is None or field.role != "field" or text in field.text:
                return
            if "●" in field.text and len(field.text) == len(text):
                return
            self.key("Ctrl+A")

    def click(self, at: tuple[int, int], times: int = 1) -> None:
        """Press the left button at a place of the screen."""
        place = [str(each) for each in at]
        self._xdo(
            "mousemove", "--sync", *place, "click", "--repeat", str(times), "--delay", "80", "1"
        )

    def wheel(self, at: tuple[int, int], down: int) -> None:
        """Turn the wheel over a place of the screen."""
        place = [str(each) for each in at]
        button = "5" if down > 0 else "4"
        self._xdo("mousemove", "--sync", *place, "click", "--repeat", str(abs(down)), button)

    def _start(
        self, words: Sequence[str], world: dict[str, str], **more: Any
    ) -> subprocess.Popen[Any]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **more}
        made = subprocess.Popen(words, env=world, start_new_session=True, **quiet)  # noqa: S603 - fixed words
        self._running.append(made)
        return made

    def _bring_to_front(self) -> None:
        """Give the keyboard back to the window where the little window manager forgets to after a dialog."""
        if self.focus() is not None:
            return
        for found in self._xdo("search", "--onlyvisible", "--name", ".").split():
            if "Chi Bộ" in self._xdo("getwindowname", found):
                self._xdo("windowactivate", "--sync", found)

    def _spell_vietnamese(self) -> None:
        """Give every accented letter a key of its own: xdotool loses capitals that share one."""
        spare = [
            code for code in range(255, 127, -1) if code not in {133, 134, 135, *range(203, 208)}
        ]
        lines = [
            f"keycode {code} = U{ord(letter):04X} U{ord(letter.upper()):04X}"
            for code, letter in zip(spare, _LETTERS, strict=False)
        ]
        subprocess.run(
            ["/usr/bin/xmodmap", "-"],
            input="\n".join(lines),
            env=self._world,
            text=True,
            check=True,
        )

    def _xdo(self, *words: str) -> str:
        told = subprocess.run(  # noqa: S603 - fixed words
            ["/usr/bin/xdotool", *words],
            env=self._world,
            check=True,
            capture_output=True,
            text=True,
        )
        time.sleep(0.1)
        return told.stdout

    def _front(self) -> tuple[str, str] | None:
        """Return the dialog that waits for an answer, else the window."""
        shown = []
        for app in self._children(_REGISTRY, _ROOT):
            for window in self._children(*app):
                states = self._states(*window)
                if states >> _SHOWING & 1:
                    rank = (states >> _ACTIVE & 1, states >> _MODAL & 1, len(shown))
                    shown.append((rank, window))
        return max(shown)[1] if shown else None

    def _inner(self, name: str, path: str, clip: tuple[int, int, int, int]) -> Iterator[Thing]:
        children = self._children(name, path)
        if len(children) > _LARGE:
            return
        for each in children:
            states = self._states(*each)
            if not states >> _SHOWING & 1:
                continue
            box = self._extents(*each)
            seen = _cut(box, clip)
            yield self._thing(each, states, seen, clip)
            yield from self._inner(*each, seen if seen[2] > 0 and seen[3] > 0 else clip)

    def _thing(
        self,
        each: tuple[str, str],
        states: int,
        seen: tuple[int, int, int, int],
        clip: tuple[int, int, int, int],
    ) -> Thing:
        role = _ROLES.get(self._call(*each, _ACCESSIBLE, "GetRoleName")[0], "other")
        name = nfc(self._property(*each, _ACCESSIBLE, "Name"))
        text = ""
        if role == "field":
            count = self._property(*each, "org.a11y.atspi.Text", "CharacterCount")
            text = nfc(self._call(*each, "org.a11y.atspi.Text", "GetText", "ii", (0, count))[0])
        return Thing(
            name=name,
            role=role,
            x=seen[0],
            y=seen[1],
            width=max(0, seen[2]),
            height=max(0, seen[3]),
            room=(clip[0] + clip[2] // 2, clip[1] + clip[3] // 2),
            shortcut=key_in(self._property(*each, _ACCESSIBLE, "Description")),
            text=text,
            focused=bool(states >> _FOCUSED & 1),
            selected=bool(states >> _SELECTED & 1),
            pressed=bool(states >> _PRESSED & 1),
            enabled=bool(states >> _ENABLED & 1),
        )

    def _children(self, name: str, path: str) -> list[tuple[str, str]]:
        found = self._call(name, path, _ACCESSIBLE, "GetChildren")[0]
        return [(each[0], each[1]) for each in found if not each[1].endswith("/null")]

    def _states(self, name: str, path: str) -> int:
        low, high = self._call(name, path, _ACCESSIBLE, "GetState")[0]
        return int(low | high << 32)

    def _extents(self, name: str, path: str) -> tuple[int, int, int, int]:
        found = self._call(name, path, "org.a11y.atspi.Component", "GetExtents", "u", (0,))[0]
        return (found[0], found[1], found[2], found[3])

    def _call(
        self, name: str, path: str, what: str, act: str, sign: str = "", body: Any = ()
    ) -> Any:
        return _answer(self._bus, name, path, what, act, sign, body)

    def _property(self, name: str, path: str, what: str, of: str) -> Any:
        asked = Properties(DBusAddress(path, bus_name=name, interface=what)).get(of)
        told = self._bus.send_and_get_reply(asked, timeout=5)
        if told.header.message_type is MessageType.error:
            raise LookupError(path)
        return told.body[0][1]


def _answer(
    bus: Any, name: str, path: str, what: str, act: str, sign: str = "", body: Any = ()
) -> Any:
    address = DBusAddress(path, bus_name=name, interface=what)
    told = bus.send_and_get_reply(new_method_call(address, act, sign or None, body), timeout=15)
    if told.header.message_type is MessageType.error:
        raise LookupError(path)
    return told.body


def _cut(
    box: tuple[int, int, int, int], clip: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    left, top = max(box[0], clip[0]), max(box[1], clip[1])
    right = min(box[0] + box[2], clip[0] + clip[2])
    bottom = min(box[1] + box[3], clip[1] + clip[3])
    return left, top, right - left, bottom - top
