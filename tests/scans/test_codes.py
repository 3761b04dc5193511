import io
import struct
import zlib

import pytest
from PIL import Image

from qtapp.carriers import paper
from qtapp.domain.errors import FileUnreadable
from qtapp.papers.codes import CodesPaper, write_codes
from qtapp.papers.pictures import page_png
from qtapp.scans.codes import is_picture, read_codes
from tests.make import some_random
from tests.scans.photos import a_photo

TEXTS = paper.codes(some_random(5)(3700))


@pytest.fixture(scope="module")
def page():
    memory = io.BytesIO()
    write_codes(CodesPaper(sender="Chi bộ A", reader="Đảng ủy B", made="", codes=TEXTS), memory)
    return page_png(memory.getvalue(), 0, 1654)


def all_there(found):
    return len(found) == len(TEXTS)


def test_a_clean_page_is_read(page):
    assert read_codes(page, all_there) == set(TEXTS)


@pytest.mark.parametrize("longest", [3200, 2560, 1600])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_photo_turned_tilted_noisy_and_squeezed_is_read(page, longest, seed):
    photo = a_photo(page, seed=seed, turn=7, longest=longest)
    assert read_codes(photo, all_there) == set(TEXTS)


@pytest.mark.parametrize("turn", [90, 180, 263])
def test_a_page_lying_on_its_side_is_read(page, turn):
    assert read_codes(a_photo(page, turn=turn), all_there) == set(TEXTS)


def test_a_phone_that_notes_the_turn_is_believed(page, tmp_path):
    picture = Image.open(io.BytesIO(page)).rotate(90, expand=True)
    turned = picture.getexif()
    turned[0x0112] = 6
    path = tmp_path / "IMG_0001.jpg"
    picture.convert("RGB").save(path, exif=turned)
    assert read_codes(path, all_there) == set(TEXTS)


def test_a_half_covered_page_gives_what_it_shows(page):
    picture = Image.open(io.BytesIO(page)).convert("L")
    picture.paste(255, (0, 1000, picture.width, picture.height))
    memory = io.BytesIO()
    picture.save(memory, "PNG")
    found = read_codes(memory.getvalue(), all_there)
    assert found == set(TEXTS[:2])


def test_a_picture_without_codes_gives_none():
    memory = io.BytesIO()
    Image.new("L", (300, 200), 240).save(memory, "PNG")
    assert read_codes(memory.getvalue(), bool) == set()


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"\xff\xd8\xff\xe0" + bytes(50)]
)
def test_what_is_no_whole_picture_is_told(data):
    with pytest.raises(FileUnreadable):
        read_codes(data, all_there)


def test_a_cut_off_photo_is_told(page):
    with pytest.raises(FileUnreadable):
        read_codes(a_photo(page)[:20_000], all_there)


def test_a_picture_that_would_fill_the_memory_is_refused_unopened():
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk)) + bytes(12)
    with pytest.raises(FileUnreadable):
        read_codes(bomb, all_there)


def test_pictures_are_told_by_their_first_bytes(page):
    assert is_picture(page[:16])
    assert is_picture(a_photo(page)[:16])
    assert is_picture(b"RIFF\x10\x00\x00\x00WEBPVP8 ")
    assert not is_picture(b"%PDF-1.7")
    assert not is_picture(b"\x89CBDL\r\n\x1a")
