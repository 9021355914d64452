"""What makes a hundred thousand rows quick says the same as the usual way."""

from datetime import date

import pytest
from django.db import connection

from partywork.common.crypto import open_sealed, sealer
from partywork.common.made import made
from partywork.common.pairs import numbers_by
from partywork.common.roomy import room_to_write
from partywork.members.models import Member, Standing
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user


def facts(record: object) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name != "_state"}


@pytest.mark.django_db
def test_an_object_made_is_one_constructed():
    org = make_org()
    values = {"name": "周某", "gender": "male", "born_on": date(1980, 1, 2), "key": "1"}
    quick = made(Member, values, org=org)
    assert facts(quick) == facts(Member(**values, org=org))
    assert quick.org is org
    assert quick._state.adding
    assert (made(Standing, {}, group=None).group, made(Member, {}).key != made(Member, {}).key) == (None, True)
    with pytest.raises(TypeError, match="Member has no nickname"):
        made(Member, {"nickname": "x"})


@pytest.mark.django_db
def test_pairs_find_what_holds_both_and_not_each_alone():
    one, other = make_org(), make_org()
    by = make_user(one)
    here = make_member(one, by, name="周某", key="a", born_on=date(1980, 1, 2))
    there = make_member(other, by, name="周某", key="b", born_on=date(1980, 1, 3))
    many = [(0, str(number)) for number in range(900)]
    assert numbers_by(Member, "org", "key", [(one.pk, "b"), *many, (other.pk, "a")]) == []
    assert sorted(numbers_by(Member, "org", "key", [(one.pk, "a"), *many, (other.pk, "b")])) == [here.pk, there.pk]
    assert numbers_by(Member, "name", "born_on", [("周某", date(1980, 1, 3))]) == [there.pk]
    assert numbers_by(Member, "name", "born_on", []) == []


@pytest.mark.django_db
def test_room_is_given_back():
    def pages() -> object:
        if connection.vendor != "sqlite":
            return None
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone() for name in ("cache_size", "wal_autocheckpoint")]

    before = pages()
    with room_to_write():
        assert pages() != before or before is None
    assert pages() == before


def test_texts_sealed_together_open_one_by_one():
    seal = sealer(purpose="phone")
    texts = [seal("13800000001"), seal("13800000001")]
    assert texts[0] != texts[1]
    assert [open_sealed(text, purpose="phone") for text in texts] == ["13800000001"] * 2
