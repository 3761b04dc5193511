"""Every failure of an offline update the user can act on, as a type with facts."""

from qtapp.domain.errors import UpdateError


class UpdateNotHere(UpdateError):
    """This copy was not installed by a setup file that knows a release key."""


class UpdateNotFound(UpdateError):
    """There is no setup file here, or its signature does not lie beside it."""

    path: str


class UpdateUntrusted(UpdateError):
    """The signature is none of a release key this copy knows."""

    path: str


class UpdateDamaged(UpdateError):
    """The setup file is not the one that was signed."""

    path: str


class UpdateNotNewer(UpdateError):
    """The setup file brings no newer version than this one."""

    found: str
    running: str
