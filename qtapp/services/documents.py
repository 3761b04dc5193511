"""Documents: the library, with attachments by content hash. Nothing secret is filed."""

import hashlib
from pathlib import Path
from typing import Any

from msgspec.structs import asdict, replace

from qtapp.domain.documents import Attachment, Document, claims_secrecy, names_grade, secret_field
from qtapp.domain.errors import FileUnreadable, Invalid, NotFound, SecretRefused
from qtapp.domain.reasons import Reason
from qtapp.domain.validity import valid
from qtapp.domain.vietnamese import nfc, sort_key
from qtapp.services.environment import Environment
from qtapp.store.store import Store

MOST_ATTACHMENT_BYTES = 100 << 20


class Documents:
    """One method per thing the user can do with documents."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def all(self) -> list[Document]:
        """Return the library, the unit's own documents and those handed down, newest first."""
        found = self._store.documents.handed_down()
        by_number = sorted(found, key=lambda document: sort_key(document.number))
        return sorted(by_number, key=lambda document: document.issued_on, reverse=True)

    def get(self, document_id: str) -> Document:
        """Return a document; raises NotFound."""
        return self._store.documents.get(document_id)

    def new(self, number: str, name: str, **values: Any) -> Document:
        """Return a document of the own unit, not kept yet."""
        return Document(
            id=self._environment.new_id(), unit=self._store.unit, number=number, name=name, **values
        )

    def save(self, document: Document) -> Document:
        """Keep a document; raises Invalid, or SecretRefused if its words carry a secrecy grade."""
        clean = valid(
            replace(document, number=nfc(document.number).strip(), name=nfc(document.name).strip())
        )
        secret = secret_field(asdict(clean))
        if secret:
            raise SecretRefused(secret)
        self._store.documents.put(clean)
        return clean

    def remove(self, document_id: str) -> None:
        """Take a document out of the library; raises Invalid if a wave still studies it."""
        used = self._store.wave_documents.where("document = ?", [document_id])
        if used:
            raise Invalid("document", Reason.NOT_ALLOWED_HERE)
        self._store.documents.remove(document_id)

    def restore(self, document_id: str) -> None:
        """Undo `remove`."""
        self._store.documents.restore(document_id)

    def attach(self, document: Document, path: Path) -> Document:
        """Keep a copy of a file with the document.

        Raises FileUnreadable, Invalid (over 100 MB) or SecretRefused when the file's name or the
        text of a plain file carries a secrecy grade.
        """
        with self._store.transaction():
            attachment = keep_file(self._store, path)
            if all(each.sha256 != attachment.sha256 for each in document.attachments):
                document = replace(document, attachments=(*document.attachments, attachment))
            return self.save(document)

    def content(self, attachment: Attachment) -> bytes:
        """Return the bytes of an attachment; raises NotFound if this book does not hold them."""
        found = self._store.fetch("SELECT data FROM blobs WHERE sha256 = ?", [attachment.sha256])
        if not found:
            raise NotFound("blobs", attachment.sha256)
        return bytes(found[0][0])


def keep_file(store: Store, path: Path) -> Attachment:
    """Copy a file into the book under its hash and return the attachment that names it.

    Runs inside the transaction of the caller, who keeps the record the file belongs to.
    """
    try:
        if path.stat().st_size > MOST_ATTACHMENT_BYTES:
            raise Invalid("attachments", Reason.TOO_LONG, path.name)
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    name = nfc(path.name)
    if names_grade(Path(name).stem) or claims_secrecy(_plain_text(data)):
        raise SecretRefused("attachments")
    digest = hashlib.sha256(data).hexdigest()
    store.write(
        "INSERT INTO blobs (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [digest, len(data), data],
    )
    return Attachment(name=name[:500], sha256=digest, size=len(data))


def _plain_text(data: bytes) -> str:
    """Return the words of a .txt or the XML of a .docx, as far as they can be had cheaply."""
    from qtapp.workbooks.words import words_of  # noqa: PLC0415 - zip and XML, only when attaching

    return nfc(words_of(data))
