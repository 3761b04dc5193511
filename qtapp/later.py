"""Modules that run when they are first used, not when they are imported.

Libraries import at their head what most runs of this program never use: `keyring`, say, a client for HTTP. Where
such a module is put off, `import` makes it without running it, and the first name asked of it runs it; nothing
stands in for it. It is what Python 3.15 calls a lazy import (PEP 810), for modules named by us (ADR 0006).
"""

import sys
from collections.abc import Collection, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import Loader  # itself no small import

_running = RLock()


def put_off(names: Collection[str]) -> None:
    """Let the modules called `names`, written in Python and not imported yet, run when they are first used."""
    sys.meta_path.insert(0, _Finder(names))


class _Finder:
    """Finds what Python finds along its path, and puts it off."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to make the module called `fullname`; None if others shall find it."""
        if fullname not in self._names:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.loader is not None:
            found.loader = cast("Loader", _Waiting(found.loader))
        return found


class _Waiting:
    """Makes a module and leaves it to its first user to run it."""

    def __init__(self, loader: "Loader") -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module, empty, or None for an ordinary one."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Do not run it yet."""
        module.__class__ = _Unrun

    def run(self, module: ModuleType) -> None:
        """Run it as if it were imported now; where that fails, whoever asks next tries again."""
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        try:
            self._loader.exec_module(module)
        except BaseException:
            module.__loader__ = cast("Loader", self)
            raise
        module.__class__ = ModuleType


class _Unrun(ModuleType):
    """A module that has not run yet; it is asked here only for names that it lacks."""

    def __getattr__(self, name: str) -> object:
        with _running:
            loader: object = self.__loader__
            if isinstance(loader, _Waiting):
                loader.run(self)
        return object.__getattribute__(self, name)
