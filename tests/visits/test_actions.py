"""Logging visits and talks: what is saved and what cannot be true."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from partywork.visits.actions import edit_visit
from partywork.visits.enums import GiftKind, ObjectKind, TalkKind, VisitKind
from partywork.visits.models import Talk, Visit, split_needs
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import TODAY, make_condolence, make_talk, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 3)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_a_visit_counts_its_needs_by_the_line(branch, by):
    visit = make_visit(branch, by, DAY, needs="楼道灯不亮\n\n希望增设晾衣处；想参加志愿队")
    assert (visit.needs_count, visit.half, visit.month) == (3, 20261, 202602)
    assert split_needs("\n ；") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"object_name": " "}, "object_name"),
        ({"date": date(2026, 7, 2)}, "date"),
        ({"visitor_count": 0}, "visitor_count"),
        ({"object_kind": ObjectKind.ENTERPRISE}, "enterprises"),
        ({"kind": VisitKind.CONDOLENCE, "people_reached": 0}, "people_reached"),
        ({"amount_fen": 100}, "kind"),
        ({"kind": VisitKind.CONDOLENCE, "amount_fen": 100}, "gift_kind"),
        ({"kind": VisitKind.CONDOLENCE, "gift_kind": GiftKind.GOODS}, "amount_fen"),
    ],
)
def test_what_cannot_be_true_of_a_visit_is_refused_at_its_field(branch, by, changes, field):
    with pytest.raises(ValidationError) as refused:
        make_visit(branch, by, changes.pop("date", DAY), **changes)
    assert list(refused.value.error_dict) == [field]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"talker": ""}, "talker"),
        ({"people": 0}, "people"),
        ({"pair": ""}, "pair"),
        ({"date": date(2026, 7, 2)}, "date"),
    ],
)
def test_what_cannot_be_true_of_a_talk_is_refused_at_its_field(branch, by, changes, field):
    with pytest.raises(ValidationError) as refused:
        make_talk(branch, by, changes.pop("date", DAY), **changes)
    assert list(refused.value.error_dict) == [field]
    assert Talk.objects.count() == 0


def test_only_heart_to_heart_talks_need_a_pair(branch, by):
    assert make_talk(branch, by, DAY, kind=TalkKind.INTEGRITY, pair="").pair == ""


def test_a_talk_has_no_place_for_its_content():
    texts = {field.name for field in Talk._meta.get_fields() if field.get_internal_type() == "TextField"}
    assert texts == set()


def test_who_was_visited_never_enters_the_audit_log(branch, by):
    visit = make_condolence(branch, by, DAY, object_name="赵某某")
    visit.object_name = "钱某某"
    visit.situation = "身体不适"
    edit_visit(visit=visit, version=1, by=by, today=TODAY)
    events = AuditEvent.objects.filter(subject_type="partywork.visit").order_by("sequence")
    text = "".join(event.summary + event.detail for event in events)
    assert [event.action for event in events] == ["visit.create", "visit.edit"]
    assert [word for word in ("赵某某", "钱某某", "身体不适") if word in text] == []
