"""Ids as a browser sends them."""

import pytest

from partywork.common.ids import id_from


@pytest.mark.parametrize(("given", "pk"), [("7", 7), (7, 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_an_id_is_read(given, pk):
    assert id_from(given) == pk


@pytest.mark.parametrize(
    "given", [None, "", "0x7", "-1", " 7", "7.0", "²", "１", "٣", "abc", "\x00", "9" * 19, "9" * 5000]
)
def test_what_is_no_id_is_none(given):
    assert id_from(given) is None
