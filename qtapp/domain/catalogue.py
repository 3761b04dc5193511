"""The list of all record types; the order is the order in which they are documented and sent."""

from qtapp.domain.attendance import Attendance
from qtapp.domain.conflicts import Conflict
from qtapp.domain.devices import Device, Letter, Revocation
from qtapp.domain.documents import Document
from qtapp.domain.essays import Essay, EssayText
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.members import Member
from qtapp.domain.papers import PaperText
from qtapp.domain.plans import ActionPlan, Task, TaskProgress
from qtapp.domain.record import Record
from qtapp.domain.sessions import AgendaItem, Session
from qtapp.domain.units import Profile, Unit
from qtapp.domain.waves import StudyPlan, Wave, WaveDocument

KEPT_BY_A_PERSON: tuple[type[Record], ...] = (
    Unit,
    Profile,
    Member,
    Document,
    Wave,
    WaveDocument,
    StudyPlan,
    Session,
    AgendaItem,
    Attendance,
    Essay,
    EssayText,
    ActionPlan,
    Task,
    TaskProgress,
    PaperText,
)
"""What people write, and scripts may write for them; the app alone computes figures and knows laptops."""

RECORDS: tuple[type[Record], ...] = (
    *KEPT_BY_A_PERSON,
    ForwardedFigures,
    Device,
    Revocation,
    Letter,
    Conflict,
)

REFERENCES: dict[str, str] = {
    "parent": Unit.table,
    "member": Member.table,
    "document": Document.table,
    "wave": Wave.table,
    "session": Session.table,
    "essay": Essay.table,
    "plan": ActionPlan.table,
    "task": Task.table,
}
"""The fields that hold the id of another record, and the table it lies in."""

BY_TABLE: dict[str, type[Record]] = {each.table: each for each in RECORDS}
