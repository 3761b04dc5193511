"""How the window looks and when it locks; kept for this user on this computer."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal

from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card
from qtapp.settings import Settings, Theme


class LooksCard(Card):
    """Three choices that take effect at once."""

    chosen = Signal(object)

    def __init__(self, settings: Callable[[], Settings]) -> None:
        super().__init__(tr("Màn hình trên máy này"), tr("Chọn là dùng ngay, không cần lưu."))
        self._settings = settings
        self.letters = ChoiceField(
            "letter_percent",
            [
                (percent, tr("{percent} %").format(percent=percent))
                for percent in range(100, 201, 25)
            ],
            tr("Cỡ chữ"),
        )
        self.theme = ChoiceField(
            "theme",
            [
                (Theme.AUTO, tr("Theo máy")),
                (Theme.LIGHT, tr("Nền sáng")),
                (Theme.DARK, tr("Nền tối")),
                (Theme.CONTRAST, tr("Đen trắng thật rõ")),
            ],
            tr("Màu nền"),
        )
        self.lock = ChoiceField(
            "auto_lock_minutes",
            [
                (5, tr("Sau 5 phút")),
                (15, tr("Sau 15 phút")),
                (30, tr("Sau 30 phút")),
                (60, tr("Sau 1 giờ")),
                (0, tr("Không tự khóa")),
            ],
            tr("Tự khóa sổ khi không ai dùng"),
            hint=tr("Cửa sổ nhỏ đang mở sẽ đóng lại; chữ đang gõ trên trang vẫn còn."),
        )
        self.body.addWidget(Shelf([self.letters, self.theme, self.lock]))
        self.reload()
        for field in (self.letters, self.theme, self.lock):
            field.changed.connect(self._choose)

    def reload(self) -> None:
        """Show the choices as they are."""
        settings = self._settings()
        for field, value in (
            (self.letters, settings.letter_percent),
            (self.theme, settings.theme),
            (self.lock, settings.auto_lock_minutes),
        ):
            field.blockSignals(True)
            field.set_value(value)
            field.blockSignals(False)

    def _choose(self) -> None:
        old = self._settings()
        new = replace(
            old,
            letter_percent=_or(self.letters, old.letter_percent),
            theme=_or(self.theme, old.theme),
            auto_lock_minutes=_or(self.lock, old.auto_lock_minutes),
        )
        if new != old:
            self.chosen.emit(new)


def _or(field: ChoiceField, old: Any) -> Any:
    """Return the choice, or what stood before where that is none of those offered."""
    return field.value() if field.combo.currentIndex() >= 0 else old
