"""Fields in which one chooses: one of a few values, or yes and no."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QCheckBox, QStyledItemDelegate

from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.gui.kit.calm_wheel import calm_wheel
from qtapp.gui.kit.combo import Combo
from qtapp.gui.kit.fields import Field


class ChoiceField(Field):
    """One of a few values, each with its words."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[Any, str]] | type[Code],
        label: str = "",
        *,
        hint: str = "",
    ) -> None:
        self.combo = Combo()
        super().__init__(name, self.combo, label, hint)
        # The list that drops down takes the look of the app only with this delegate.
        self.combo.setItemDelegate(QStyledItemDelegate(self.combo))
        self.combo.view().setAccessibleName(self.label)
        self._values: list[Any] = []
        self.set_options(options)
        calm_wheel(self.combo)
        self.combo.currentIndexChanged.connect(self._touched)

    def set_options(self, options: Sequence[tuple[Any, str]] | type[Code]) -> None:
        """Offer these instead, and keep the choice where it is still offered."""
        pairs = (
            [(member, _capital(member.label)) for member in options]
            if isinstance(options, type)
            else list(options)
        )
        at = self.combo.currentIndex()
        kept = self._values[at] if 0 <= at < len(self._values) else None
        self._values = [value for value, _ in pairs]
        self.combo.clear()
        self.combo.addItems([text for _, text in pairs])
        if kept in self._values:
            self.combo.setCurrentIndex(self._values.index(kept))

    def value(self) -> Any:
        """Return the chosen value. Raises Invalid if there is nothing to choose."""
        at = self.combo.currentIndex()
        if at < 0:
            raise Invalid(self.name, Reason.EMPTY)
        return self._values[at]

    def set_value(self, value: Any) -> None:
        """Choose `value`; one that is not offered leaves the choice open."""
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def typed(self) -> Any:
        """Return the chosen value as it is written down; None too where nothing is chosen."""
        at = self.combo.currentIndex()
        return msgspec.to_builtins(self._values[at]) if at >= 0 else None

    def retype(self, typed: Any) -> None:
        """Choose the value that is written down so."""
        self.set_value(
            next((each for each in self._values if msgspec.to_builtins(each) == typed), typed)
        )


class CheckField(Field):
    """Yes or no; its words stand beside the box."""

    def __init__(self, name: str, label: str = "", *, hint: str = "") -> None:
        self.box = QCheckBox()
        super().__init__(name, self.box, label, hint)
        self.box.setText(self.label)
        self.caption.hide()
        self.box.toggled.connect(self._touched)

    def value(self) -> bool:
        """Return whether the box is ticked."""
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick or clear the box."""
        self.box.setChecked(value)

    def typed(self) -> bool:
        """Return whether the box is ticked."""
        return self.value()

    def retype(self, typed: bool) -> None:
        """Tick or clear the box."""
        self.set_value(typed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
