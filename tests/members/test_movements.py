"""Changing where someone stands, and putting it right."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.entries.actions import StaleEdit
from partywork.members.corrections import annul_member, correct_standing, undo_latest
from partywork.members.enums import Closing, Flag, Opening, Stage
from partywork.members.models import Member, Standing
from partywork.members.movements import change_group, change_stage, come_back, leave, transfer_within
from partywork.members.queries import roster
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def other():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def act(action, member, by, **given):
    version = Member.objects.get(pk=member.pk).version
    return action(member=member, version=version, by=by, today=TODAY, **given)


def refusal(call) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        call()
    return set(caught.value.message_dict) if hasattr(caught.value, "error_dict") else {""}


def real(member):
    rows = Standing.objects.real().filter(member=member).order_by("since")
    return [(s.org_id, s.stage, s.since, None if s.is_open else s.until, s.opening, s.closing) for s in rows]


def flags(member):
    return [(f.org_id, f.since, None if f.is_open else f.until, f.carried) for f in member.flags.order_by("since")]


def activist(branch, by):
    return make_member(
        branch, by, stage=Stage.ACTIVIST, since=date(2024, 1, 1), applied_on=date(2023, 1, 1),
        activist_on=date(2024, 1, 1),
    )  # fmt: skip


def test_a_stage_follows_the_one_before_and_sets_its_date(branch, by):
    member = activist(branch, by)
    act(change_stage, member, by, stage=Stage.CANDIDATE, on=date(2026, 2, 1))
    member.refresh_from_db()
    assert (member.candidate_on, member.version) == (date(2026, 2, 1), 2)
    assert real(member) == [
        (branch.pk, "activist", date(2024, 1, 1), date(2026, 2, 1), "stage", "stage"),
        (branch.pk, "candidate", date(2026, 2, 1), None, "stage", ""),
    ]


def test_days_and_stages_that_cannot_be_are_refused(branch, by):
    member = activist(branch, by)
    assert refusal(lambda: act(change_stage, member, by, stage=Stage.FULL, on=date(2026, 2, 1))) == {"stage"}
    for day in (date(2024, 1, 1), date(2023, 6, 1), date(2026, 7, 2)):
        assert refusal(lambda day=day: act(change_stage, member, by, stage=Stage.CANDIDATE, on=day)) == {"on"}
    with pytest.raises(StaleEdit):
        change_stage(member=member, stage=Stage.CANDIDATE, on=TODAY, version=7, by=by, today=TODAY)
    assert len(real(member)) == 1


def test_a_group_of_the_branch(branch, other, by):
    member = make_member(branch, by)
    group = PartyGroup.objects.create(org=branch, name="第一小组", since=date(2020, 1, 1))
    theirs = PartyGroup.objects.create(org=other, name="第一小组", since=date(2020, 1, 1))
    act(change_group, member, by, group=group, on=date(2026, 3, 1))
    assert refusal(lambda: act(change_group, member, by, group=theirs, on=date(2026, 4, 1))) == {"group"}
    assert refusal(lambda: act(change_group, member, by, group=group, on=date(2026, 4, 1))) == {"group"}
    assert Standing.objects.get(member=member, until=FOREVER).group == group


def test_a_move_takes_open_circumstances_along(branch, other, by):
    member = make_member(branch, by, key="2026-001")
    make_member(other, by, key="2026-001")
    make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
    act(transfer_within, member, by, org=other, group=None, on=date(2026, 3, 1), note="")
    member.refresh_from_db()
    assert member.org == other
    assert member.key != "2026-001"  # the other branch has used it
    assert flags(member) == [
        (branch.pk, date(2026, 1, 10), date(2026, 3, 1), False),
        (other.pk, date(2026, 3, 1), None, True),
    ]
    assert member in roster(branch, date(2026, 2, 28))
    assert member not in roster(branch, date(2026, 3, 1))
    assert member in roster(other, date(2026, 3, 1))
    assert refusal(lambda: act(transfer_within, member, by, org=other, group=None, on=TODAY, note="")) == {"org"}


def test_leaving_ends_circumstances_and_depends_on_the_stage(branch, by):
    member = make_member(branch, by)
    make_flag(member, by, Flag.FLOATING, date(2026, 1, 10))
    wrong = {"closing": Closing.DISCONTINUED, "on": date(2026, 5, 1), "note": ""}
    assert refusal(lambda: act(leave, member, by, **wrong)) == {"closing"}
    silent = {"closing": Closing.TRANSFER_OUT, "on": date(2026, 5, 1), "note": ""}
    assert refusal(lambda: act(leave, member, by, **silent)) == {"note"}
    early = {"closing": Closing.DECEASED, "on": date(2026, 1, 10), "note": ""}
    assert refusal(lambda: act(leave, member, by, **early)) == {"on"}
    act(leave, member, by, closing=Closing.TRANSFER_OUT, on=date(2026, 5, 1), note="外地某支部")
    assert real(member) == [(branch.pk, "full", date(2020, 1, 1), date(2026, 5, 1), "recorded", "transfer_out")]
    assert flags(member) == [(branch.pk, date(2026, 1, 10), date(2026, 5, 1), False)]
    assert refusal(lambda: act(leave, member, by, closing=Closing.DECEASED, on=TODAY, note="")) == {""}


def test_coming_back_keeps_the_stage_and_never_overlaps(branch, other, by):
    member = make_member(branch, by)
    act(leave, member, by, closing=Closing.TRANSFER_OUT, on=date(2026, 2, 1), note="外地某支部")
    back = {"org": other, "group": None, "opening": Opening.TRANSFER_IN, "note": "外地某支部"}
    assert refusal(lambda: act(come_back, member, by, **back, on=date(2026, 1, 31))) == {"on"}
    act(come_back, member, by, **back, on=date(2026, 6, 1))
    member.refresh_from_db()
    assert member.org == other
    assert real(member)[1] == (other.pk, "full", date(2026, 6, 1), None, "transfer_in", "")


def test_taking_back_a_stage_clears_its_date(branch, by):
    member = activist(branch, by)
    act(change_stage, member, by, stage=Stage.CANDIDATE, on=date(2026, 2, 1))
    assert refusal(lambda: act(undo_latest, member, by, reason="")) == {"reason"}
    act(undo_latest, member, by, reason="会议没有通过")
    member.refresh_from_db()
    assert member.candidate_on is None
    assert real(member) == [(branch.pk, "activist", date(2024, 1, 1), None, "stage", "")]
    trace = Standing.objects.get(member=member, closing=Closing.MISTAKE)
    assert (trace.stage, trace.since, trace.until) == ("candidate", date(2026, 2, 1), TODAY)
    assert refusal(lambda: act(undo_latest, member, by, reason="再撤")) == {""}


def test_taking_back_a_move_a_leaving_and_a_return(branch, other, by):
    member = make_member(branch, by)
    make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
    before, flagged = real(member), flags(member)
    act(transfer_within, member, by, org=other, group=None, on=date(2026, 3, 1), note="")
    act(undo_latest, member, by, reason="调错支部")
    member.refresh_from_db()
    assert (member.org, real(member), flags(member)) == (branch, before, flagged)
    act(leave, member, by, closing=Closing.EXPELLED, on=date(2026, 4, 1), note="")
    act(come_back, member, by, org=other, group=None, opening=Opening.READMITTED, on=date(2026, 5, 1), note="")
    act(undo_latest, member, by, reason="登记错人")
    member.refresh_from_db()
    assert (member.org, real(member)[-1][-1]) == (branch, "expelled")
    act(undo_latest, member, by, reason="登记错人")
    assert (real(member), flags(member)) == (before, flagged)


def test_correcting_a_day_moves_the_seam_the_stage_date_and_carried_circumstances(branch, other, by):
    member = activist(branch, by)
    step = act(change_stage, member, by, stage=Stage.CANDIDATE, on=date(2026, 2, 1))
    given = {"group": None, "note": "", "reason": "日期抄错", "by": by, "today": TODAY}
    assert refusal(lambda: correct_standing(standing=step, since=date(2024, 1, 1), version=2, **given)) == {"since"}
    correct_standing(standing=step, since=date(2026, 2, 11), version=2, **given)
    member.refresh_from_db()
    assert member.candidate_on == date(2026, 2, 11)
    assert [row[2:4] for row in real(member)] == [(date(2024, 1, 1), date(2026, 2, 11)), (date(2026, 2, 11), None)]
    mover = make_member(branch, by)
    make_flag(mover, by, Flag.LOST, date(2026, 1, 10))
    step = act(transfer_within, mover, by, org=other, group=None, on=date(2026, 3, 1), note="")
    correct_standing(standing=step, since=date(2026, 3, 9), version=mover.version, **given)
    assert [row[1:3] for row in flags(mover)] == [(date(2026, 1, 10), date(2026, 3, 9)), (date(2026, 3, 9), None)]


def test_someone_entered_by_mistake_is_on_no_roster_of_any_day(branch, by):
    member = make_member(branch, by, gender="", id_number=id_number())
    act(annul_member, member, by, reason="重复登记")
    assert [list(roster(branch, day)) for day in (date(2020, 1, 1), date(2026, 6, 30), date(2030, 1, 1))] == [
        [],
        [],
        [],
    ]
    member.refresh_from_db()
    assert (member.id_number, member.id_number_index) == ("", "")
    make_member(branch, by, gender="", id_number=id_number())
    assert Member.objects.count() == 2
