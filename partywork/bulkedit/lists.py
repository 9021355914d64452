"""What can be changed for many records at once: the one place that says so, list by list.

Each change goes through the action that a single record's page uses, so nothing can be done here that
could not be done there, and each leaves the same line in the record's history.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import BooleanField, DateField, Model

from partywork.access.permissions import Permission
from partywork.bulkedit.declarations import BulkList, Editable, Given
from partywork.bulkedit.organisations import TAG_OFF, TAG_ON
from partywork.bulkedit.people import END_FLAG, GROUP, RAISE_FLAG
from partywork.entries.models import Record
from partywork.meetings.actions import edit_meeting
from partywork.meetings.lines import lines_of as lines_of_meeting
from partywork.meetings.models import Meeting
from partywork.meetings.views import MeetingList
from partywork.members.actions import edit_member
from partywork.members.models import Member
from partywork.members.step_forms import day_field, reason_field
from partywork.members.views import MemberList
from partywork.orgs.models import Organisation
from partywork.orgs.views import OrganisationTree
from partywork.pages.fields import DayInput
from partywork.plans.actions import edit_plan
from partywork.plans.models import PlanItem
from partywork.plans.views import PlanList
from partywork.rectification.actions import edit_item, extend
from partywork.rectification.models import RectificationItem
from partywork.rectification.views import ItemList
from partywork.visits.actions import edit_talk, edit_visit
from partywork.visits.models import Talk, Visit
from partywork.visits.talk_views import TalkList
from partywork.visits.views import VisitList
from partywork.worklog.actions import edit_work
from partywork.worklog.actions import lines_of as lines_of_work
from partywork.worklog.models import WorkLog
from partywork.worklog.views import WorkLogList

Edit = Callable[..., Any]
EMPTY = "（空）"


def show(value: Any) -> str:
    """A value of a field as the preview says it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(value) if value not in (None, "") else EMPTY


def of_field(model: type[Model], name: str, edit: Edit) -> Editable:
    """A field that anybody may type into on the edit page of one record."""
    field: Any = model._meta.get_field(name)

    def inputs(_: Any) -> dict[str, forms.Field]:
        if isinstance(field, BooleanField):
            choices = [("", "请选择"), ("yes", "是"), ("no", "否")]
            return {"value": forms.ChoiceField(label=str(field.verbose_name), choices=choices)}
        asked = field.formfield(**({"widget": DayInput()} if isinstance(field, DateField) else {}))
        if not asked.required and not asked.help_text:
            asked.help_text = "空着就是清空"
        return {"value": asked}

    def wanted(given: Given) -> Any:
        return given["value"] == "yes" if isinstance(field, BooleanField) else given["value"]

    def change(record: Any, given: Given, *, by: Any, today: date) -> None:
        setattr(record, name, wanted(given))
        edit(record, by=by, today=today)

    return Editable(
        name,
        str(field.verbose_name),
        inputs,
        old=lambda record: show(getattr(record, name)),
        new=lambda _, given: show(wanted(given)),
        change=change,
    )


# Doubts about a record were confirmed when it was logged; none of these fields raises one.


def _meeting(meeting: Meeting, **who: Any) -> None:
    edit_meeting(meeting=meeting, lines=lines_of_meeting(meeting), version=meeting.version, confirmed=True, **who)


def _visit(visit: Visit, **who: Any) -> None:
    edit_visit(visit=visit, version=visit.version, confirmed=True, **who)


def _talk(talk: Talk, **who: Any) -> None:
    edit_talk(talk=talk, version=talk.version, confirmed=True, **who)


def _work(work: WorkLog, **who: Any) -> None:
    edit_work(work=work, lines=lines_of_work(work), version=work.version, confirmed=True, **who)


def _item(item: RectificationItem, **who: Any) -> None:
    edit_item(item=item, version=item.version, **who)


def _plan(item: PlanItem, **who: Any) -> None:
    edit_plan(item=item, version=item.version, **who)


def _member(member: Member, **who: Any) -> None:
    edit_member(member=member, version=member.version, **who)


def _extend(item: Any, given: Given, *, by: Any, today: date) -> None:
    extend(item=item, due_on=given["due_on"], reason=given["reason"], version=item.version, by=by, today=today)


DEADLINE = Editable(
    "deadline",
    "整改时限",
    lambda _: {"due_on": day_field("新的时限"), "reason": reason_field()},
    old=lambda item: show(item.due_on),
    new=lambda _, given: show(given["due_on"]),
    change=_extend,
)


def of_fields(model: type[Record], edit: Edit, *names: str) -> tuple[Editable, ...]:
    return tuple(of_field(model, name, edit) for name in names)


LISTS = [
    BulkList(MeetingList, Meeting, of_fields(Meeting, _meeting, "tag", "highlight")),
    BulkList(VisitList, Visit, of_fields(Visit, _visit, "tag", "highlight")),
    BulkList(TalkList, Talk, of_fields(Talk, _talk, "tag", "highlight")),
    BulkList(WorkLogList, WorkLog, of_fields(WorkLog, _work, "tag", "highlight")),
    BulkList(
        ItemList,
        RectificationItem,
        (*of_fields(RectificationItem, _item, "leader", "unit", "owner", "tag"), DEADLINE),
    ),
    BulkList(PlanList, PlanItem, of_fields(PlanItem, _plan, "owner", "due_on")),
    BulkList(
        MemberList,
        Member,
        (GROUP, RAISE_FLAG, END_FLAG, *of_fields(Member, _member, "occupation")),
        path="member",
    ),
    BulkList(OrganisationTree, Organisation, (TAG_ON, TAG_OFF), permission=Permission.MANAGE_ORGS),
]


def list_of(code: str) -> BulkList | None:
    return next((each for each in LISTS if each.code == code), None)
