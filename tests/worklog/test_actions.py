"""Logging everyday work."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit
from partywork.entries.enums import Status
from partywork.worklog.actions import Lines, complete_work, edit_work, log_work
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.lines import LineData
from partywork.worklog.models import Counterpart, QuantityLine, WorkLog
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import TODAY, make_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 18)


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_a_log_keeps_its_lines_in_order_and_each_unit_once(branch, by):
    quantities = [LineData("展板", 12000, "块", 350000), LineData("条幅", 6000, "条")]
    lines = Lines(quantities, ["甲公司", "甲公司 ", "乙学校"], ["独居老人"])
    work = make_work(branch, by, DAY, lines=lines)
    assert (work.half, work.month, work.items, work.on_behalf) == (20261, 202605, 1, False)
    assert work.line_data == quantities
    assert work.named(NamedAs.PARTNER) == ["甲公司", "乙学校"]
    assert work.named(NamedAs.RECIPIENT) == ["独居老人"]
    assert list(AuditEvent.objects.filter(action="worklog.create").values_list("subject_id", flat=True)) == [work.pk]


def test_the_same_key_saves_once(branch, by):
    first = make_work(branch, by, DAY, key="2026-1", lines=Lines([LineData("展板", 1000, "块")]))
    again = make_work(branch, by, DAY, key="2026-1", lines=Lines([LineData("展板", 1000, "块")]))
    assert (again.pk, WorkLog.objects.count(), QuantityLine.objects.count()) == (first.pk, 1, 1)


@pytest.mark.parametrize(
    ("extra", "lines", "errors"),
    [
        ({"title": " "}, Lines(), {"title": ["请写一句话，说清做了什么。"]}),
        ({"date": date(2026, 8, 1)}, Lines(), {"date": ["日期在今天之后。还没做的请勾选“还没做，先列计划”。"]}),
        (
            {"people": 3, "members_taking_part": 4},
            Lines(),
            {"people": ["参加党员4名多于参加人次3，请核对；人次里含党员。"]},
        ),
        (
            {"people": 9, "members_taking_part": 4, "members_due": 3},
            Lines(),
            {"members_due": ["参加党员4名多于应参加的3名，请核对。"]},
        ),
        ({"document_number": "〔2026〕3号"}, Lines(), {"document_number": ["只有“发文制度”填文号。"]}),
        ({}, Lines([LineData("展板")]), {"lines": ["“展板”没有数量也没有金额，请填其中一项；没有发生的填 0。"]}),
        ({}, Lines(partners=["甲" * 61]), {"partners": ["每个名称请写60字以内，几个之间用顿号隔开。"]}),
        (
            {"until": date(2026, 5, 1)},
            Lines(),
            {"until": ["结束日期不能早于开始日期（2026-05-18），请核对；只有一天的不用填。"]},
        ),
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_is_written(branch, by, extra, lines, errors):
    given = {"title": "清理楼道堆物", "date": DAY, "kind": WorkKind.VOLUNTEERING, **extra}
    with pytest.raises(ValidationError) as caught:
        log_work(work=WorkLog(org=branch, **given), lines=lines, by=by, today=TODAY)
    assert caught.value.message_dict == errors
    assert (WorkLog.objects.count(), QuantityLine.objects.count(), Counterpart.objects.count()) == (0, 0, 0)


def test_an_edit_replaces_the_lines_and_names_its_version(branch, by):
    work = make_work(branch, by, DAY, lines=Lines([LineData("展板", 12000, "块")], ["甲公司"]))
    work.people = 9
    edit_work(work=work, lines=Lines([LineData("条幅", 6000, "条")]), version=1, by=by, today=TODAY)
    stored = WorkLog.objects.get()
    assert (stored.people, stored.version, stored.line_data) == (9, 2, [LineData("条幅", 6000, "条")])
    assert Counterpart.objects.count() == 0
    with pytest.raises(StaleEdit):
        edit_work(work=work, lines=Lines(), version=1, by=by, today=TODAY)


def test_planned_work_is_done_when_someone_says_so_and_its_day_has_come(branch, by):
    work = make_work(branch, by, date(2026, 8, 1), status=Status.PLANNED)
    with pytest.raises(ValidationError, match="还没有到"):
        complete_work(work=work, version=1, by=by, today=TODAY)
    done = complete_work(work=work, version=1, by=by, today=date(2026, 8, 1))
    assert (done.status, done.version) == (Status.DONE, 2)
    with pytest.raises(ValidationError, match="只有计划中的工作"):
        complete_work(work=done, version=2, by=by, today=date(2026, 8, 1))


def test_a_document_is_named_with_brackets_and_number(branch, by):
    work = make_work(branch, by, DAY, WorkKind.DOCUMENT, title="党员积分办法", document_number="青禾〔2026〕3号")
    assert str(work) == "2026-05-18 《党员积分办法》（青禾〔2026〕3号）"
