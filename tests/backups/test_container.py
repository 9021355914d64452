"""The encrypted file: comes back as it went in, and nothing of it can be changed, cut off or moved unseen."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.backups import container
from partywork.backups.container import BROKEN, NOT_OURS, Reader, Writer
from partywork.common.keyring import SealError, rotate_keys

CHUNK, SEALED = 64, 64 + container.TAG_BYTES


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(container, "CHUNK", CHUNK)


def packed(data: bytes, *, pieces: int = 7) -> bytes:
    file = io.BytesIO()
    writer = Writer(file)
    for start in range(0, len(data), pieces):
        writer.write(data[start : start + pieces])
    writer.finish()
    return file.getvalue()


def unpacked(data: bytes) -> bytes:
    return Reader.buffered(io.BytesIO(data)).read()


def body_of(file: bytes) -> int:
    """Where the chunks begin."""
    return file.index(b"\n", len(container.MAGIC)) + 1


@given(st.binary(max_size=4 * CHUNK), st.integers(1, 200))
def test_it_comes_back_as_it_went_in(data, pieces):
    assert unpacked(packed(data, pieces=pieces)) == data


def test_it_comes_back_after_the_keys_were_rotated():
    file = packed(b"before")
    rotate_keys()
    assert (unpacked(file), unpacked(packed(b"after"))) == (b"before", b"after")


def test_nothing_of_it_can_be_read_without_the_key():
    assert b"plain words" not in packed(b"plain words" * 50)


@pytest.mark.parametrize("length", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_changed_byte_anywhere_is_found(length):
    file = packed(bytes(length))
    for place in range(body_of(file), len(file)):
        changed = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        with pytest.raises(SealError, match=BROKEN):
            unpacked(changed)


def test_a_file_cut_off_at_any_byte_is_found():
    file = packed(bytes(3 * CHUNK))
    for end in range(body_of(file), len(file)):
        with pytest.raises(SealError, match=BROKEN):
            unpacked(file[:end])


def test_chunks_in_another_order_or_of_another_file_are_found():
    file, other = packed(bytes(3 * CHUNK)), packed(bytes(3 * CHUNK))
    start = body_of(file)
    chunks = [file[at : at + SEALED] for at in range(start, len(file), SEALED)]
    for wrong in (
        [chunks[1], chunks[0], chunks[2]], [chunks[0], chunks[2]], [*chunks, chunks[2]],
        [other[start : start + SEALED], *chunks[1:]],
    ):  # fmt: skip
        with pytest.raises(SealError, match=BROKEN):
            unpacked(file[:start] + b"".join(wrong))


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04 a workbook", container.MAGIC, container.MAGIC + b"{}\n"])
def test_a_file_of_another_kind_is_named(file):
    with pytest.raises(SealError, match=NOT_OURS):
        unpacked(file)


def test_a_missing_key_is_named():
    file = packed(b"data").replace(b'"key": "', b'"key": "0', 1)
    with pytest.raises(SealError, match="请先恢复备份当时的密钥文件"):
        unpacked(file)
