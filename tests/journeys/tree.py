"""The accessible tree of a running app, read over AT-SPI 2 as screen readers do."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from qtapp.domain.vietnamese import nfc
from tests.journeys.hands import PATIENCE, Thing, key_in

Ref = tuple[str, str]
"""Whose part it is on the bus, and its path there."""
Box = tuple[int, int, int, int]
"""Left, top, width and height, in dots of the screen."""

_SPI = "org.a11y.atspi."
_REGISTRY: Ref = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_ACTIVE, _ENABLED, _FOCUSED, _MODAL, _PRESSED, _SELECTED, _SHOWING = 1, 8, 12, 16, 20, 23, 25
_ROLES = {
    7: "tick",  # check box
    11: "choice",  # combo box
    29: "words",  # label
    31: "list",
    32: "item",  # list item
    35: "item",  # menu item
    37: "tab",  # page tab
    40: "field",  # password text
    43: "button",  # push button
    44: "tick",  # radio button
    52: "field",  # spin button
    55: "list",  # table
    56: "row",  # table cell
    61: "field",  # text
    62: "tick",  # toggle button
    65: "list",  # tree
    79: "field",  # entry
    88: "button",  # link
    91: "row",  # tree item
}


class _Part(NamedTuple):
    """One part on sight: its states, what can be seen of it, and what it lies in can be seen of."""

    ref: Ref
    states: int
    seen: Box
    clip: Box


class Tree:
    """Reads what the front window of the only app on a bus shows."""

    def __init__(self, session: str) -> None:
        """Find the bus of screen readers through the bus of the desktop at the address `session`."""
        first = open_dbus_connection(session)
        address = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        told = first.send_and_get_reply(new_method_call(address, "GetAddress"), timeout=PATIENCE)
        first.close()
        self._bus: DBusConnection = open_dbus_connection(told.body[0])

    def close(self) -> None:
        """Stop reading."""
        self._bus.close()

    def things(self) -> list[Thing]:
        """Return what the front window shows, as it is read; nothing while it changes."""
        front = self._front()
        return self._described(self._shown(front)) if front is not None else []

    def focused(self) -> list[Thing]:
        """Return what says that it has the keyboard, in the same order."""
        front = self._front()
        shown = self._shown(front) if front is not None else []
        return self._described([each for each in shown if each.states >> _FOCUSED & 1])

    def answered(self) -> None:
        """Wait until the app has answered a question, which it does after what it had to do before."""
        self._ask([_call(app, "Accessible", "GetRole") for app in self._apps()])

    def _apps(self) -> list[Ref]:
        (found,) = self._ask([_children(_REGISTRY)])
        return _refs(found)

    def _front(self) -> Ref | None:
        """Return the window that has the keyboard, else the dialog that waits for an answer."""
        apps = self._ask([_children(app) for app in self._apps()])
        windows = [each for found in apps for each in _refs(found)]
        shown = [
            ((states >> _ACTIVE & 1, states >> _MODAL & 1, place), window)
            for place, (window, states) in enumerate(
                zip(windows, self._states(windows), strict=True)
            )
            if states >> _SHOWING & 1
        ]
        return max(shown)[1] if shown else None

    def _shown(self, front: Ref) -> list[_Part]:
        """Return the parts of a window in the order of the tree, which is asked level by level."""
        found: dict[Ref, list[_Part]] = {}
        box, children = self._ask([_extents(front), _children(front)])
        level = [(front, each, _box(box)) for each in _refs(children)]
        while level:
            states = self._states([ref for _, ref, _ in level])
            shown = [
                (parent, ref, clip, state)
                for (parent, ref, clip), state in zip(level, states, strict=True)
                if state >> _SHOWING & 1
            ]
            told = iter(
                self._ask([ask(ref) for _, ref, _, _ in shown for ask in (_extents, _children)])
            )
            level = []
            for parent, ref, clip, state in shown:
                seen = _cut(_box(next(told)), clip)
                inner = seen if seen[2] > 0 and seen[3] > 0 else clip
                found.setdefault(parent, []).append(_Part(ref, state, seen, clip))
                level += [(ref, each, inner) for each in _refs(next(told))]
        return list(_in_order(front, found))

    def _described(self, parts: Sequence[_Part]) -> list[Thing]:
        refs = [each.ref for each in parts]
        roles = [
            _ROLES.get(told[0] if told else 0, "other")
            for told in self._ask([_call(each, "Accessible", "GetRole") for each in refs])
        ]
        names = self._ask([_property(each, "Accessible", "Name") for each in refs])
        usable = [
            ref
            for ref, role in zip(refs, roles, strict=True)
            if role not in {"other", "words", "row"}
        ]
        tips = self._told_of(
            usable, [_property(each, "Accessible", "Description") for each in usable]
        )
        letters = self._told_of(
            usable, [_call(each, "Action", "GetKeyBinding", "i", (0,)) for each in usable]
        )
        fields = [ref for ref, role in zip(refs, roles, strict=True) if role == "field"]
        texts = self._told_of(
            fields, [_call(each, "Text", "GetText", "ii", (0, -1)) for each in fields]
        )
        return [
            Thing(
                name=nfc(name[0][1]) if name else "",
                role=role,
                x=part.seen[0],
                y=part.seen[1],
                width=max(0, part.seen[2]),
                height=max(0, part.seen[3]),
                room=(part.clip[0] + part.clip[2] // 2, part.clip[1] + part.clip[3] // 2),
                shortcut=letters.get(part.ref, ("",))[0]
                or key_in(tips.get(part.ref, (("", ""),))[0][1]),
                text=nfc(texts.get(part.ref, ("",))[0]),
                focused=bool(part.states >> _FOCUSED & 1),
                selected=bool(part.states >> _SELECTED & 1),
                pressed=bool(part.states >> _PRESSED & 1),
                enabled=bool(part.states >> _ENABLED & 1),
            )
            for part, role, name in zip(parts, roles, names, strict=True)
        ]

    def _told_of(self, refs: Sequence[Ref], questions: Sequence[bytes]) -> dict[Ref, Any]:
        told = zip(refs, self._ask(questions), strict=True)
        return {ref: answer for ref, answer in told if answer is not None}

    def _states(self, refs: Sequence[Ref]) -> list[int]:
        told = self._ask([_call(each, "Accessible", "GetState") for each in refs])
        return [each[0][0] | each[0][1] << 32 if each else 0 for each in told]

    def _ask(self, questions: Sequence[bytes]) -> list[Any]:
        """Ask all at once and return the answers; None where there was nothing to say, or is no more."""
        answers: list[Any] = [None] * len(questions)
        waiting = {next(self._bus.outgoing_serial): place for place in range(len(questions))}
        self._bus.sock.sendall(
            b"".join(
                questions[place][:8] + serial.to_bytes(4, "little") + questions[place][12:]
                for serial, place in waiting.items()
            )
        )
        while waiting:
            told = self._bus.receive(timeout=PATIENCE)
            place = waiting.pop(told.header.fields.get(HeaderFields.reply_serial), None)
            if place is not None and told.header.message_type is MessageType.method_return:
                answers[place] = told.body
        return answers


def _in_order(parent: Ref, found: dict[Ref, list[_Part]]) -> Iterator[_Part]:
    for each in found.get(parent, ()):
        yield each
        yield from _in_order(each.ref, found)


def _children(ref: Ref) -> bytes:
    return _call(ref, "Accessible", "GetChildren")


def _extents(ref: Ref) -> bytes:
    return _call(ref, "Component", "GetExtents", "u", (0,))


@cache
def _call(ref: Ref, what: str, act: str, sign: str | None = None, body: Any = ()) -> bytes:
    """Return a question as it goes over the bus, but for its number in bytes 8 to 11."""
    address = DBusAddress(ref[1], bus_name=ref[0], interface=_SPI + what)
    return new_method_call(address, act, sign, body).serialise(1)


@cache
def _property(ref: Ref, what: str, of: str) -> bytes:
    asked = Properties(DBusAddress(ref[1], bus_name=ref[0], interface=_SPI + what)).get(of)
    return asked.serialise(1)


def _refs(told: Any) -> list[Ref]:
    found = told[0] if told else ()
    return [(each[0], each[1]) for each in found if not each[1].endswith("/null")]


def _box(told: Any) -> Box:
    return tuple(told[0]) if told else (0, 0, 0, 0)


def _cut(box: Box, clip: Box) -> Box:
    left, top = max(box[0], clip[0]), max(box[1], clip[1])
    right = min(box[0] + box[2], clip[0] + clip[2])
    bottom = min(box[1] + box[3], clip[1] + clip[3])
    return left, top, right - left, bottom - top
