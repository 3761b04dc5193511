"""The app in this process: its own accessible tree, and keys and clicks as its window system delivers them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from threading import Event, Thread
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from tests.gui.typing import type_text
from tests.journeys.hands import PATIENCE, Thing, key_in

T = TypeVar("T")
_ROLES = {
    QAccessible.Role.Button: "button",
    QAccessible.Role.ButtonMenu: "button",
    QAccessible.Role.Link: "button",
    QAccessible.Role.PageTab: "tab",
    QAccessible.Role.MenuItem: "item",
    QAccessible.Role.CheckBox: "tick",
    QAccessible.Role.RadioButton: "tick",
    QAccessible.Role.EditableText: "field",
    QAccessible.Role.SpinBox: "field",
    QAccessible.Role.ComboBox: "choice",
    QAccessible.Role.Cell: "row",
    QAccessible.Role.ListItem: "item",
    QAccessible.Role.TreeItem: "row",
    QAccessible.Role.StaticText: "words",
    QAccessible.Role.Table: "list",
    QAccessible.Role.List: "list",
    QAccessible.Role.Tree: "list",
}


class _Door(QObject):
    """Hands what another thread wants done to the thread of the window."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.wanted.connect(lambda act: act(), Qt.ConnectionType.QueuedConnection)


class Inside:
    """The front window of this process, to be looked at and touched from another thread."""

    def __init__(self, window: QWidget) -> None:
        self._door = _Door()
        self._main = window

    def things(self) -> list[Thing]:
        """Return what the front window shows."""
        return self._asked(lambda: list(_on_sight(self._front())))

    def focus(self) -> Thing | None:
        """Return what has the keyboard."""
        return self._asked(_focus)

    def key(self, keys: str) -> None:
        """Press keys, as the window system tells of them."""
        pressed = QKeySequence(keys)[0]

        def act() -> None:
            front = self._front()
            QTest.keyClick(front.windowHandle(), pressed.key(), pressed.keyboardModifiers())

        self._done(act)

    def letters(self, text: str) -> None:
        """Type letter by letter."""
        self._done(lambda: type_text(_taker(), text))

    def click(self, at: tuple[int, int], times: int = 1) -> None:
        """Press the left button at a place of the screen."""

        def act() -> None:
            front = self._front()
            place = front.mapFromGlobal(QPoint(*at))
            QTest.mouseMove(front.windowHandle(), place)
            QTest.mouseClick(front.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

        def act_twice() -> None:
            front = self._front()
            place = front.mapFromGlobal(QPoint(*at))
            QTest.mouseDClick(front.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

        self._done(act if times == 1 else act_twice)
        if times == 3:
            self._done(act)

    def wheel(self, at: tuple[int, int], down: int) -> None:
        """Turn the wheel over a place of the screen."""

        def act() -> None:
            front = self._front()
            place = QPointF(front.mapFromGlobal(QPoint(*at)))
            QTest.wheelEvent(front.windowHandle(), place, QPoint(0, -120 * down))

        self._done(act)

    def _front(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is not None and popup.focusProxy() is not None:
            popup = None  # proposals below a field, which keeps the keyboard
        front = popup or QApplication.activeModalWidget() or self._main
        if QApplication.activeWindow() is None:
            front.activateWindow()  # as window managers do when a dialog has gone
        return front

    def _asked(self, look: Callable[[], T]) -> T:
        answer: Future[T] = Future()

        def act() -> None:
            try:
                answer.set_result(look())
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                answer.set_exception(error)

        self._door.wanted.emit(act)
        return answer.result(PATIENCE)

    def _done(self, act: Callable[[], object]) -> None:
        """Let something be done, and come back too when it opens a dialog that waits for an answer."""
        failed: list[BaseException] = []
        reached = Event()

        def guarded() -> None:
            try:
                act()
            except BaseException as error:  # noqa: BLE001 - raised again below
                failed.append(error)

        self._door.wanted.emit(guarded)
        self._door.wanted.emit(reached.set)
        if not reached.wait(PATIENCE):
            raise AssertionError("the window does not answer")
        if failed:
            raise failed[0]


def lead(journey: Callable[[], None], qtbot: Any) -> None:
    """Let a person make `journey` in a thread of its own while this one runs the window."""
    failed: list[BaseException] = []
    door = _Door()

    def make() -> None:
        try:
            journey()
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)
        finally:
            door.wanted.emit(_refuse_dialogs)

    person = Thread(target=make, name="person", daemon=True)
    person.start()
    end = time.monotonic() + 60
    while person.is_alive() and time.monotonic() < end:
        qtbot.wait(5)
    assert not person.is_alive(), "the journey takes too long"
    if failed:
        raise failed[0]


def _refuse_dialogs() -> None:
    """Leave every dialog that waits for an answer: a journey that failed will give none."""
    while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
        dialog.done(QDialog.DialogCode.Rejected)


def _taker() -> QWidget:
    taker = QApplication.focusWidget()
    assert taker is not None, "nothing has the keyboard"
    return taker


def _on_sight(front: QWidget) -> Iterator[Thing]:
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    root = QAccessible.queryAccessibleInterface(front)
    assert root is not None
    yield from _inner(root, root.rect(), root.rect().center())


def _inner(parent: QAccessibleInterface, clip: QRect, room: QPoint) -> Iterator[Thing]:
    for place in range(parent.childCount()):
        each = parent.child(place)
        if each is None or not each.isValid() or each.state().invisible:
            continue
        box = each.rect()
        seen = box & clip if box.isValid() else clip
        yield _thing(each, box & clip, room)
        yield from _inner(each, seen, room if seen.isEmpty() else seen.center())


def _focus() -> Thing | None:
    widget = QApplication.focusWidget()
    if widget is None:
        return None
    found = QAccessible.queryAccessibleInterface(widget)
    return _thing(found, found.rect(), QPoint()) if found is not None else None


def _thing(each: QAccessibleInterface, seen: QRect, room: QPoint) -> Thing:
    state, widget = each.state(), each.object()
    name = each.text(QAccessible.Text.Name)
    text = ""
    if isinstance(widget, QComboBox):
        # On Linux its name is what it shows; what it is called stands in its label.
        name, text = widget.accessibleName() or name, widget.currentText()
    elif isinstance(widget, QLineEdit):
        text = widget.text()
    elif isinstance(widget, QPlainTextEdit):
        text = widget.toPlainText()
    return Thing(
        name=name,
        role=_ROLES.get(each.role(), "other"),
        x=seen.x(),
        y=seen.y(),
        width=max(0, seen.width()),
        height=max(0, seen.height()),
        room=(room.x(), room.y()),
        shortcut=each.text(QAccessible.Text.Accelerator)
        or key_in(each.text(QAccessible.Text.Description)),
        text=text,
        focused=bool(state.focused),
        selected=bool(state.selected),
        pressed=bool(state.pressed),
        enabled=not state.disabled,
        focusable=bool(state.focusable),
    )
