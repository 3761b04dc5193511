import pytest
from msgspec.structs import replace

from qtapp.domain.units import Unit, UnitKind
from qtapp.gui.kit import sending
from qtapp.services.devices import DeviceView
from qtapp.services.exchange import ExchangeStatus, InboxEntry, UnitExchange
from qtapp.services.incoming import InboxState
from tests.make import NOW, UNIT, an_id

ABOVE = Unit(id=an_id(7), unit=an_id(7), name="Đảng ủy xã Suối Mẫu", kind=UnitKind.COMMITTEE)
ALONE = ExchangeStatus(
    superior=None,
    last_made=None,
    last_confirmed=None,
    unsent=0,
    unmade=False,
    units=(),
    waiting=(),
    conflicts=0,
)
JOINED = replace(ALONE, superior=ABOVE)


@pytest.mark.parametrize(
    ("status", "part", "tone"),
    [
        (ALONE, "chưa nối với cấp trên", "note"),
        (JOINED, "Chưa gửi gói nào lên Đảng ủy xã Suối Mẫu", "warn"),
        (replace(JOINED, shared=True, unsent=1, unmade=True), "máy khác của đơn vị có thể", "note"),
        (replace(JOINED, last_confirmed=NOW, shared=True), "đã nhận đủ", "good"),
        (replace(JOINED, last_made=NOW, unmade=True), "Có thay đổi chưa gửi", "warn"),
        (replace(JOINED, last_made=NOW, unsent=3), "chưa xác nhận đã nhận", "note"),
        (replace(JOINED, last_made=NOW, last_confirmed=NOW), "đã nhận đủ", "good"),
    ],
)
def test_sending_up_is_told_in_one_sentence(status, part, tone):
    said, found = sending.upward(status)
    assert part in said
    assert found == tone


def test_units_that_have_not_joined_are_counted():
    units = tuple(
        UnitExchange(
            unit=Unit(id=an_id(n), unit=UNIT, name=f"Chi bộ {n}", kind=UnitKind.CELL),
            invited=True,
            joined=n == 1,
            last_received=None,
        )
        for n in (1, 2)
    )
    assert sending.downward(replace(ALONE, units=units)) == (
        "1 trong 2 chi bộ đã gửi gói về.",
        "warn",
    )
    assert sending.downward(ALONE)[0] == "Chưa có chi bộ trực thuộc nào trong sổ."


def below(n, *, invited, parent=UNIT):
    unit = Unit(id=an_id(n), unit=UNIT, name=f"Chi bộ {n}", kind=UnitKind.CELL, parent=parent)
    return UnitExchange(unit=unit, invited=invited, joined=False, last_received=None)


def test_who_gets_no_bundle_is_named():
    units = (
        below(11, invited=True),
        below(12, invited=False),
        below(13, invited=False, parent=an_id(11)),
    )
    assert sending.reached(replace(ALONE, units=units)) == (
        "Có gói cho: Chi bộ 11. Chưa mời nên chưa có gói: Chi bộ 12.",
        "warn",
    )
    assert sending.reached(replace(ALONE, units=units[:1])) == ("Có gói cho: Chi bộ 11.", "note")


def test_what_the_one_above_holds_is_said_only_when_it_is_all():
    held = replace(JOINED, last_made=NOW, last_confirmed=NOW)
    assert sending.receipt(held).startswith(
        "Đảng ủy xã Suối Mẫu đã nhận đủ những gì đơn vị gửi đến"
    )
    for lacking in (ALONE, JOINED, replace(held, unsent=2)):
        assert sending.receipt(lacking) == ""


def test_what_wants_a_look_is_named():
    assert sending.waiting(ALONE) == ""
    entry = InboxEntry(
        id="0",
        name="x.cbdl",
        state=InboxState.WAITING,
        reason="",
        failure=None,
        unit="",
        received=NOW,
    )
    said = sending.waiting(replace(ALONE, waiting=(entry,), conflicts=2))
    assert "1 tệp" in said
    assert "2 chỗ" in said


def a_device(**values):
    values.setdefault("last_bundle", None)
    return DeviceView(serial="a", label="Máy", since="2026-11-20T08:00", revoked=False, **values)


@pytest.mark.parametrize(
    ("laptops", "part", "tone"),
    [
        ([], "đang dùng một máy", "note"),
        ([a_device(is_this=True)], "đang dùng một máy", "note"),
        ([a_device(is_letter=True)], "Đã mời máy khác", "note"),
        ([a_device(is_this=True), a_device()], "Chưa nhận gói nào từ các máy đó", "warn"),
        ([a_device(last_bundle=NOW)], "Gói gần nhất từ máy khác nhận lúc", "good"),
    ],
)
def test_other_laptops_are_told_in_a_sentence(laptops, part, tone):
    said, found = sending.sideways(laptops)
    assert part in said
    assert found == tone


def test_units_not_heard_of_for_long_are_named_and_the_rest_is_cut():
    units = tuple(
        UnitExchange(
            unit=Unit(id=an_id(n), unit=UNIT, name=f"Chi bộ {n}", kind=UnitKind.CELL),
            invited=True,
            joined=True,
            last_received=NOW,
            is_late=True,
        )
        for n in range(7)
    )
    said, tone = sending.downward(replace(ALONE, units=units))
    assert "Chi bộ 4…" in said
    assert "Chi bộ 5" not in said
    assert tone == "warn"
