"""What was begun and not finished, offered where it was begun."""

from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Act, Banner
from qtapp.services.book import Book


class Unfinished(Banner):
    """A line that stands over a list while a record for it lies half typed in the book."""

    def __init__(self, book: Book, act: Act) -> None:
        super().__init__("note", "", tr("&Viết tiếp"), act)
        self._book = book
        self.hide()

    def look(self, where: str, *, is_open: bool = False) -> None:
        """Show the line if there is a draft of the place `where`, unless a panel has taken its room."""
        typed = self._book.drafts.of(where)
        words = next((each for each in typed.values() if isinstance(each, str) and each), "")
        self.text.setText(
            tr("Còn một phần viết dở chưa vào sổ: {words}").format(
                words=" ".join(words.split())[:80]
            )
        )
        self.setVisible(bool(typed) and not is_open)
