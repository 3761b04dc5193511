import pytest
from msgspec.structs import replace

from qtapp.domain.units import Unit, UnitKind
from qtapp.gui.kit import sending
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


def test_what_wants_a_look_is_named():
    assert sending.waiting(ALONE) == ""
    entry = InboxEntry(name="x.cbdl", state=InboxState.WAITING, reason="", unit="", received=NOW)
    said = sending.waiting(replace(ALONE, waiting=(entry,), conflicts=2))
    assert "1 tệp" in said
    assert "2 chỗ" in said
