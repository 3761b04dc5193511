"""What has been sent and what has not, in sentences; shown on two screens."""

from collections.abc import Sequence

from qtapp.gui.kit.days import moment
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.services.devices import DeviceView
from qtapp.services.exchange import LATE_DAYS, ExchangeStatus

_MOST_NAMED = 5


def upward(status: ExchangeStatus) -> tuple[str, Tone]:
    """Return how sending to the committee above stands, and the tone of that sentence."""
    if status.superior is None:
        return tr("Sổ này chưa nối với cấp trên. Cần một thư mời của cấp ủy cấp trên."), "note"
    name = status.superior.name
    if status.last_made is None and not status.unsent and status.last_confirmed:
        return tr("{name} đã nhận đủ. Xác nhận về lúc {when}.").format(
            name=name, when=moment(status.last_confirmed)
        ), "good"
    if status.last_made is None and status.shared:
        said = tr("Máy này chưa gửi gói nào lên {name}; máy khác của đơn vị có thể đã gửi.")
        return said.format(name=name), "note"
    if status.last_made is None:
        return tr("Chưa gửi gói nào lên {name}.").format(name=name), "warn"
    if status.unmade:
        said = tr("Có thay đổi chưa gửi lên {name}. Gói gần nhất làm lúc {when}.")
        return said.format(name=name, when=moment(status.last_made)), "warn"
    if status.unsent:
        said = tr("Đã làm gói gửi {name} lúc {when}. Cấp trên chưa xác nhận đã nhận.")
        return said.format(name=name, when=moment(status.last_made)), "note"
    confirmed = status.last_confirmed or status.last_made
    said = tr("{name} đã nhận đủ. Xác nhận về lúc {when}.")
    return said.format(name=name, when=moment(confirmed)), "good"


def downward(status: ExchangeStatus) -> tuple[str, Tone]:
    """Return how many units below have joined and sent, and the tone of that sentence."""
    total = len(status.units)
    if not total:
        return tr("Chưa có chi bộ trực thuộc nào trong sổ."), "note"
    joined = sum(each.joined for each in status.units)
    said = tr("{joined} trong {total} chi bộ đã gửi gói về.").format(joined=joined, total=total)
    late = [each.unit.name for each in status.units if each.is_late]
    if late:
        words = tr("Quá {days} ngày chưa nhận được gói của: {names}.")
        said = f"{said} {words.format(days=LATE_DAYS, names=_named(late))}"
    return said, "good" if joined == total and not late else "warn"


def receipt(status: ExchangeStatus) -> str:
    """Return what the committee above is known to hold; nothing where that is not all that was sent."""
    if status.superior is None or status.last_confirmed is None or status.unsent:
        return ""
    made = status.last_made or status.last_confirmed
    said = tr("{name} đã nhận đủ những gì đơn vị gửi đến {when}.")
    return said.format(name=status.superior.name, when=moment(made))


def reached(status: ExchangeStatus) -> tuple[str, Tone]:
    """Return for which units below there are bundles, which get none, and the tone of that sentence.

    A unit below one that was invited gets what it needs from there.
    """
    found = {each.unit.id: each.unit.name for each in status.units if each.invited or each.joined}
    cared_for, left_out = set(found), []
    # Parents come before children.
    for each in status.units:
        if each.unit.parent in cared_for:
            cared_for.add(each.unit.id)
        elif each.unit.id not in cared_for:
            left_out.append(each.unit.name)
    said = tr("Có gói cho: {names}.").format(names=_named(list(found.values())))
    if not left_out:
        return said, "note"
    words = tr("Chưa mời nên chưa có gói: {names}.").format(names=_named(left_out))
    return f"{said} {words}", "warn"


def sideways(laptops: Sequence[DeviceView]) -> tuple[str, Tone]:
    """Return how the unit's other laptops stand, and the tone of that sentence."""
    others = [each for each in laptops if not each.is_this and not each.revoked]
    heard = [each.last_bundle for each in others if each.last_bundle is not None]
    if not others:
        return tr("Đơn vị đang dùng một máy. Có thể thêm máy để hai người cùng làm."), "note"
    if all(each.is_letter for each in others):
        return tr("Đã mời máy khác, chưa nhận được gói nào của máy đó."), "note"
    count = sum(not each.is_letter for each in others)
    said = tr("Đơn vị có %n máy khác.", "", count)
    if not heard:
        return f"{said} {tr('Chưa nhận gói nào từ các máy đó.')}", "warn"
    words = tr("Gói gần nhất từ máy khác nhận lúc {when}.").format(when=moment(max(heard)))
    return f"{said} {words}", "good"


def waiting(status: ExchangeStatus) -> str:
    """Return what wants a look: files that are not taken in, differences; nothing if there is none."""
    said = []
    if status.waiting:
        said.append(tr("Có %n tệp nhận về chưa nhập được.", "", len(status.waiting)))
    if status.conflicts:
        said.append(tr("Có %n chỗ hai máy ghi khác nhau cần xem.", "", status.conflicts))
    return " ".join(said)


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
