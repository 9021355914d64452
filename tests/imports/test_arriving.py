"""A roster on its way to the books: nobody sees half of it, and what changed meanwhile stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from partywork.access.permissions import Permission, Role
from partywork.accounts.gate import Gate
from partywork.imports.actions import commit_import, move, sweep
from partywork.imports.arriving import BRANCHES_CHANGED, SOMEONE_SAVED, clear
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch, ImportedRow, StagedStanding
from partywork.imports.steps import Hands, task_of
from partywork.imports.taking import Roster, roster_of
from partywork.members.actions import register_member
from partywork.members.enums import Stage
from partywork.members.ledger import person_of
from partywork.members.models import Member, MemberSpelling, Standing
from partywork.members.queries import members_seen
from partywork.orgs.enums import OrgKind
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import person, roster
from tests.imports.steps import assigned, counts, opened, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]
TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def checked(client, secretary):
    """An import that waits to be written, of people with these numbers."""

    def of(*numbers: int, **changes: object) -> ImportBatch:
        batch = opened(client, roster([person(number, **changes) for number in numbers]).getvalue())
        if batch.state == State.COLUMNS:
            assigned(client, batch)
        assert batch.state == State.CHECKED
        return batch

    return of


def brought(batch: ImportBatch, by: object) -> Roster:
    """Its people written where nobody sees them."""
    hands = Hands(Gate(by, TODAY), by, TODAY, NOW)  # type: ignore[arg-type]
    coming = roster_of(task_of(batch, hands))
    assert coming is not None
    assert coming.bring().is_sound
    return coming


def in_force(batch: ImportBatch, coming: Roster, by: object) -> None:
    commit_import(task=coming.task, by=by, now=NOW, roster=coming)  # type: ignore[arg-type]


def test_nobody_sees_who_is_on_the_way(checked, secretary, client, root):
    batch = checked(1, 2)
    coming = brought(batch, secretary)
    assert (Member.objects.count(), Standing.objects.count(), StagedStanding.objects.count()) == (2, 0, 2)
    someone = Member.objects.get(name="陈某1")
    gate = Gate(make_user(root, Role.MANAGER), TODAY)
    assert list(members_seen(gate.scope(Permission.VIEW_RECORDS))) == []
    assert client.get(f"/members/{someone.pk}/").status_code == 404
    assert "陈某1" not in client.get("/members/?q=陈某").content.decode()
    assert "陈某1" not in client.get("/search/?q=陈某").content.decode()
    in_force(batch, coming, secretary)
    assert Standing.objects.count() == 2
    assert "陈某1" in client.get("/members/?q=陈某").content.decode()


def test_the_last_step_takes_as_many_statements_for_many_as_for_few(checked, secretary):
    def statements(*numbers: int) -> int:
        batch = checked(*numbers)
        coming = brought(batch, secretary)
        with CaptureQueriesContext(connection) as queries:
            in_force(batch, coming, secretary)
        assert ImportedRow.objects.filter(batch=batch).count() == len(numbers)
        return len(queries)

    assert statements(1) == statements(*range(100, 160))
    assert Standing.objects.count() == 61


def test_what_came_in_is_what_registering_one_would_have_kept(checked, client):
    batch = checked(1, 入党日期="2021-07-01", 转正日期="2022-07-01")
    send(client, batch, "commit")
    [together] = Member.objects.all()
    other = make_org()
    facts = {
        "name": "陈某1", "gender": "female", "ethnicity": "汉族", "born_on": together.born_on,
        "education": "university",
        "admitted_on": date(2021, 7, 1), "full_on": date(2022, 7, 1), "phone": "13800000001",
    }  # fmt: skip
    member, standing = person_of(facts, other, Stage.FULL, None)
    alone = register_member(member=member, standing=standing, by=make_user(other), today=TODAY)
    left_out = {"id", "org", "key", "id_number", "created_by", "updated_by"}

    def kept(one: Member) -> dict[str, object]:
        one.refresh_from_db()
        return {name: value for name, value in model_to_dict(one).items() if name not in left_out}

    def stood(one: Member) -> list[dict[str, object]]:
        rows = Standing.objects.filter(member=one).order_by("since")
        return [{n: v for n, v in model_to_dict(row).items() if n not in ("id", "org", "member")} for row in rows]

    def spelt(one: Member) -> list[str]:
        return sorted(MemberSpelling.objects.filter(member=one).values_list("key", flat=True))

    assert (kept(together), stood(together), spelt(together)) == (kept(alone), stood(alone), spelt(alone))
    assert [row["stage"] for row in stood(together)] == [Stage.PROBATIONARY, Stage.FULL]
    assert (together.phone_index, together.version, together.on_behalf) == (alone.phone_index, 1, False)


def test_a_namesake_saved_meanwhile_stops_it_and_nothing_is_kept(checked, secretary, branch):
    batch = checked(1, 公民身份号码=None)
    coming = brought(batch, secretary)
    make_member(branch, secretary, name="陈某1", born_on=date(1980, 1, 2))
    with pytest.raises(ValidationError, match=SOMEONE_SAVED):
        in_force(batch, coming, secretary)
    clear(batch)
    assert (Member.objects.count(), StagedStanding.objects.count(), ImportedRow.objects.count()) == (1, 0, 0)
    batch.refresh_from_db()
    assert batch.state == State.CHECKED


def test_someone_else_saved_meanwhile_does_not_stop_it(checked, secretary, branch):
    batch = checked(1)
    coming = brought(batch, secretary)
    make_member(branch, secretary, name="别的人", born_on=date(1980, 1, 2))
    in_force(batch, coming, secretary)
    assert Standing.objects.count() == 2


def test_a_branch_changed_meanwhile_stops_it(checked, secretary, root):
    batch = checked(1)
    coming = brought(batch, secretary)
    make_org(root)
    with pytest.raises(ValidationError, match=BRANCHES_CHANGED):
        in_force(batch, coming, secretary)


def test_of_two_imports_of_the_same_people_the_second_is_told(checked, secretary, client):
    first, second = checked(1, 2), checked(2, 3)
    coming = brought(first, secretary)
    page = send(client, second, "commit").content.decode()
    assert SOMEONE_SAVED in page
    assert (second.state, Standing.objects.count()) == (State.CHECKED, 0)
    in_force(first, coming, secretary)
    assert Standing.objects.count() == 2
    send(client, second, "again")
    assert counts(second) == [["Sheet1", 1, 1, 0, 0]]


def test_a_namesake_another_import_brought_meanwhile_stops_it(checked, secretary, client):
    first, second = checked(1, 公民身份号码=None), checked(1, 公民身份号码=None, 手机号="13900000000")
    coming = brought(first, secretary)
    send(client, second, "commit")
    assert second.state == State.DONE
    with pytest.raises(ValidationError, match=SOMEONE_SAVED):
        in_force(first, coming, secretary)


def test_the_same_import_begun_twice_is_written_once(checked, secretary, client):
    batch = checked(1)
    coming = brought(batch, secretary)
    again = ImportBatch.objects.get(pk=batch.pk)
    move(again, State.CHECKED, NOW, since=[State.CHECKED])
    with pytest.raises(ValidationError):
        in_force(batch, coming, secretary)
    send(client, again, "commit")
    assert (again.state, Standing.objects.count()) == (State.DONE, 1)


def test_what_a_stop_half_way_left_is_cleared(checked, secretary, client):
    batch = checked(1, 2)
    brought(batch, secretary)
    now = ImportBatch.objects.get().touched_at
    sweep(now + timedelta(minutes=5))
    assert Member.objects.count() == 2  # may be somebody's work in hand
    sweep(now + timedelta(minutes=20))
    assert (Member.objects.count(), MemberSpelling.objects.count(), StagedStanding.objects.count()) == (0, 0, 0)
    send(client, batch, "commit")
    assert Standing.objects.count() == 2


def test_a_key_on_the_way_is_nobodys_record_yet(checked, secretary, branch):
    batch = checked(1)
    brought(batch, secretary)
    key = Member.objects.get().key
    member, standing = person_of({"name": "孙某", "gender": "male", "key": key}, branch, Stage.FULL, date(2021, 1, 1))
    with pytest.raises(ValidationError, match="正由一份表格导入"):
        register_member(member=member, standing=standing, by=secretary, today=TODAY)
