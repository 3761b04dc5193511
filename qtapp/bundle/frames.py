"""The only door to zstd: one frame, whose size is known before it is opened."""

from qtapp.bundle import limits
from qtapp.domain.errors import BundleDamaged, BundleTooLarge

_SHORT = 1 << 14
_LEVEL_OF_SHORT = 13
"""What a week brings is worth a third of a millisecond for the fiftieth part of its bytes."""
_LEVEL = 1
"""Columns of ids and versions come out smaller than at 3 to 12, and faster."""
_BLOCK = 2_000
"""From so many bytes on, a piece is worth an alphabet of its own: ids have sixteen letters, names many."""


def compress(*pieces: bytes) -> bytes:
    """Return one zstd frame around `pieces` put together, with its content size and a checksum.

    A block ends with each long piece: put pieces apart that are not alike.
    """
    import zstandard  # noqa: PLC0415 - start-up stays short without it

    size = sum(map(len, pieces))
    writer = zstandard.ZstdCompressor(
        level=_LEVEL_OF_SHORT if size <= _SHORT else _LEVEL,
        write_checksum=True,
        write_content_size=True,
        write_dict_id=False,
    ).compressobj(size=size)
    frame = []
    for each in pieces:
        frame.append(writer.compress(each))
        if len(each) >= _BLOCK:
            frame.append(writer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
    return b"".join((*frame, writer.flush()))


def decompress(frame: bytes | memoryview, size: int) -> bytes:
    """Return exactly `size` bytes from one frame, never touching more than that plus one.

    Raises BundleDamaged("frame") when the frame says or yields another size, has no checksum or
    is broken, and BundleTooLarge("window") when it wants too large a window. `size` must have been
    checked against the limits before, and the frame against its hash: a missing end of the frame's
    own checksum is not noticed here.
    """
    import zstandard  # noqa: PLC0415 - start-up stays short without it

    try:
        facts = zstandard.get_frame_parameters(frame)
        if facts.content_size != size or not facts.has_checksum or facts.dict_id:
            raise BundleDamaged(at="frame")
        if facts.window_size > limits.WINDOW_BYTES:
            raise BundleTooLarge(limit="window")
        # A truncated frame ends the stream without an error and a lying one goes on: the lengths
        # decide. `decompress(max_output_size=…)` is no guard, it believes the frame.
        reader = zstandard.ZstdDecompressor(max_window_size=limits.WINDOW_BYTES).stream_reader(
            frame, read_across_frames=True
        )
        raw = reader.read(size + 1)
    except zstandard.ZstdError as error:
        raise BundleDamaged(at="frame") from error
    if len(raw) != size:
        raise BundleDamaged(at="frame")
    return raw
