"""The message at the foot of a window that is there now; older ones are on their way out."""

from PySide6.QtWidgets import QWidget

from qtapp.gui.kit.toast import Toast


def the_toast(widget: QWidget) -> Toast:
    """Return the message shown in the window of `widget`."""
    (found,) = [each for each in widget.window().findChildren(Toast) if not each.isHidden()]
    return found
