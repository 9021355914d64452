"""Many people at once come out as one by one, with the same refusals."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from partywork.audit.history import detail_of
from partywork.audit.models import AuditEvent
from partywork.members.actions import register_member
from partywork.members.bulk import OnRecordTogether, annul_members, least_ages, prepare, real_members, register_members
from partywork.members.corrections import annul_member
from partywork.members.enums import Closing, Gender, Opening, Stage
from partywork.members.models import Member, MemberSpelling, Standing
from partywork.members.queries import named
from tests.factories.members import TODAY, id_number, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "name": "周 某", "id_number": id_number(), "phone": "138 0000 0001", "applied_on": date(2003, 1, 1),
    "admitted_on": date(2005, 7, 1), "full_on": date(2021, 7, 1),
}  # fmt: skip


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch)


def someone(branch: Any, **facts: Any) -> tuple[Member, Standing]:
    since = facts.pop("since", date(2020, 1, 1))
    return Member(org=branch, **facts), Standing(stage=Stage.FULL, since=since, opening=Opening.RECORDED)


def in_bulk(people: list[tuple[Member, Standing]], by: Any) -> list[Member]:
    on_record = OnRecordTogether(set(), least_ages())
    wrote: list[Member] = []
    newcomers = (prepare(member, standing, TODAY, on_record) for member, standing in people)
    register_members(people=newcomers, source="花名册", wrote=wrote.extend, by=by)
    return wrote


def facts_of(member: Member) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    kept = {
        name: value for name, value in model_to_dict(member).items() if name not in ("id", "key", "phone", "id_number")
    }
    spans = Standing.objects.filter(member=member).order_by("since")
    return kept, [{n: v for n, v in model_to_dict(s).items() if n not in ("id", "member")} for s in spans]


def test_what_is_written_is_what_registering_one_writes(branch, by):
    other = make_org()
    [together] = in_bulk([someone(branch, **FULL)], by)
    together.refresh_from_db()
    member, standing = someone(other, **FULL | {"id_number": id_number(order="004")})
    make_user(other)
    alone = register_member(member=member, standing=standing, by=make_user(other), today=TODAY)
    alone.refresh_from_db()
    first, second = facts_of(together), facts_of(alone)
    for each in (first, second):
        for row in (each[0], *each[1]):
            row.pop("org")
    assert first == second
    assert [row["stage"] for row in first[1]] == [Stage.PROBATIONARY, Stage.FULL]
    assert (together.id_number, together.phone, together.version, together.on_behalf) == (
        id_number(),
        "13800000001",
        1,
        False,
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "周某"},
        {"name": "周某", "id_number": "123"},
        {"name": "周某", "gender": Gender.MALE, "id_number": id_number()},
        {"name": "周某", "gender": Gender.MALE, "full_on": date(2004, 1, 1), "admitted_on": date(2005, 1, 1)},
        {"name": "周某", "gender": Gender.MALE, "since": date(2030, 1, 1)},
        {"name": "周某", "gender": Gender.MALE, "since": date(2001, 1, 1)},
        {"name": "周" * 50, "gender": Gender.MALE},
        {"name": "周某", "gender": Gender.MALE, "born_on": date(2000, 1, 1), "applied_on": date(2016, 1, 1)},
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(branch, by, facts):
    member, standing = someone(branch, **facts)
    with pytest.raises(ValidationError) as alone:
        register_member(member=member, standing=standing, by=by, today=TODAY)
    with pytest.raises(ValidationError) as together:
        in_bulk([someone(branch, **facts)], by)
    assert together.value.message_dict == alone.value.message_dict
    assert Member.objects.count() == 0


def test_one_event_stands_for_all_and_nobody_is_no_event(branch, by):
    before = AuditEvent.objects.count()
    in_bulk([], by)
    assert AuditEvent.objects.count() == before
    in_bulk([someone(branch, name=f"周某{n}", gender=Gender.MALE) for n in range(3)], by)
    event = AuditEvent.objects.latest("sequence")
    assert (AuditEvent.objects.count(), event.action, detail_of(event)["count"]) == (before + 1, "member.import", 3)


@pytest.mark.parametrize("since", [date(2020, 1, 1), TODAY])
def test_annulling_together_leaves_what_annulling_one_leaves(branch, by, since):
    members = in_bulk([someone(branch, name=f"周某{n}", gender=Gender.MALE, since=since) for n in range(2)], by)
    annul_members(pks=[members[0].pk], source="花名册", reason="选错", by=by, today=TODAY)
    annul_member(member=members[1], reason="选错", version=1, by=by, today=TODAY)
    spans = Standing.objects.filter(member__in=members).order_by("member").values_list("closing", "since", "until")
    assert spans[0] == spans[1]
    assert spans[0][0] == Closing.MISTAKE
    assert real_members().count() == 0
    assert make_member(branch, by, key=members[0].key).pk not in {member.pk for member in members}


def test_a_reason_is_asked_for(by):
    with pytest.raises(ValidationError, match="请写明原因"):
        annul_members(pks=[], source="花名册", reason=" ", by=by, today=TODAY)


def test_who_was_registered_together_is_found_by_name_and_pinyin(branch, by):
    [together] = in_bulk([someone(branch, name="曾小燕", gender=Gender.FEMALE)], by)
    alone = make_member(branch, by, name="曾小燕")
    found = MemberSpelling.objects.order_by("key")
    assert list(found.filter(member=together).values_list("key", flat=True)) == list(
        found.filter(member=alone).values_list("key", flat=True)
    )
    assert set(Member.objects.filter(named("zengxiao"))) == {together, alone}
