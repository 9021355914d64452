"""A roster is checked while it is read, and what that finds is what checking it afterwards finds."""

from datetime import UTC, date, datetime

import pytest

from partywork.accounts.gate import Gate
from partywork.imports import intake, taking
from partywork.imports.checking import CheckAlong
from partywork.imports.directory import Directory
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch
from partywork.imports.people import PeopleTaker
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.ready import around, ground_of, ready_on
from partywork.imports.staging import FIRST, Staging
from partywork.imports.steps import Hands, take_step, task_of
from partywork.imports.taking import Task
from partywork.orgs.actions import create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.members import make_member
from tests.factories.orgs import FOUNDED, make_org, make_user
from tests.factories.rosters import person, roster, roster_book, roster_csv
from tests.factories.workbooks import saved
from tests.imports.steps import assigned, counts, opened, send
from tests.imports.test_broken_files import messages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart", "remembered")]
TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
PEOPLE = [person(1), person(2), person(2, 序号=3), person(4)]


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def remembered(client, secretary, monkeypatch):
    """The columns of such a file have been assigned before; files are read in this process, which is quicker."""
    monkeypatch.setattr(intake, "read_in_child", messages_of)
    batch = opened(client, roster([person(90)]).getvalue())
    assert batch.state == State.COLUMNS
    assigned(client, batch)
    send(client, batch, "drop")


@pytest.fixture
def checks(monkeypatch) -> list[PeopleTaker]:
    """Each time the rows of a roster are checked."""
    found: list[PeopleTaker] = []

    class Watched(PeopleTaker):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            found.append(self)

    monkeypatch.setattr(taking, "PeopleTaker", Watched)
    return found


def task(batch: ImportBatch, by: object) -> Task:
    return task_of(batch, Hands(Gate(by, TODAY), by, TODAY, NOW))  # type: ignore[arg-type]


def found_in(batch: ImportBatch, by: object) -> list[object]:
    """All that a check keeps."""
    staging = Staging(batch.pk)
    ground = ground_of(batch, around(Directory(batch.org, task(batch, by).scope, TODAY)))
    ready = ready_on(staging, ground)
    people = list(ready.blocks(100)) if ready else None
    kept = [list(staging.get_list("findings")), staging.get("refusals")]
    return [batch.state, counts(batch), batch.rows, *kept, people, ready and ready.count]


@pytest.mark.parametrize(
    "people",
    [PEOPLE, [person(1), person(2, 学历="大四"), person(3, 公民身份号码="1234")], [person(7), person(8)]],
    ids=["one of them twice", "wrong rows", "somebody on record"],
)
def test_it_finds_what_a_check_of_the_rows_that_are_kept_finds(client, branch, secretary, checks, people):
    make_member(branch, secretary, name="陈某7", born_on=date(1980, 1, 8))
    batch = opened(client, roster(people).getvalue())
    assert (batch.state, len(checks)) == (State.CHECKED, 1)
    along = found_in(batch, secretary)
    send(client, batch, "again")
    assert len(checks) == 2
    assert found_in(batch, secretary) == along


def test_what_is_wrong_is_told_before_all_is_read(branch, secretary, monkeypatch):
    monkeypatch.setattr("partywork.imports.people.BLOCK", 2)
    batch = ImportBatch.objects.create(
        org=branch, file_name="a.csv", created_by=secretary, created_at=NOW, touched_at=NOW
    )
    Staging(batch.pk).take_upload([roster_csv([person(1, 学历="大四"), *PEOPLE])], ".csv")
    told: list[list[str]] = []

    def messages(*given):
        for message in messages_of(*given):
            for row in message.get("rows", ()):
                yield {"rows": [row]}
                told.append(Staging(batch.pk).get(FIRST, []))
            if "rows" not in message:
                yield message

    monkeypatch.setattr(intake, "read_in_child", messages)
    with_steps = task(batch, secretary)
    with_steps.step = lambda done, total: None  # somebody waits to hear
    intake.stage(batch, with_steps.step, along=CheckAlong(with_steps))
    wrong = told[-1]
    assert told == [[], [], [], [], wrong, wrong]  # once the next two rows of people are there
    assert [each for each in wrong if "大四" in each] == wrong != []


def test_a_second_sheet_has_all_of_it_checked_together(client, secretary, checks):
    book = roster_book(PEOPLE)
    book.create_sheet("党员").append(["姓名", "党组织", "人员类别", "性别"])
    batch = opened(client, saved(book).getvalue())
    assert batch.state == State.CHECKED
    assert [each.write for each in checks] == [False, True, True]
    assert counts(batch)[0] == ["Sheet1", 3, 0, 1, 0]
    assert found_in(batch, secretary)[-2:] == [None, None]


def test_a_file_that_breaks_off_leaves_nothing(client, branch, secretary, checks, monkeypatch):
    def breaking(*given):
        yield from (message for message in messages_of(*given) if "note" not in message)
        raise UnreadableWorkbook("文件读到一半断了。")

    monkeypatch.setattr(intake, "read_in_child", breaking)
    batch = ImportBatch.objects.create(
        org=branch, file_name="a.csv", created_by=secretary, created_at=NOW, touched_at=NOW
    )
    Staging(batch.pk).take_upload([roster_csv(PEOPLE)], ".csv")
    with pytest.raises(Exception, match="读到一半"):
        take_step("read", batch, Hands(Gate(secretary, TODAY), secretary, TODAY, NOW), long=False)
    assert len(checks) == 1
    assert ImportBatch.objects.get(pk=batch.pk).state == State.DROPPED
    assert Staging(batch.pk).get("ready-ground") is None


def test_a_group_founded_while_it_was_read_is_another_ground(client, branch, secretary, monkeypatch):
    def founding(*given):
        yield from messages_of(*given)
        create_group(group=PartyGroup(org=branch, name="第一党小组", since=FOUNDED), by=secretary)

    monkeypatch.setattr(intake, "read_in_child", founding)
    batch = opened(client, roster([person(1)]).getvalue())
    assert (batch.state, counts(batch)) == (State.CHECKED, [["Sheet1", 1, 0, 0, 0]])
    assert found_in(batch, secretary)[-2:] == [None, None]
