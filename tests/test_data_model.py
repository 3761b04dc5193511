import re

from qtapp.domain.catalogue import RECORDS
from tests import data_model


def test_the_document_agrees_with_the_declarations_and_the_live_schema():
    written = data_model.DOCUMENT.read_text(encoding="utf-8")
    _, mark, generated = written.partition(data_model.MARK)
    assert mark, "the document lost its mark"
    assert generated.strip() == data_model.render().strip(), "run: python -m tests.data_model"


def test_every_kind_of_record_has_its_word_in_the_glossary():
    written = data_model.DOCUMENT.read_text(encoding="utf-8")
    glossary = re.findall(r"^\| ([a-z ]+) \| ([^|]+) \|", written, flags=re.MULTILINE)
    vietnamese = {term for _, terms in glossary for term in terms.strip().casefold().split(", ")}
    assert {record.title.casefold() for record in RECORDS} - vietnamese == set()
    english = [term for term, _ in glossary]
    assert len(english) == len(set(english))
