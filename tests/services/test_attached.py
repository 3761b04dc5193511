import hashlib
import os

from msgspec.structs import replace

from qtapp.bundle.sections import pack_blob
from qtapp.domain.documents import Attachment
from qtapp.services.inbox import InboxState
from tests.proof.forge import honest
from tests.services.pairs import a_pair


def test_a_file_that_no_record_names_is_not_kept(tmp_path):
    pair = a_pair(tmp_path)
    data = honest(pair.cell, [pack_blob(os.urandom(1000))])
    assert pair.commune.exchange.take("x", data).state is InboxState.MERGED
    assert pair.commune._store.fetch("SELECT count(*) FROM blobs") == [(0,)]


def test_a_file_that_a_record_of_the_book_names_is_kept(tmp_path):
    pair = a_pair(tmp_path)
    content = os.urandom(1000)
    digest = hashlib.sha256(content).hexdigest()
    document = pair.commune.documents.new("9-NQ/ĐU", "Về nước sạch")
    named = Attachment(name="nghị quyết.pdf", sha256=digest, size=1000)
    pair.commune.documents.save(replace(document, attachments=(named,)))
    pair.commune.exchange.take("x", honest(pair.cell, [pack_blob(content)]))
    assert pair.commune.documents.content(named) == content
