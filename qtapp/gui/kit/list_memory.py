"""What remembers how lists look; apart from the lists, which the start of the window needs none of."""

from collections.abc import Mapping

from qtapp.settings import ListLook


class ListMemory:
    """What remembers lists; those below it in the tree of widgets find it by themselves."""

    def list_looks(self) -> Mapping[str, ListLook]:
        """Return what is remembered, by the names of the lists."""
        raise NotImplementedError

    def keep_list_look(self, name: str, look: ListLook) -> None:
        """Remember how a list looks."""
        raise NotImplementedError
