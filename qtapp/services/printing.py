"""Printing: papers made from what the book holds. Nothing on them is typed again."""

from pathlib import Path

from qtapp.services.environment import Environment, Report, silent
from qtapp.services.reports import Reports
from qtapp.services.units import Units
from qtapp.store.store import Store


class Printing:
    """One method per paper."""

    def __init__(
        self, store: Store, environment: Environment, units: Units, reports: Reports
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._reports = reports
