"""Every failure the user can act on, as a type with facts; sentences are made on the screen's side."""

from collections.abc import Sequence
from typing import Any, ClassVar, dataclass_transform

from qtapp.domain.reasons import LineProblem, Reason


@dataclass_transform(eq_default=False)
class AppError(Exception):
    """Something the user can understand and act on.

    A kind of error declares its facts as a dataclass does its fields; `FACTS` names them, those of
    its family first. No code is written for each kind: there are sixty, and the start needs none (ADR 0006).
    """

    FACTS: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.FACTS = (*cls.FACTS, *cls.__annotations__)

    def __init__(self, *facts: Any, **named: Any) -> None:
        names = self.FACTS
        given = dict(zip(names, facts, strict=False)) | named
        lacking = [name for name in names if name not in given and not hasattr(type(self), name)]
        if lacking or len(given) < len(facts) + len(named) or not named.keys() <= set(names):
            raise TypeError(type(self), facts, named)
        self.__dict__.update(given)

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.FACTS)
        return f"{type(self).__name__}({facts})"


class Cancelled(AppError):
    """The user stopped a job; nothing was changed."""


class NotFound(AppError):
    """No record of this kind has this id."""

    kind: str
    id: str


class Invalid(AppError):
    """A value the user gave is not acceptable. `field` is the record field's name."""

    field: str
    reason: Reason
    value: str = ""


class ThisLaptop(AppError):
    """A laptop cannot revoke itself: nobody would take what it does from then on."""


class NotImportable(AppError):
    """Records of this kind are written by the app alone."""

    table: str


class SecretRefused(AppError):
    """A document or file that carries a state-secret grade was offered (Luật 117/2025/QH15).

    `line` counts from 1 in a file of records; 0 if there is none.
    """

    where: str
    line: int = 0


class StoreError(AppError):
    """The book's file cannot be used as asked."""


class StoreMissing(StoreError):
    """There is no book at this path."""

    path: str


class StoreExists(StoreError):
    """A file, or a folder with something in it, already stands where a new one was to be made."""

    path: str
    folder: bool = False


class NotOverABook(StoreError):
    """Something else was to be written where only a book or its keys may stand."""

    path: str


class WrongEnding(StoreError):
    """The name does not say what is written; it would with one of `endings`, such as `.pdf`."""

    path: str
    endings: Sequence[str]


class StoreBusy(StoreError):
    """Another program holds the book."""

    path: str = ""


class StoreDamaged(StoreError):
    """The book's file does not hold together."""

    detail: str


class StoreTooNew(StoreError):
    """The book was written by a newer version of the app."""

    found: int
    supported: int


class StoreMismatch(StoreError):
    """The book lacks what its version has, `column` first: a trial version of the app wrote it."""

    column: str


class NotABook(StoreError):
    """The file is not a book of this app."""

    path: str


class FolderReadOnly(StoreError):
    """Nothing can be written at this place."""

    path: str


class DiskFull(StoreError):
    """There is no room left."""

    path: str = ""


class FileUnreadable(StoreError):
    """A file the user named cannot be read."""

    path: str


class CarrierError(AppError):
    """Something went wrong on the way between two computers."""


class StickGone(CarrierError):
    """A stick, or another folder, can be neither written nor read any more: pulled out or broken."""

    path: str


class CopyDiffers(CarrierError):
    """What the device gives back is not what was written to it."""

    path: str


class TooManyFiles(CarrierError):
    """There are more files than are looked at; the first `limit` were."""

    path: str
    limit: int


class NothingInLetter(CarrierError):
    """A saved e-mail carries no bundle."""

    path: str


class TooMuchForPaper(CarrierError):
    """A bundle is larger than what is put on paper; both in bytes."""

    size: int
    most: int


class NoCodes(CarrierError):
    """No code of ours was found in a picture."""

    path: str


class CodesMissing(CarrierError):
    """Codes of a paper are missing; their numbers count from 1."""

    missing: Sequence[int]
    total: int


class LockError(AppError):
    """The book cannot be unlocked this way."""


class WrongPassphrase(LockError):
    """The passphrase does not fit."""


class WrongRecoveryCode(LockError):
    """The recovery code does not fit; `group` is the mistyped group (from 1), 0 if unknown."""

    group: int = 0


class KeysMissing(LockError):
    """The key file beside the book is missing, or damaged."""

    path: str
    damaged: bool = False


class VaultLocked(LockError):
    """The operating system's password store does not open the book.

    `why` is not_kept (it holds nothing for this book), no_keyring (there is none, or it stays locked), or
    nobody_types (a secret had to be asked for, and there is no terminal).
    """

    why: str = "not_kept"


class TableFileError(AppError):
    """A list (Excel, CSV) cannot be read."""


class TableUnreadable(TableFileError):
    """The file is empty, damaged or of another kind than its name says."""

    path: str


class TableProtected(TableFileError):
    """The workbook opens with a password only."""

    path: str


class TableTooLarge(TableFileError):
    """The file has more than `limit` rows, or as much text as so many could hold.

    Where `line` is told (from 1), that line alone has more than `limit` bytes.
    """

    limit: int
    path: str = ""
    line: int = 0


class HeaderNotFound(TableFileError):
    """No row looks like the headings of a member list."""

    path: str


class LinesRejected(AppError):
    """Lines of an import are wrong; nothing was written."""

    problems: Sequence[LineProblem]


class PaperError(AppError):
    """A paper cannot be made."""


class MissingGlyphs(PaperError):
    """The font has no shape for these characters; `where` is the first text that has one of them."""

    characters: str
    where: str = ""


class WordUnreadable(PaperError):
    """A Word file cannot be checked; `why` is old (.doc, or a password), other, large or damaged."""

    path: str
    why: str


class BundleError(AppError):
    """A bundle or invitation cannot be taken in."""


class NotABundle(BundleError):
    """The file is neither a bundle nor an invitation."""

    path: str = ""


class BundleTooNew(BundleError):
    """Written by a newer version of the app; `what` names the part that is newer."""

    found: int
    supported: int
    what: str = ""


class BundleDamaged(BundleError):
    """Cut short or altered; `at` names the step that noticed."""

    at: str


class BundleTooLarge(BundleError):
    """Beyond a limit of the format; `limit` names it."""

    limit: str


class BundleNotOurs(BundleError):
    """Encrypted for somebody else."""


class BundleUntrusted(BundleError):
    """The signer is unknown, revoked or not entitled; `why` names the failed check."""

    why: str


class BundleOutOfScope(BundleError):
    """It writes where its signer may not."""

    table: str


class BundleIncomplete(BundleError):
    """Parts are missing; the others wait."""

    missing: Sequence[int]
    total: int


class BundleHeld(BundleError):
    """It would delete `gone` of the `live` records of a table: a person has to say yes or no."""

    table: str
    gone: int
    live: int


class InvitationError(BundleError):
    """An invitation cannot be used."""


class InvitationWrongCode(InvitationError):
    """The code does not open the invitation."""


class InvitationUsed(InvitationError):
    """Another device has already joined with it."""


class InvitationNotForHere(InvitationError):
    """This book already belongs to another unit and has sent work as such."""


class InvitationTooLate(InvitationError):
    """This book already has units below it, which know it by its present identity."""


class TooManyLaptops(BundleError):
    """A unit has as many laptops, and letters nobody has used, as a bundle can be encrypted for."""


class NotInvited(BundleError):
    """Nobody in the unit `name` can read a bundle: it was never invited, or all its laptops are revoked."""

    name: str


class NoOtherLaptop(BundleError):
    """The unit has no other laptop, and nobody was invited to be one."""


class NotJoined(BundleError):
    """This book has no committee to send to yet."""


class MailError(AppError):
    """Letters cannot be sent or fetched; its kinds are in qtapp.domain.mail_errors."""


class UpdateError(AppError):
    """A setup file cannot be used; its kinds are in qtapp.domain.update_errors."""
