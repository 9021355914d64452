"""After leaving: suspension and what follows, coming back as one left, applying anew; circumstances that follow."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from partywork.audit.models import AuditEvent
from partywork.members.actions import lower_flag, raise_flag
from partywork.members.aftermath import apply_again, settle_suspension
from partywork.members.corrections import annul_member, correct_standing, undo_latest
from partywork.members.enums import Closing, Flag, Opening, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.movements import come_back, leave, transfer_within
from partywork.members.prompts import flagged_on, has_lasted, suspended_by
from partywork.members.queries import roster
from partywork.orgs.enums import OrgKind
from tests.factories.figures import figures
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
DAY = date(2026, 2, 10)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(branch):
    return make_user(branch)


def act(action, member, by, **given):
    version = Member.objects.get(pk=member.pk).version
    return action(member=member, version=version, by=by, today=TODAY, **given)


def gone(branch, by, closing, on=DAY, **facts):
    member = make_member(branch, by, **facts)
    act(leave, member, by, closing=closing, on=on, note="外地")
    return member


def flags(member):
    return [(f.org_id, f.since, None if f.is_open else f.until) for f in member.flags.order_by("flag", "since")]


class TestSuspension:
    def test_removal_after_it_changes_no_head_count_and_is_a_figure_of_its_own(self, branch, by):
        member = gone(branch, by, Closing.SUSPENDED)
        moved: dict[str, Any] = {"final": Closing.TRANSFER_OUT, "on": DAY, "note": ""}
        assert "请选择处理情形" in told(lambda: act(settle_suspension, member, by, **moved))
        for day in (date(2026, 2, 9), date(2026, 7, 2)):
            early: dict[str, Any] = {"final": Closing.REMOVED, "on": day, "note": ""}
            said = told(lambda early=early: act(settle_suspension, member, by, **early))  # type: ignore[misc]
            assert "日期要在停止党籍（2026-02-10）当天或之后" in said
        act(settle_suspension, member, by, final=Closing.REMOVED, on=date(2026, 6, 30), note="失联两年")
        found = figures(branch, "停止党籍人数", "停止党籍后除名人数", "出党人数", "党员总数")
        assert [value.number for value in found.values()] == [1, 1, 0, 0]
        assert "已经登记过处理" in told(
            lambda: act(settle_suspension, member, by, final=Closing.EXPELLED, on=date(2026, 6, 30), note="")
        )

    def test_it_can_be_taken_back_step_by_step(self, branch, by):
        member = gone(branch, by, Closing.SUSPENDED)
        act(settle_suspension, member, by, final=Closing.REMOVED, on=date(2026, 6, 1), note="")
        assert act(undo_latest, member, by, reason="决定没有作出").final == ""
        assert list(roster(branch, TODAY)) == []
        act(undo_latest, member, by, reason="联系上了")
        assert list(roster(branch, TODAY)) == [member]

    def test_only_who_is_suspended(self, branch, by):
        member = make_member(branch, by)
        assert "没有停止党籍" in told(
            lambda: act(settle_suspension, member, by, final=Closing.REMOVED, on=DAY, note="")
        )


class TestComingBack:
    @pytest.mark.parametrize(
        ("closing", "opening", "why"),
        [
            (Closing.TRANSFER_OUT, Opening.READMITTED, "离开时登记的是“组织关系转出”，不能按“恢复党籍”办理。"),
            (Closing.EXPELLED, Opening.TRANSFER_IN, "重新申请入党的请办理“重新申请入党”。"),
            (Closing.RESIGNED, Opening.READMITTED, "重新申请入党的请办理“重新申请入党”。"),
            (Closing.DECEASED, Opening.READMITTED, "已登记去世，不能重新列入名册"),
        ],
    )
    def test_depends_on_how_one_left(self, branch, by, closing, opening, why):
        member = gone(branch, by, closing)
        back = {"org": branch, "group": None, "opening": opening, "on": DAY, "note": "外地"}
        assert why in told(lambda: act(come_back, member, by, **back))

    def test_on_the_very_day_and_not_before_the_decision_after_a_suspension(self, branch, by):
        member = gone(branch, by, Closing.SUSPENDED)
        act(settle_suspension, member, by, final=Closing.LAPSED, on=date(2026, 3, 1), note="")
        back = {"org": branch, "group": None, "opening": Opening.READMITTED, "note": ""}
        assert "离开（2026-03-01）当天或之后" in told(lambda: act(come_back, member, by, **back, on=date(2026, 2, 28)))
        act(come_back, member, by, **back, on=date(2026, 3, 1))
        assert [list(roster(branch, day)) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [[], [member]]


class TestApplyingAnew:
    def test_is_an_entry_of_its_own_and_the_past_stays(self, branch, by):
        number = id_number()
        facts = {"gender": "", "id_number": number, "phone": "13800000000", "full_on": date(2012, 7, 1)}
        member = gone(branch, by, Closing.RESIGNED, admitted_on=date(2011, 7, 1), **facts)
        before = list(roster(branch, date(2026, 2, 9)))
        again = act(apply_again, member, by, org=branch, group=None, on=date(2026, 5, 4))
        member.refresh_from_db()
        assert (again.earlier, again.id_number, again.phone, again.name) == (member, number, "13800000000", member.name)
        assert (member.id_number, member.full_on, before) == ("", date(2012, 7, 1), [member])
        assert list(roster(branch, date(2026, 2, 9))) == before
        standing = Standing.objects.get(member=again)
        assert (standing.stage, standing.since, standing.opening) == (Stage.APPLICANT, date(2026, 5, 4), Opening.STAGE)
        back = {"org": branch, "group": None, "opening": Opening.READMITTED, "on": TODAY, "note": ""}
        for refused in (
            lambda: act(apply_again, member, by, org=branch, group=None, on=TODAY),
            lambda: act(come_back, member, by, **back),
            lambda: act(undo_latest, member, by, reason="登错"),
        ):
            assert "已经重新申请入党" in told(refused)
        act(annul_member, again, by, reason="登错人")
        member.refresh_from_db()
        assert (member.id_number, member.phone, hasattr(member, "later")) == (number, "13800000000", False)
        assert AuditEvent.objects.filter(action="member.apply_again", subject_id=member.pk).count() == 1

    @pytest.mark.parametrize("closing", [Closing.TRANSFER_OUT, Closing.DECEASED, Closing.SUSPENDED])
    def test_is_for_those_who_left_the_party(self, branch, by, closing):
        member = gone(branch, by, closing)
        assert "不用重新申请入党" in told(lambda: act(apply_again, member, by, org=branch, group=None, on=TODAY))


class TestCircumstances:
    def test_follow_a_move_that_is_corrected_or_taken_back(self, root, branch, by):
        other, member = make_org(root), make_member(branch, by)
        make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
        moved = act(transfer_within, member, by, org=other, group=None, on=date(2026, 3, 1), note="")
        make_flag(member, by, Flag.FLOATING, date(2026, 3, 5))
        right = {"group": None, "note": "", "reason": "抄错", "by": by, "today": TODAY}
        version = Member.objects.get(pk=member.pk).version
        moved = correct_standing(standing=moved, since=date(2026, 3, 9), version=version, **right)
        assert flags(member) == [
            (branch.pk, date(2026, 3, 5), date(2026, 3, 9)), (other.pk, date(2026, 3, 9), None),
            (branch.pk, date(2026, 1, 10), date(2026, 3, 9)), (other.pk, date(2026, 3, 9), None),
        ]  # fmt: skip
        act(undo_latest, member, by, reason="没有调")
        assert flags(member) == [(branch.pk, date(2026, 3, 5), None), (branch.pk, date(2026, 1, 10), None)]

    def test_one_of_before_the_move_may_be_told_and_ended_later(self, root, branch, by):
        other, member = make_org(root), make_member(branch, by)
        act(transfer_within, member, by, org=other, group=None, on=date(2026, 3, 1), note="")
        make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
        here = MemberFlag.objects.get(org=other)
        assert here.carried
        lower_flag(flag=here, on=date(2026, 2, 1), by=by, today=TODAY)
        assert flags(member) == [(branch.pk, date(2026, 1, 10), date(2026, 2, 1))]

    def test_none_may_hold_while_someone_is_off_the_books(self, branch, by):
        member = make_member(branch, by)
        flag = make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
        lower_flag(flag=flag, on=date(2026, 4, 1), by=by, today=TODAY)
        off = {"closing": Closing.EXPELLED, "note": ""}
        assert "不是在册党员的日子里" in told(lambda: act(leave, member, by, **off, on=date(2026, 3, 31)))
        act(leave, member, by, **off, on=date(2026, 4, 1))
        back = {"org": branch, "group": None, "opening": Opening.READMITTED, "note": ""}
        act(come_back, member, by, **back, on=date(2026, 5, 1))
        late = MemberFlag(member=Member.objects.get(), flag=Flag.LOST, since=date(2026, 3, 1))
        assert "不是在册党员的日子里" in told(lambda: raise_flag(flag=late, by=by, today=TODAY))

    def test_what_ended_by_itself_does_not_begin_again_when_a_leaving_is_taken_back(self, branch, by):
        member = make_member(branch, by)
        ended = make_flag(member, by, Flag.HARDSHIP, date(2026, 1, 10))
        make_flag(member, by, Flag.LOST, date(2026, 1, 10))
        lower_flag(flag=ended, on=date(2026, 4, 1), by=by, today=TODAY)
        act(leave, member, by, closing=Closing.EXPELLED, on=date(2026, 4, 1), note="")
        act(undo_latest, member, by, reason="登错人")
        assert flags(member) == [
            (branch.pk, date(2026, 1, 10), date(2026, 4, 1)), (branch.pk, date(2026, 1, 10), None),
        ]  # fmt: skip


class TestPrompts:
    def test_a_circumstance_began_before_the_move(self, root, branch, by):
        other, member = make_org(root), make_member(branch, by)
        make_flag(member, by, Flag.FLOATING, date(2025, 8, 31))
        act(transfer_within, member, by, org=other, group=None, on=date(2025, 12, 1), note="")
        for day, org in ((date(2025, 11, 30), branch), (date(2025, 12, 1), other)):
            found = flagged_on(day).values_list("member", "org", "flag", "begun")
            assert list(found) == [(member.pk, org.pk, Flag.FLOATING, date(2025, 8, 31))]
        assert [has_lasted(date(2025, 8, 31), 6, date(2026, 2, day)) for day in (27, 28)] == [False, True]

    def test_a_suspension_that_nobody_settled(self, branch, by):
        ones = [gone(branch, by, Closing.SUSPENDED, on=date(2024, 2, 29)) for _ in range(3)]
        act(settle_suspension, ones[1], by, final=Closing.REMOVED, on=date(2026, 3, 1), note="")
        back = {"org": branch, "group": None, "opening": Opening.READMITTED, "note": ""}
        act(come_back, ones[2], by, **back, on=date(2026, 2, 1))
        for day, found in ((date(2024, 2, 28), []), (date(2026, 2, 28), ones[:2]), (date(2026, 3, 1), ones[:1])):
            assert [row.member for row in suspended_by(day).order_by("member")] == found, day
        assert {row.until for row in suspended_by(date(2026, 3, 1))} == {date(2024, 2, 29)}


def test_both_steps_through_their_pages(branch, by, client):
    client.force_login(by)
    member = make_member(branch, by)

    def post(step, **given):
        version = Member.objects.get(pk=member.pk).version
        return client.post(reverse(f"members:{step}", args=[member.pk]), {"version": version, **given})

    post("leave", closing="suspended", on="2026-02-10")
    shown = client.get(reverse("members:detail", args=[member.pk]))
    assert {"重新列入名册", "停止党籍后的处理"} <= {each["label"] for each in shown.context["more"]}
    assert post("settle", final="removed", on="2026-02-09").status_code == 422
    assert post("settle", final="removed", on="2026-06-01").status_code == 302
    answer = post("apply_again", org=branch.pk, on="2026-06-20")
    again = Member.objects.get(earlier=member)
    assert answer.url == reverse("members:detail", args=[again.pk])
    assert client.get(answer.url).context["same"] == [
        {"label": "以前的党员记录", "url": reverse("members:detail", args=[member.pk])}
    ]
    old = client.get(reverse("members:detail", args=[member.pk]))
    assert old.context["same"] == [{"label": "重新申请入党后的登记", "url": answer.url}]
    assert old.context["status_mark"]["label"] == "不在册：除名"
    assert [each["label"] for each in old.context["more"]] == ["参加组织生活情况", "本人信息"]
