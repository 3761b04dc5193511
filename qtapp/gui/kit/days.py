"""Days and times as people say them."""

from datetime import date, datetime

from qtapp.domain.vietnamese import date_text, partial_date_text
from qtapp.gui.kit.i18n import tr


def weekday(day: date) -> str:
    """Return the day of the week."""
    return (
        tr("thứ hai"),
        tr("thứ ba"),
        tr("thứ tư"),
        tr("thứ năm"),
        tr("thứ sáu"),
        tr("thứ bảy"),
        tr("chủ nhật"),
    )[day.weekday()]


def today_words(day: date) -> str:
    """Return the date with its day of the week, as a sentence begins."""
    words = f"{weekday(day)}, {date_text(day)}"
    return words[0].upper() + words[1:]


def short_day(day: date, today: date) -> str:
    """Return dd/mm, with the year where it is another than this one's."""
    return date_text(day)[:5] if day.year == today.year else date_text(day)


def when(day: date, today: date) -> str:
    """Return how a day lies to today: late by days, today, tomorrow, or in days."""
    days = (day - today).days
    if days < 0:
        return tr("quá hạn %n ngày", "", -days)
    if days == 0:
        return tr("hôm nay")
    if days == 1:
        return tr("ngày mai")
    return tr("còn %n ngày", "", days)


def moment(at: datetime) -> str:
    """Return a moment in local time, as `08:30 ngày 20/11/2026`."""
    local = at.astimezone()
    return tr("{time} ngày {day}").format(time=f"{local:%H:%M}", day=date_text(local.date()))


def meeting_time(starts_at: str) -> str:
    """Return when a session begins, as `7 giờ 30, thứ tư 25/11/2026`; nothing if it is not fixed."""
    if not starts_at:
        return tr("chưa định ngày giờ")
    begins = datetime.fromisoformat(starts_at)
    return tr("{hour} giờ {minute}, {weekday} {day}").format(
        hour=begins.hour,
        minute=f"{begins:%M}",
        weekday=weekday(begins.date()),
        day=date_text(begins.date()),
    )


def moment_text(starts_at: str) -> str:
    """Return a session's time as people write it: 18/11/2026 07:30."""
    if not starts_at:
        return ""
    day, _, clock = starts_at.partition("T")
    return f"{partial_date_text(day)} {clock}"
