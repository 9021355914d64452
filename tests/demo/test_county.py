"""The county is written past the actions, and holds nothing that the actions would have stored otherwise or refused."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.forms.models import model_to_dict
from pytest_django.plugin import DjangoDbBlocker

from partywork.accounts.models import User
from partywork.audit.chain import verify
from partywork.audit.models import AuditEvent, AuditHead
from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.common.pinyin import search_keys
from partywork.demo.accounts import Login
from partywork.demo.county.seed import seed_large
from partywork.demo.county.sizes import CITY, COUNTY, Size
from partywork.dues.actions import fix_amount
from partywork.dues.collecting import open_month
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.entries.models import Record
from partywork.meetings.checks import check_meeting
from partywork.meetings.lines import lines_of
from partywork.meetings.models import Absence, Meeting
from partywork.members.enums import Closing, Stage
from partywork.members.facts import check_facts, id_number_index, phone_index
from partywork.members.models import Member, MemberFlag, MemberSpelling, Standing
from partywork.members.places import check_place
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation, OrganisationTag, Placement, Profile
from partywork.orgs.queries import ids_of_path
from partywork.rectification.actions import check_item
from partywork.rectification.models import ItemState, Progress, RectificationItem
from partywork.rectification.states import TRANSITIONS
from partywork.rules.models import Rule
from partywork.visits.actions import check_talk, check_visit
from partywork.visits.models import Talk, Visit
from partywork.worklog.actions import Lines, check_work
from partywork.worklog.enums import NamedAs
from partywork.worklog.models import WorkLog
from tests.factories.meetings import absences_out_of_step

TODAY = date(2026, 11, 15)
SMALL = Size(counties=1, townships=2, generals=3, branches=98)  # one of everything that is rare
A_FEW = 60  # rows of a kind, spread over all, where each costs several queries


def indexes() -> dict[str, Any]:
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in (Meeting, DuesMonth, Member, Standing)]
        return {table: connection.introspection.get_constraints(cursor, table) for table in tables}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[list[Login], dict[str, Any]]]:
    """The logins, and the indexes there were before."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = indexes()
        yield seed_large(size=SMALL, number=1, year=2026, years=1, by=None), before
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_county(made: object, db: None) -> None:
    """Each test in a savepoint of its own."""


def spread(model: Any, number: int = A_FEW) -> list[Any]:
    rows = model.objects.order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    return list(rows.filter(pk__in=keys[:: max(len(keys) // number, 1)]))


def records() -> list[Any]:
    return [
        model
        for model in apps.get_app_config("partywork").get_models()
        if issubclass(model, Record) and model._default_manager.exists()
    ]


def test_every_subject_is_there():
    assert {model.__name__ for model in records()} == {
        "CommitteeTerm", "DuesMonth", "DuesStandard", "Meeting", "Member", "RectificationItem", "Talk", "Visit",
        "WorkLog",
    }  # fmt: skip
    assert Organisation.objects.filter(kind__in=BRANCH_KINDS).count() == SMALL.branches
    assert Organisation.objects.count() == SMALL.units
    assert (COUNTY.units, CITY.units) == (5_600, 56_001)


def test_what_follows_from_other_fields_is_what_stamp_sets():
    for model in records():
        for row in model.objects.all() if model is not DuesMonth else spread(DuesMonth, 3000):
            stored = model_to_dict(row, [field.name for field in model._meta.fields]) | {
                "half": getattr(row, "half", 0)
            }
            row.stamp()
            assert stored == model_to_dict(row, [field.name for field in model._meta.fields]) | {
                "half": getattr(row, "half", 0)
            }


def test_absences_bear_the_half_year_of_their_meeting():
    assert Absence.objects.exists()
    assert absences_out_of_step() == 0


def test_every_kind_of_row_passes_the_checks_of_its_fields():
    for model in set(apps.get_app_config("partywork").get_models()) - {AuditEvent, AuditHead, Rule}:
        for row in spread(model, 25):
            row.clean_fields(exclude=["password"])
            row.clean()
            row.validate_constraints()


def test_what_the_actions_refuse_is_not_there():
    for meeting in spread(Meeting, 150):
        check_meeting(meeting, lines_of(meeting), TODAY)
    for visit in spread(Visit):
        check_visit(visit, TODAY)
    for talk in spread(Talk):
        check_talk(talk, TODAY)
    for item in spread(RectificationItem):
        check_item(item, TODAY)
    for work in spread(WorkLog):
        named = [work.named(part) for part in (NamedAs.PARTNER, NamedAs.RECIPIENT)]
        check_work(work, Lines(work.line_data, *named), TODAY)


def test_the_checks_would_find_what_is_wrong():
    meeting = Meeting.objects.filter(absences__isnull=False).first()
    assert meeting is not None
    meeting.present = meeting.expected
    with pytest.raises(ValidationError):
        check_meeting(meeting, lines_of(meeting), TODAY)


def test_people_and_where_they_stood():
    alone = type("Alone", (), {"has_number": lambda *_: False, "least_age": lambda *_: 18})()
    last: dict[int, Standing] = {}
    for standing in Standing.objects.select_related("org", "group").order_by("member_id", "since"):
        check_place(standing.org, standing.group, standing.since)
        earlier = last.get(standing.member_id)
        assert earlier is None or earlier.until == standing.since
        last[standing.member_id] = standing
    assert set(Standing.objects.values_list("closing", flat=True)) == {
        "", Closing.TRANSFER_OUT, Closing.MOVE, Closing.STAGE, Closing.DECEASED,
    }  # fmt: skip
    for member in spread(Member, 300):
        now = last[member.pk]
        assert member.org_id == now.org_id
        assert (member.id_number_index, member.phone_index) == (
            id_number_index(member.id_number),
            phone_index(member.phone),
        )
        facts = model_to_dict(member)
        check_facts(member, Stage(now.stage), TODAY, alone)
        assert model_to_dict(member) == facts
        assert set(MemberSpelling.objects.filter(member=member).values_list("key", flat=True)) == set(
            search_keys(member.name)
        )
    for flag in MemberFlag.objects.select_related("member"):
        assert (last[flag.member_id].until, last[flag.member_id].org_id) == (FOREVER, flag.org_id)
        assert flag.since > last[flag.member_id].since


def test_dues_are_those_the_actions_would_open_and_of_the_amount_they_would_set():
    for standard in spread(DuesStandard):
        stored = (standard.base_fen, standard.rate, standard.monthly_fen)
        fix_amount(standard, TODAY)
        assert (standard.base_fen, standard.rate, standard.monthly_fen) == stored
    for org in Organisation.objects.filter(kind__in=BRANCH_KINDS)[::7]:
        by = org.appointments.get().user
        for month in (202511, 202603, 202610):
            assert open_month(org=org, month=month, by=by) == 0
    paid = DuesMonth.objects.filter(paid_fen__gt=0)
    assert not paid.filter(paid_on__gt=F("due_on")).exists()
    assert DuesMonth.objects.filter(paid_fen=0, due_fen__gt=0).exists()


def test_an_item_has_come_as_far_as_its_steps():
    steps = defaultdict(list)
    for state in ItemState.objects.order_by("item_id", "since"):
        steps[state.item_id].append(state)
    allowed = {move for each in TRANSITIONS.values() for move in each.moves.items()}
    for item in RectificationItem.objects.all():
        gone = steps[item.pk]
        assert (gone[0].since, gone[-1].until, gone[-1].state) == (item.date, FOREVER, item.state)
        assert all((one.state, other.state) in allowed and one.until == other.since for one, other in pairwise(gone))
        assert item.version == len(gone)
        assert item.closed_on == (gone[-1].since if item.closed_by else None)
    assert Progress.objects.count() == ItemState.objects.exclude(state="not_started").count()


def test_the_elected_secretary_stands_in_the_profile_and_some_places_are_vacant():
    posts = CommitteePost.objects.filter(post=Post.SECRETARY).select_related("term")
    elected = {post.term.org_id: (post.name, post.since) for post in posts}
    for profile in Profile.objects.filter(until=FOREVER).exclude(secretary=""):
        assert elected.pop(profile.org_id) == (profile.secretary, profile.since)
    assert elected == {}
    assert Organisation.objects.exclude(pk__in=CommitteeTerm.objects.values("org")).count() == 1
    assert CommitteeTerm.objects.filter(due_on__lt=TODAY).exists()


def test_paths_lead_through_the_parents_and_one_branch_was_moved():
    paths = {(each.org_id, each.until): each.path for each in Placement.objects.all()}
    for place in Placement.objects.all():
        assert ids_of_path(place.path)[-1] == place.org_id
        assert place.parent_id is None or place.path == paths[place.parent_id, FOREVER] + place.path[-6:]
    assert Placement.objects.filter(until__lt=FOREVER).count() == 1
    assert OrganisationTag.objects.count() > 1


def test_one_event_says_what_was_written(made: tuple[list[Login], dict[str, Any]]):
    (event,) = AuditEvent.objects.all()
    assert event.action == "demo.seed"
    assert f"{SMALL.units}个虚构的党组织" in event.summary
    assert verify().is_whole


def test_indexes_and_numbers_go_on_as_before(made: tuple[list[Login], dict[str, Any]]):
    logins, before = made
    assert indexes() == before
    assert [login.username for login in logins] == ["manager", "township", "secretary"]
    assert User.objects.create_user("after", "后来").pk == User.objects.exclude(username="after").latest("pk").pk + 1
