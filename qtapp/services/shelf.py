"""The services of an open book, one attribute per noun."""

from functools import cached_property
from typing import TYPE_CHECKING

from qtapp.services.attendance import AttendanceSheets
from qtapp.services.drafts import Drafts
from qtapp.services.environment import Environment
from qtapp.services.essays import Essays
from qtapp.services.home import Home
from qtapp.services.members import Members
from qtapp.services.plans import Plans
from qtapp.services.reports import Reports
from qtapp.services.sessions import Sessions
from qtapp.services.units import Units
from qtapp.services.waves import Waves
from qtapp.store.store import Store

if TYPE_CHECKING:
    from qtapp.services.carrying import Carrying
    from qtapp.services.charts import Charts
    from qtapp.services.documents import Documents
    from qtapp.services.exchange import Exchange
    from qtapp.services.exporting import Exporting
    from qtapp.services.history import History
    from qtapp.services.importing import Importing
    from qtapp.services.mail import Mail
    from qtapp.services.papers import Papers
    from qtapp.services.printing import Printing
    from qtapp.services.records import Records
    from qtapp.services.register_import import RegisterImporting
    from qtapp.services.search import Search
    from qtapp.services.support import Support


class Shelf:
    """What can be done with one open book."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment
        self.path = store.path
        self.drafts = Drafts(store)
        self.units = Units(store, environment)
        self.members = Members(store, environment)
        self.waves = Waves(store, environment)
        self.sessions = Sessions(store, environment)
        self.attendance = AttendanceSheets(store, environment, self.units, self.members)
        self.essays = Essays(store, environment, self.members)
        self.plans = Plans(store, environment)
        self.reports = Reports(
            store,
            environment,
            units=self.units,
            members=self.members,
            waves=self.waves,
            attendance=self.attendance,
        )
        self.home = Home(
            store,
            environment,
            units=self.units,
            waves=self.waves,
            sessions=self.sessions,
            essays=self.essays,
            plans=self.plans,
            reports=self.reports,
        )

    # What follows is made when first asked for: its libraries would lengthen every start.

    @cached_property
    def documents(self) -> "Documents":
        """The library of documents."""
        from qtapp.services.documents import Documents  # noqa: PLC0415 - see above

        return Documents(self._store, self._environment)

    @cached_property
    def importing(self) -> "Importing":
        """Member lists from Excel."""
        from qtapp.services.importing import Importing  # noqa: PLC0415 - see above

        return Importing(self._store, self._environment)

    @cached_property
    def exporting(self) -> "Exporting":
        """Registers as Excel files."""
        from qtapp.services.exporting import Exporting  # noqa: PLC0415 - see above

        return Exporting(
            self._store,
            self.units,
            self.reports,
            self.attendance,
            members=self.members,
            essays=self.essays,
            plans=self.plans,
        )

    @cached_property
    def registers(self) -> "RegisterImporting":
        """Attendance, essays and tasks from Excel."""
        from qtapp.services.register_import import RegisterImporting  # noqa: PLC0415 - see above

        return RegisterImporting(
            self._store, self._environment, self.attendance, self.essays, self.plans
        )

    @cached_property
    def search(self) -> "Search":
        """The search through the whole book."""
        from qtapp.services.search import Search  # noqa: PLC0415 - see above

        return Search(self._store)

    @cached_property
    def charts(self) -> "Charts":
        """Drawings of a wave."""
        from qtapp.services.charts import Charts  # noqa: PLC0415 - see above

        return Charts(self._store, self._environment, self.waves, self.reports)

    @cached_property
    def support(self) -> "Support":
        """What a helper needs to know, without anything about anybody."""
        from qtapp.services.support import Support  # noqa: PLC0415 - see above

        return Support(self._store, self._environment)

    @cached_property
    def history(self) -> "History":
        """What was done in this copy of the book, and the way back."""
        from qtapp.services.history import History  # noqa: PLC0415 - see above

        return History(self._store)

    @cached_property
    def records(self) -> "Records":
        """Records as JSON Lines."""
        from qtapp.services.records import Records  # noqa: PLC0415 - see above

        return Records(self._store, self._environment)

    @cached_property
    def papers(self) -> "Papers":
        """Every paper of a wave, and the words written into them."""
        from qtapp.services.paper_facts import Facts  # noqa: PLC0415 - see above
        from qtapp.services.papers import Papers  # noqa: PLC0415 - see above

        facts = Facts(
            self._environment,
            units=self.units,
            members=self.members,
            waves=self.waves,
            sessions=self.sessions,
            attendance=self.attendance,
            essays=self.essays,
            plans=self.plans,
            reports=self.reports,
            charts=self.charts,
        )
        return Papers(self._store, self._environment, self.units, facts)

    @cached_property
    def printing(self) -> "Printing":
        """What is printed beside the papers of a wave, and pictures of pages."""
        from qtapp.services.printing import Printing  # noqa: PLC0415 - see above

        return Printing(
            self._store,
            self._environment,
            units=self.units,
            reports=self.reports,
            papers=self.papers,
        )

    @cached_property
    def carrying(self) -> "Carrying":
        """Bundles on sticks, by hand, in letters, on paper."""
        from qtapp.services.carrying import Carrying  # noqa: PLC0415 - see above
        from qtapp.services.paper_reading import PaperReading  # noqa: PLC0415 - see above

        reading = PaperReading(self.exchange, self.path)
        return Carrying(self.exchange, self.units, self._environment, reading)

    @cached_property
    def exchange(self) -> "Exchange":
        """Bundles, invitations, conflicts."""
        from qtapp.services.exchange import Exchange  # noqa: PLC0415 - see above

        return Exchange(
            self._store,
            self._environment,
            units=self.units,
            waves=self.waves,
            reports=self.reports,
        )

    @cached_property
    def mail(self) -> "Mail":
        """Bundles by e-mail."""
        from qtapp.services.mail import Mail  # noqa: PLC0415 - see above

        return Mail(self._store, self._environment, self.exchange, self.units)
