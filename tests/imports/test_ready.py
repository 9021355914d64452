"""What a check found sound is written without being read again, unless anything it went by is another now."""

import shutil
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from partywork.accounts.gate import Gate
from partywork.common.keyring import Keyring, change_keyring
from partywork.imports import ready, taking
from partywork.imports.directory import Directory
from partywork.imports.enums import State
from partywork.imports.intake import stage
from partywork.imports.models import ImportBatch
from partywork.imports.people import PeopleTaker
from partywork.imports.ready import around, forget, ground_of, ready_on
from partywork.imports.staging import FIRST, Staging
from partywork.imports.steps import Hands, task_of
from partywork.members.models import Member, MemberSpelling, Standing
from partywork.orgs.actions import create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.members import make_member
from tests.factories.orgs import FOUNDED, make_org, make_user
from tests.factories.rosters import person, roster, roster_csv
from tests.imports.steps import assigned, counts, fixed, opened, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def batch(client, secretary) -> ImportBatch:
    """Three rows of two people, checked."""
    batch = opened(client, roster([person(1), person(2), person(2, 序号=3)]).getvalue())
    assigned(client, batch)
    assert (batch.state, counts(batch)) == (State.CHECKED, [["Sheet1", 2, 0, 1, 0]])
    return batch


@pytest.fixture
def readings(monkeypatch) -> list[PeopleTaker]:
    """Each time the rows are read and checked."""
    found: list[PeopleTaker] = []

    class Watched(PeopleTaker):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            found.append(self)

    monkeypatch.setattr(taking, "PeopleTaker", Watched)
    return found


def is_ready(batch: ImportBatch, by: object, on: date = TODAY) -> bool:
    task = task_of(batch, Hands(Gate(by, on), by, on, datetime(2026, 7, 1, tzinfo=UTC)))  # type: ignore[arg-type]
    ground = ground_of(batch, around(Directory(batch.org, task.scope, task.today)))
    return ready_on(task.staging, ground) is not None


def test_what_was_checked_is_written_without_being_read_again(client, batch, secretary, readings):
    assert is_ready(batch, secretary)
    send(client, batch, "commit")
    assert (batch.state, counts(batch), readings) == (State.DONE, [["Sheet1", 2, 0, 1, 0]], [])
    assert sorted(Member.objects.values_list("name", flat=True)) == ["陈某1", "陈某2"]
    assert (Standing.objects.count(), batch.records.count()) == (2, 2)


def test_both_ways_write_the_same(client, batch, readings):
    def written() -> list[object]:
        with transaction.atomic():
            send(client, batch, "commit")
            assert batch.state == State.DONE
            people = {each.pk: each.name for each in Member.objects.all()}
            kept = [
                [model_to_dict(each, exclude=["id"]) for each in Member.objects.order_by("name")],
                [each.id_number for each in Member.objects.order_by("name")],
                list(Member.objects.order_by("name").values_list("id_number_index", "phone_index", "on_behalf")),
                [(people[each.member_id], each.stage, each.opening, each.since, each.until, each.org_id)
                 for each in Standing.objects.order_by("member__name", "since")],
                sorted((people[number], key) for number, key in MemberSpelling.objects.values_list("member", "key")),
                sorted((people[each.record_id], each.version, str(each.filled)) for each in batch.records.all()),
            ]  # fmt: skip
            transaction.set_rollback(True)
        batch.refresh_from_db()
        return kept

    without_reading = written()
    assert (readings, batch.state) == ([], State.CHECKED)
    forget(Staging(batch.pk))
    assert written() == without_reading
    assert len(readings) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"name": "陈某1", "born_on": date(1980, 1, 2)},
        {"name": "别的人", "born_on": date(1980, 1, 2), "id_number": person(1)["公民身份号码"], "gender": "female"},
    ],
    ids=["a namesake", "the same number"],
)
def test_who_came_on_record_since_is_met_when_it_is_written(client, batch, secretary, branch, readings, meanwhile):
    make_member(branch, secretary, **meanwhile)
    assert is_ready(batch, secretary)
    send(client, batch, "commit")
    assert (batch.state, counts(batch), len(readings)) == (State.DONE, [["Sheet1", 1, 0, 2, 0]], 1)
    assert Member.objects.count() == 2


def test_a_key_taken_since_is_met_too(client, secretary, branch, readings):
    people = [person(1, 编号="2026-1"), person(2, 编号="2026-2")]
    batch = opened(client, roster(people, headers=[*person(1), "编号"]).getvalue())
    assigned(client, batch)
    make_member(branch, secretary, name="孙某", key="2026-2", born_on=date(1990, 1, 1))
    readings.clear()
    send(client, batch, "commit")
    assert (batch.state, len(readings), Member.objects.count()) == (State.DONE, 1, 2)


GROUNDS = {
    "another group": lambda branch, by: create_group(
        group=PartyGroup(org=branch, name="第一党小组", since=FOUNDED), by=by
    ),
    "another founding": lambda branch, by: (
        type(branch).objects.filter(pk=branch.pk).update(founded_on=date(2001, 1, 1))
    ),
    "another name of the unit": lambda branch, by: type(branch).objects.filter(pk=branch.pk).update(name="新名字"),
    "another index key": lambda branch, by: change_keyring(Keyring.with_new_index),
}


@pytest.mark.parametrize("change", GROUNDS.values(), ids=GROUNDS)
def test_on_another_ground_all_is_read_and_checked_again(
    client, batch, secretary, branch, readings, settings, change, tmp_path
):
    settings.PARTYWORK_KEYS_FILE = shutil.copy(settings.PARTYWORK_KEYS_FILE, tmp_path / "keys.json")
    assert is_ready(batch, secretary)
    readings.clear()
    change(branch, secretary)
    assert not is_ready(batch, secretary)
    send(client, batch, "commit")
    assert (batch.state, len(readings), Member.objects.count()) == (State.DONE, 1, 2)


def test_another_day_and_another_program_are_another_ground(batch, secretary, monkeypatch):
    assert not is_ready(batch, secretary, date(2026, 7, 2))
    monkeypatch.setattr(ready, "_program", lambda: "a newer one")
    assert not is_ready(batch, secretary)


def test_what_was_corrected_is_not_what_was_checked_before(client, batch, secretary):
    Staging(batch.pk).put("corrections", {"cells": {"0-3": {"education": "大专"}}})
    assert not is_ready(batch, secretary)
    fixed(client, batch)
    assert is_ready(batch, secretary)


def test_nothing_is_put_aside_of_a_file_with_a_wrong_row_or_somebody_on_record(client, batch, secretary, branch):
    make_member(branch, secretary, name="陈某1", born_on=date(1980, 1, 2))
    send(client, batch, "again")
    assert not is_ready(batch, secretary)
    fixed(client, batch, policy="skip", **{"c__0__4__education": "大四"})
    assert not is_ready(batch, secretary)
    assert list(Staging(batch.pk).get_list("ready")) == []


def test_what_is_put_aside_is_sealed(batch):
    kept = (Staging(batch.pk).folder / "ready.sealed").read_bytes()
    assert kept
    assert person(1)["公民身份号码"].encode() not in kept
    assert "陈某".encode() not in kept


def test_what_is_plainly_wrong_is_told_while_the_file_is_read(secretary, branch, monkeypatch):
    monkeypatch.setattr("partywork.imports.intake.STEP", 1)
    people = [person(number, 出生日期="1980年1月") if number % 3 == 0 else person(number) for number in range(1, 40)]
    now = datetime(2026, 7, 1, tzinfo=UTC)
    batch = ImportBatch.objects.create(
        org=branch, file_name="a.csv", created_by=secretary, created_at=now, touched_at=now
    )
    Staging(batch.pk).take_upload([roster_csv(people)], ".csv")
    told: list[list[str]] = []
    layouts = stage(batch, lambda done, total: told.append(Staging(batch.pk).get(FIRST)))
    assert [layout.count for layout in layouts] == [39]
    assert [len(each) for each in told] == [8]
    assert told[0][0] == (
        "工作表「党员」第4行「出生日期」：“1980年1月”只有年月，请补上日，写成 2026-05-18 这样的日期。"
    )
