"""The look: colours by name, a scale of sizes that follows the letters, and one style sheet from both."""

import sys
from string import Template
from typing import cast

from msgspec import Struct
from msgspec.structs import asdict
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from qtapp.paths import resource
from qtapp.settings import Theme

BASE_POINTS = 11.0
"""Size of ordinary letters at 100 %."""

TIGHT, SMALL, MEDIUM, LARGE, HUGE = 0.3, 0.55, 0.85, 1.2, 1.8
"""Spaces between things, in letter heights: give them to `em`."""


class Colours(Struct, frozen=True, kw_only=True):
    """Every colour of the app by what it is for; each value is `#rrggbb`."""

    window: str
    surface: str
    sunken: str
    line: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_down: str
    on_accent: str
    accent_text: str
    accent_soft: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    note: str
    note_soft: str
    veil: str


LIGHT = Colours(
    window="#f6f4f0",
    surface="#ffffff",
    sunken="#efebe5",
    line="#e2ddd5",
    edge="#8f877c",
    ink="#231f1c",
    muted="#625b53",
    accent="#b3261e",
    accent_down="#8f1d17",
    on_accent="#ffffff",
    accent_text="#a8231b",
    accent_soft="#fbebe8",
    focus="#231f1c",
    good="#1d6437",
    good_soft="#e3f2e7",
    warn="#774800",
    warn_soft="#fdf0d3",
    bad="#a01f18",
    bad_soft="#fbe5e2",
    note="#1f4f7d",
    note_soft="#e5eff8",
    veil="#231f1c",
)

DARK = Colours(
    window="#1b1917",
    surface="#262320",
    sunken="#322e2a",
    line="#3d3833",
    edge="#8f877c",
    ink="#f3efe9",
    muted="#bdb5aa",
    accent="#c4392f",
    accent_down="#d9493e",
    on_accent="#ffffff",
    accent_text="#ffa198",
    accent_soft="#47221e",
    focus="#f3efe9",
    good="#8fd6a6",
    good_soft="#1e3626",
    warn="#f0c675",
    warn_soft="#3d2f14",
    bad="#ffa79f",
    bad_soft="#4a211d",
    note="#9cc8f0",
    note_soft="#1d3144",
    veil="#000000",
)


CONTRAST = Colours(
    window="#ffffff",
    surface="#ffffff",
    sunken="#ffffff",
    line="#000000",
    edge="#000000",
    ink="#000000",
    muted="#000000",
    accent="#7a0000",
    accent_down="#000000",
    on_accent="#ffffff",
    accent_text="#7a0000",
    accent_soft="#fff0a8",
    focus="#0000c8",
    good="#00401a",
    good_soft="#ffffff",
    warn="#5a3000",
    warn_soft="#ffffff",
    bad="#8a0000",
    bad_soft="#ffffff",
    note="#00306a",
    note_soft="#ffffff",
    veil="#000000",
)
"""Black on white, 7 to 1 and more everywhere: for tired eyes and pale projectors."""


_DARK = 128
"""Windows darker than this, of 255, are those of a dark system; Qt's own word for it would cost all of `Qt`."""

STYLE = ("-style", "Fusion")
"""What the app is told when it is made: to ask it for its style would cost a class of all that styles draw."""


def apply(app: QApplication, letter_percent: int = 100, mode: Theme = Theme.AUTO) -> None:
    """Dress the whole app: letters at `letter_percent` of their base size, colours by `mode`."""
    colours = _chosen(mode)
    font = QFont(_family())
    font.setPointSizeF(BASE_POINTS * letter_percent / 100)
    app.setFont(font)
    app.setPalette(_palette(colours))
    app.setStyleSheet(style_sheet(colours, font))


def colours() -> Colours:
    """Return the colours the app wears now."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window).name()
    return next((each for each in (DARK, CONTRAST) if each.window == window), LIGHT)


def em(times: float = 1.0) -> int:
    """Return `times` the height of ordinary letters in device-independent pixels, at least 1."""
    return max(1, round(times * QFontInfo(QApplication.font()).pixelSize()))


def scaled_font(times: float, *, bold: bool = False) -> QFont:
    """Return the app's font at `times` its size."""
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * times)
    font.setBold(bold)
    return font


def style_sheet(colours: Colours, font: QFont) -> str:
    """Return the style sheet with its names filled in: colours, letter sizes and spaces."""
    pixel = QFontInfo(font).pixelSize()
    points = font.pointSizeF()
    sizes = {
        **{f"pt_{name}": f"{points * times:.2f}pt" for name, times in _LETTERS.items()},
        **{f"px_{name}": f"{max(1, round(pixel * times))}px" for name, times in _SPACES.items()},
        **_fitted(pixel),
        "images": resource("theme").as_posix(),
    }
    text = resource("theme/app.qss").read_text(encoding="utf-8")
    return Template(text).substitute(asdict(colours), **sizes)


def _fitted(pixel: int) -> dict[str, str]:
    """Return the paddings that make up for a thicker border, so that nothing moves on focus."""
    ring, hair = (max(1, round(pixel * _SPACES[name])) for name in ("ring", "hair"))
    inner = {
        f"px_{name}_in": round(pixel * _SPACES[name]) - (ring - hair)
        for name in ("tight", "pad", "small", "large")
    }
    # Qt keeps 2 and 3 pixels of its own inside line edits and cells, whatever the letters.
    outer = {"px_combo": round(pixel * SMALL) + 2, "px_head": round(pixel * SMALL) + 3}
    return {name: f"{max(0, size)}px" for name, size in (inner | outer).items()}


_LETTERS = {
    "small": 0.91,
    "base": 1.0,
    "lead": 1.09,
    "heading": 1.18,
    "dialog": 1.4,
    "title": 1.73,
    "figure": 2.1,
}
_SPACES = {
    "hair": 0.07,
    "ring": 0.14,
    "tight": TIGHT,
    "small": SMALL,
    "medium": MEDIUM,
    "large": LARGE,
    "radius": 0.4,
    "card": 0.6,
    "box": 1.5,
    "round": 0.75,
    "pad": 0.42,
    "row": 2.6,
    "bar": 0.75,
    "grip": 2.2,
}


def _chosen(mode: Theme) -> Colours:
    if mode is Theme.AUTO:
        QGuiApplication.setPalette(QPalette())  # the system's own again
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return DARK if window.lightness() < _DARK else LIGHT
    return {Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}.get(mode, LIGHT)


def _family() -> str:
    """Return the family of the screen: the system's own on Windows, else the bundled one."""
    if sys.platform == "win32":  # elsewhere the list of all families is read for nothing
        return "Segoe UI"
    for name in ("fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(resource(name)))
    return "Noto Sans"


def _palette(colours: Colours) -> QPalette:
    role, off = QPalette.ColorRole, QPalette.ColorGroup.Disabled
    palette = QPalette()
    for name, value in (
        (role.Window, colours.window),
        (role.WindowText, colours.ink),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.ink),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.surface),
        (role.ButtonText, colours.ink),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.ink),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent_text),
        (role.LinkVisited, colours.accent_text),
        (role.Mid, colours.line),
        (role.Light, colours.surface),
        (role.Dark, colours.edge),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(off, name, QColor(colours.edge))
    return palette


def application() -> QApplication:
    """Return the running app."""
    return cast("QApplication", QApplication.instance())
