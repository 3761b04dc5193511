"""The way of the Tab key through a screen: as its layouts say, left to right and top to bottom."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6 import QtCore
from PySide6.QtWidgets import QLayout, QScrollArea, QTabWidget, QWidget


def reading_order(within: QWidget) -> list[QWidget]:
    """Return everything in `within` that Tab may reach, shown or not, in reading order."""
    return list(_widgets(within))


def set_reading_order(within: QWidget) -> None:
    """Let Tab go through `within` in reading order.

    Qt's own order is that of making and reparenting, in which a paper shown later comes last.
    """
    found = reading_order(within)
    for one, next_one in pairwise(found):
        QWidget.setTabOrder(one, next_one)


def first_to_enter(within: QWidget) -> QWidget | None:
    """Return the first thing in `within` that can be worked on now."""
    return next(
        (each for each in _widgets(within) if each.isEnabled() and each.isVisibleTo(within)), None
    )


def _widgets(widget: QWidget) -> Iterator[QWidget]:
    """Go through `widget`; what a combo box or a list is made of is its own affair."""
    # One that hands the focus on counts for Qt too: left elsewhere, it would lead back in a ring.
    if widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        yield widget
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
        for place in range(widget.count()):
            yield from _widgets(widget.widget(place))
    elif isinstance(widget, QScrollArea):
        if widget.widget() is not None:
            yield from _widgets(widget.widget())
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget: QWidget | None = item.widget()
        inner: QLayout | None = item.layout()
        if widget is not None:
            yield from _widgets(widget)
        elif inner is not None:
            yield from _in_layout(inner)
