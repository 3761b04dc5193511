"""One part of a session, as a tab of its view."""

from PySide6.QtWidgets import QWidget

from qtapp.domain.sessions import Session


class Part(QWidget):
    """What is shown, and may be typed, about one side of a session."""

    def show_session(self, session: Session) -> None:
        """Show a session."""
        raise NotImplementedError

    def may_leave(self) -> bool:
        """Keep what is typed; False only if the book cannot take it and the user wants to stay."""
        return True
