"""Registering and editing people, and their circumstances."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partywork.audit.history import detail_of
from partywork.audit.models import AuditEvent
from partywork.members.actions import edit_member, lower_flag, raise_flag, register_member, withdraw_flag
from partywork.members.enums import Flag, Gender, Opening, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.queries import roster
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from partywork.rules.models import Rule
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def register(branch, by, stage=Stage.FULL, since=date(2020, 1, 1), *, standing=None, **facts):
    member = Member(org=branch, **{"name": "周某", "gender": Gender.MALE, **facts})
    extra = {"opening": Opening.RECORDED, **(standing or {})}
    return register_member(member=member, standing=Standing(stage=stage, since=since, **extra), by=by, today=TODAY)


def spans(member):
    rows = Standing.objects.filter(member=member).order_by("since")
    return [(s.stage, s.since, None if s.until == FOREVER else s.until, s.opening, s.closing) for s in rows]


def refusal(call) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


def test_someone_without_dates_has_one_standing_since_the_day_given(branch, by):
    member = register(branch, by)
    assert spans(member) == [("full", date(2020, 1, 1), None, "recorded", "")]
    assert list(roster(branch, date(2020, 1, 1))) == [member]
    assert list(roster(branch, date(2019, 12, 31))) == []


def test_the_stages_after_the_first_day_become_standings(branch, by):
    member = register(
        branch, by, since=date(2024, 1, 1), applied_on=date(2022, 3, 1), activist_on=date(2022, 9, 1),
        candidate_on=date(2024, 3, 1), admitted_on=date(2025, 5, 20), full_on=date(2026, 5, 20),
    )  # fmt: skip
    assert spans(member) == [
        ("activist", date(2024, 1, 1), date(2024, 3, 1), "recorded", "stage"),
        ("candidate", date(2024, 3, 1), date(2025, 5, 20), "stage", "stage"),
        ("probationary", date(2025, 5, 20), date(2026, 5, 20), "stage", "stage"),
        ("full", date(2026, 5, 20), None, "stage", ""),
    ]


def test_a_stage_that_begins_on_the_first_day_is_a_stage_change(branch, by):
    member = register(branch, by, Stage.APPLICANT, date(2026, 3, 2), applied_on=date(2026, 3, 2))
    assert spans(member) == [("applicant", date(2026, 3, 2), None, "stage", "")]


def test_a_gap_in_the_dates_is_refused_beside_the_missing_one(branch, by):
    call = lambda: register(branch, by, since=date(2024, 1, 1), full_on=date(2026, 5, 20))  # noqa: E731
    assert refusal(call) == {"admitted_on": ["请补填入党日期，否则无法确定列入本支部后每一天的人员类别。"]}
    early = lambda: register(branch, by, Stage.APPLICANT, date(2024, 1, 1), applied_on=date(2025, 1, 1))  # noqa: E731
    assert refusal(early) == {"since": ["列入本支部的日期早于递交申请书的日期，请核对。"]}
    unknown = lambda: register(branch, by, since=date(2024, 1, 1), admitted_on=date(2025, 1, 1))  # noqa: E731
    assert refusal(unknown) == {"full_on": ["请填写转正日期，或把列入本支部的日期改晚。"]}
    assert Member.objects.count() == 0


def test_birth_and_gender_come_from_the_id_number_and_it_is_sealed(branch, by):
    number = id_number("19800101", "002")
    member = register(branch, by, gender="", id_number=f" {number.lower()} ")
    member.refresh_from_db()
    assert (member.gender, member.born_on, member.id_number) == (Gender.FEMALE, date(1980, 1, 1), number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM partywork_member")
        assert number not in str(cursor.fetchall())
    assert number not in "".join(AuditEvent.objects.values_list("detail", flat=True))


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"id_number": "123"}, {"id_number"}),
        ({"id_number": id_number("19800101", "002"), "gender": Gender.MALE}, {"gender"}),
        ({"id_number": id_number("19800101", "001"), "born_on": date(1980, 1, 2)}, {"born_on"}),
        ({"id_number": id_number("20300101", "001")}, {"id_number"}),
        ({"phone": "12"}, {"phone"}),
        ({"gender": ""}, {"gender"}),
        ({"admitted_on": date(2012, 1, 1), "full_on": date(2011, 1, 1)}, {"full_on"}),
        ({"full_on": date(2026, 7, 2), "admitted_on": date(2025, 7, 1)}, {"full_on"}),
        ({"born_on": date(2000, 1, 1), "applied_on": date(2017, 12, 31)}, {"applied_on"}),
    ],
)
def test_facts_that_cannot_be_true_are_refused_beside_their_field(branch, by, facts, errors):
    assert set(refusal(lambda: register(branch, by, since=date(2026, 1, 1), **facts))) == errors


@pytest.mark.parametrize(
    ("applied_on", "years", "errors"),
    [
        (date(2018, 2, 27), None, ["递交申请书时不满18周岁，请核对出生日期和递交日期。"]),
        (date(2018, 2, 28), None, []),  # born on a leap day: eighteen on the last of February
        (date(2013, 12, 31), None, []),  # before the rule
        (date(2018, 2, 28), 19, ["递交申请书时不满19周岁，请核对出生日期和递交日期。"]),
    ],
)
def test_an_applicant_has_the_age_that_the_rule_of_the_day_asks(branch, by, applied_on, years, errors):
    if years:
        Rule.objects.filter(code="development.age").update(value=years)

    def call():
        born_on = date(2000, 2, 29)
        register(branch, by, stage=Stage.APPLICANT, applied_on=applied_on, born_on=born_on)

    if errors:
        assert refusal(call) == {"applied_on": errors}
    else:
        call()


def test_a_date_beyond_the_stage_is_refused(branch, by):
    call = lambda: register(branch, by, Stage.APPLICANT, admitted_on=date(2019, 1, 1))  # noqa: E731
    assert refusal(call) == {"admitted_on": ["人员类别是入党申请人，不应有入党日期。"]}


def test_one_id_number_is_one_person(branch, by):
    register(branch, by, Stage.FULL, gender="", id_number=id_number())
    assert set(refusal(lambda: register(branch, by, gender="", id_number=id_number()))) == {"id_number"}


def test_the_same_key_registers_once_even_after_a_move(branch, by):
    first = register(branch, by, key="2026-001")
    assert register(branch, by, key="2026-001") == first
    Member.objects.filter(pk=first.pk).update(org=make_org(make_org(kind=OrgKind.COMMITTEE)))
    assert register(branch, by, key="2026-001") == first
    assert Member.objects.count() == 1


def test_people_stand_in_branches_and_their_groups_only(branch, by):
    upper, other = make_org(kind=OrgKind.COMMITTEE), make_org(make_org(kind=OrgKind.COMMITTEE))
    group = PartyGroup.objects.create(org=other, name="第一小组", since=date(2020, 1, 1))
    assert set(refusal(lambda: register(upper, by))) == {"org"}
    assert set(refusal(lambda: register(branch, by, since=date(2019, 1, 1)))) == {"since"}
    assert set(refusal(lambda: register(branch, by, standing={"group": group}))) == {"group"}
    incoming = {"opening": Opening.TRANSFER_IN}
    assert refusal(lambda: register(branch, by, standing=incoming)) == {"note": ["请写明从哪个党组织转来。"]}


def test_editing_keeps_secrets_out_of_the_history(branch, by):
    member = make_member(branch, by)
    member.phone, member.occupation = "13800000000", "会计"
    edit_member(member=member, version=1, by=by, today=TODAY)
    event = AuditEvent.objects.get(action="member.edit")
    assert json.loads(event.detail)["changes"] == {"phone": ["已更改", "已更改"]}
    assert detail_of(event)["changes"] == {"phone": ["已更改", "已更改"], "occupation": ["", "会计"]}


def test_a_date_that_made_a_standing_is_changed_there(branch, by):
    member = make_member(branch, by, stage=Stage.PROBATIONARY, since=date(2026, 1, 5), admitted_on=date(2026, 1, 5))
    member.admitted_on = date(2026, 1, 6)
    assert set(refusal(lambda: edit_member(member=member, version=1, by=by, today=TODAY))) == {"admitted_on"}
    other = make_member(branch, by, since=date(2025, 1, 1))
    other.full_on = date(2025, 6, 1)
    assert set(refusal(lambda: edit_member(member=other, version=1, by=by, today=TODAY))) == {"full_on"}
    other.admitted_on, other.full_on = date(2011, 7, 1), date(2012, 7, 1)
    edit_member(member=other, version=1, by=by, today=TODAY)
    assert spans(other) == [("full", date(2025, 1, 1), None, "recorded", "")]


def test_a_circumstance_is_raised_once_and_lowered(branch, by):
    member = make_member(branch, by)
    flag = make_flag(member, by, Flag.FLOATING, date(2026, 2, 1))
    again = MemberFlag(member=member, flag=Flag.FLOATING, since=date(2026, 3, 1))
    assert refusal(lambda: raise_flag(flag=again, by=by, today=TODAY)) == {
        "note": ["请写明流动到哪里，例如：外省某市务工。"]
    }
    again.note = "邻省务工"
    assert set(refusal(lambda: raise_flag(flag=again, by=by, today=TODAY))) == {"flag"}
    assert set(refusal(lambda: lower_flag(flag=flag, on=date(2026, 2, 1), by=by, today=TODAY))) == {"on"}
    lower_flag(flag=flag, on=date(2026, 3, 1), by=by, today=TODAY)
    raise_flag(flag=again, by=by, today=TODAY)
    assert [(f.since, f.until) for f in member.flags.order_by("since")] == [
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), FOREVER),
    ]


def test_only_party_members_of_the_day_have_circumstances(branch, by):
    activist = make_member(branch, by, stage=Stage.ACTIVIST)
    flag = MemberFlag(member=activist, flag=Flag.HARDSHIP, since=date(2026, 2, 1))
    assert set(refusal(lambda: raise_flag(flag=flag, by=by, today=TODAY))) == {"since"}
    hero = make_member(branch, by, stage=Stage.PROBATIONARY, since=date(2026, 2, 3), admitted_on=date(2026, 2, 3))
    early = MemberFlag(member=hero, flag=Flag.FRONT_LINE, since=date(2026, 2, 4))
    assert refusal(lambda: raise_flag(flag=early, by=by, today=TODAY)) == {
        "since": ["火线入党从入党之日起算，请填入党日期。"]
    }


def test_a_circumstance_taken_back_leaves_its_trace_in_the_log(branch, by):
    member = make_member(branch, by)
    flag = make_flag(member, by, Flag.LOST, date(2026, 2, 1))
    assert refusal(lambda: withdraw_flag(flag=flag, reason=" ", by=by)) == {"reason": ["请写明为什么撤销。"]}
    withdraw_flag(flag=flag, reason="同名登错", by=by)
    assert MemberFlag.objects.count() == 0
    assert AuditEvent.objects.get(action="member.flag_withdrawn").summary.endswith("：同名登错")
