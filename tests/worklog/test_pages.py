"""The pages of the work log."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.entries.enums import Status
from partywork.orgs.enums import OrgKind
from partywork.worklog.actions import Lines
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.ledger import LEDGER
from partywork.worklog.lines import LineData
from partywork.worklog.models import WorkLog
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import TODAY, make_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 18)


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


def typed(branch, **changes) -> dict[str, object]:
    """What a browser sends for an afternoon of volunteering."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kind": "volunteering", "date": "2026-05-18", "title": "清理楼道",
        "tag": "进社区", "items": 1, "people": "", "served": "", "partners": "甲公司、乙学校", "recipients": "",
        "lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 0, "lines-0-object": "展板", "lines-0-quantity": "12",
        "lines-0-unit": "块", "lines-0-amount": "3,500.5",
    }  # fmt: skip
    return {**data, **changes}


def test_logging_from_the_form(branch, secretary, client):
    response = client.post(reverse("worklog:create"), typed(branch))
    work = WorkLog.objects.get()
    assert response.url == reverse("worklog:detail", args=[work.pk])
    assert (work.people, work.served, work.status, work.tag) == (0, 0, Status.DONE, "进社区")
    assert work.line_data == [LineData("展板", 12000, "块", 350050)]
    assert work.named(NamedAs.PARTNER) == ["甲公司", "乙学校"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "请写一句话，说清做了什么。"),
        ({"kind": ""}, "请选择工作类型。"),
        ({"date": "2027-01-01"}, "日期在今天之后。"),
        ({"people": 2, "members_taking_part": 3}, "参加党员3名多于参加人次2"),
        ({"lines-0-unit": ""}, "有数量的请填单位"),
        ({"lines-0-quantity": "十二"}, "“十二”不是数"),
        ({"lines-0-quantity": "", "lines-0-unit": "", "lines-0-amount": ""}, "“展板”没有数量也没有金额"),
        ({"until": "2026-05-01"}, "结束日期不能早于开始日期（"),
    ],
)
def test_refusals_keep_what_was_typed(branch, secretary, client, changes, message):
    response = client.post(reverse("worklog:create"), typed(branch, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert 'value="进社区"' in page
    assert 'value="3,500.5"' in page or "lines-0-amount" in changes
    assert WorkLog.objects.count() == 0


def test_numbers_of_people_are_typed_never_offered(branch, secretary, client):
    form = client.get(reverse("worklog:create")).context["form"]
    shown = {name: form[name].value() for name in ("items", "people", "served", "members_taking_part", "hours", "date")}
    assert shown == {
        "items": 1, "people": None, "served": None, "members_taking_part": None, "hours": None, "date": None,
    }  # fmt: skip


def test_an_edit_shows_the_lines_and_saves_them(branch, secretary, client):
    lines = Lines([LineData("展板", 12500, "块", 100)], ["甲公司"], ["老年人"])
    work = make_work(branch, secretary, DAY, lines=lines)
    url = reverse("worklog:edit", args=[work.pk])
    page = client.get(url).content.decode()
    assert all(f'value="{text}"' in page for text in ("展板", "12.5", "块", "1.00", "甲公司", "老年人"))
    client.post(url, typed(branch, version=1, title="改过的", **{"lines-0-DELETE": "on"}))
    work = WorkLog.objects.get()
    assert (work.title, work.line_data, work.status) == ("改过的", [], Status.DONE)


def test_planned_work_is_marked_done_from_its_page(branch, secretary, client):
    client.post(reverse("worklog:create"), typed(branch, planned="on"))
    work = WorkLog.objects.get()
    assert work.status == Status.PLANNED
    done = reverse("worklog:done", args=[work.pk])
    assert done in client.get(reverse("worklog:detail", args=[work.pk])).content.decode()
    assert client.get(done).status_code == 200
    client.post(done, {"version": 1})
    work.refresh_from_db()
    assert work.status == Status.DONE
    assert done not in client.get(reverse("worklog:detail", args=[work.pk])).content.decode()


def test_others_do_not_reach_it(root, branch, secretary, client):
    work = make_work(branch, secretary, DAY)
    urls = [reverse(f"worklog:{name}", args=[work.pk]) for name in ("detail", "edit", "cancel", "done")]
    client.force_login(make_user(make_org(root)))
    assert [client.get(url).status_code for url in urls] == [404] * 4
    client.force_login(make_user())
    assert [client.get(url).status_code for url in urls] == [403] * 4
    client.force_login(make_user(root, Role.READER))
    assert [client.get(url).status_code for url in urls] == [200, 403, 403, 403]
    client.force_login(make_user(root, Role.MANAGER))
    assert client.get(urls[0]).status_code == 200


def test_the_filter_narrows_and_the_totals_follow(branch, secretary, client):
    make_work(branch, secretary, DAY, people=8)
    make_work(branch, secretary, DAY, WorkKind.TRAINING, people=30, items=2)
    context = client.get(reverse("worklog:list"), {"kind": "training"}).context
    assert context["count_text"] == "共 1 条"
    assert [total["value"] for total in context["totals"]] == ["2", "30", "0"]


def test_what_is_exported_can_be_imported(branch, secretary, client):
    lines = Lines([LineData("展板", 12500, "块", 350050), LineData("条幅", 6000, "条")], ["甲公司", "乙学校"], ["老人"])
    work = make_work(
        branch, secretary, DAY, lines=lines, tag="进社区", members_taking_part=3, members_due=4, highlight=True
    )
    response = client.get(reverse("worklog:list"), {"export": "xlsx", "span": "all"})
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(index for index, row in enumerate(rows) if "工作类型" in row)
    values, errors = LEDGER.read_row(dict(zip(rows[head], rows[head + 1], strict=True)))
    assert errors == {}
    values.pop("org")
    values["confirmed"] = True  # the other branch has no roster
    other = make_org()
    assert LEDGER.take is not None
    again = LEDGER.take(values, org=other, by=secretary, today=TODAY)
    fields = (
        "date",
        "kind",
        "title",
        "tag",
        "items",
        "people",
        "members_taking_part",
        "members_due",
        "highlight",
        "key",
    )
    assert [getattr(again, name) for name in fields] == [getattr(work, name) for name in fields]
    assert again.line_data == lines.quantities
    assert again.named(NamedAs.PARTNER) == ["甲公司", "乙学校"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_do_not_grow(branch, secretary, client, count, django_assert_num_queries):
    for _ in range(count):
        make_work(branch, secretary, DAY, lines=Lines([LineData("展板", 1000, "块")], ["甲公司"]))
    client.get(reverse("worklog:list"))
    with django_assert_num_queries(11):
        client.get(reverse("worklog:list"))
