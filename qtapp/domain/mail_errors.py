"""Every failure of e-mail the user can act on, as a type with facts."""

from qtapp.domain.errors import MailError


class MailNotSetUp(MailError):
    """This book has no mail account yet."""


class MailPasswordMissing(MailError):
    """This computer does not keep the password of the mailbox."""


class MailAddressMissing(MailError):
    """Nobody has said where letters to the other side go."""


class MailNoNetwork(MailError):
    """This computer reaches no network."""


class MailNameUnknown(MailError):
    """No server of this name is known, which without a network is true of every name."""

    host: str


class MailRefused(MailError):
    """The computer is there, but no mail server answers at this port."""

    host: str


class MailUnsure(MailError):
    """A letter may have gone; nobody sends it again before the server had time to show its copy."""


class MailFileBusy(MailError):
    """The file of a letter that waits cannot be read now: another program holds it."""


class MailFileGone(MailError):
    """The file of a letter that waits is not there any more."""


class MailNoAnswer(MailError):
    """The server was too slow to answer."""

    host: str


class MailNotEncrypted(MailError):
    """The server offers no encrypted connection at this port."""

    host: str


class MailCertificateWrong(MailError):
    """The server does not prove that it is the one that was named."""

    host: str


class MailDropped(MailError):
    """The connection broke off in the middle."""

    host: str


class MailWrongPassword(MailError):
    """The server does not accept name and password."""


class MailAppPasswordNeeded(MailError):
    """The provider wants a password made for this app alone."""


class MailLoginClosed(MailError):
    """The provider lets nobody in with a password, or only from its own pages."""


class MailBoxFull(MailError):
    """The mailbox that a letter goes to has no room."""

    address: str


class MailTooLarge(MailError):
    """A letter is larger than the server takes; `limit` is in bytes, 0 where it does not say."""

    limit: int


class MailRecipientRefused(MailError):
    """The server knows no such recipient."""

    address: str


class MailTryLater(MailError):
    """The server asks to come again later."""

    host: str


class MailNotTaken(MailError):
    """The server answered what nobody expected; `reply` is its own words, cut short."""

    host: str
    reply: str
