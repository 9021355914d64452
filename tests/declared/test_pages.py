"""Pages of starts, opening balances and declared figures."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.audit.models import AuditEvent
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.declared.views import SUPERSEDED
from partywork.imports.importer import import_workbook
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.rectification.actions import request_closure, review_closure
from partywork.rectification.enums import Decision
from tests.factories.declared import make_declared, make_start
from tests.factories.dues import make_month
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import TODAY, make_item
from tests.factories.workbooks import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def typed(branch, **changes) -> dict[str, object]:
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "date": "2026-01-01", "until": "2026-03-09",
        "figure": "支委会次数",
        "value_milli": "2", "source_document": "一季度工作报告", "declared_by": "周同",
    }  # fmt: skip
    return {**data, **changes}


def test_a_start_then_a_number_then_another(branch, by, client):
    refused = client.post(reverse("declared:create"), typed(branch))
    assert refused.status_code == 422
    assert "还没有登记启用日期" in refused.content.decode()
    client.post(reverse("starts:create"), {"org": branch.pk, "key": "s", "version": 0, "on": "2026-03-10"})
    client.post(reverse("declared:create"), typed(branch))
    client.post(reverse("declared:create"), typed(branch))  # a double click
    figure = DeclaredFigure.objects.get()
    assert (figure.figure, figure.number, figure.declared_by) == ("支委会次数", 2, "周同")
    url = reverse("declared:edit", args=[figure.pk])
    assert 'value="支委会次数"' in client.get(url).content.decode()
    client.post(url, typed(branch, value_milli="3", version=1))
    figure.refresh_from_db()
    assert (figure.number, figure.version) == (3, 2)
    client.post(reverse("declared:cancel", args=[figure.pk]), {"reason": "报告有误", "version": 2})
    page = client.get(reverse("declared:detail", args=[figure.pk]))
    assert page.context["status_mark"] == {"label": "已取消", "css": "bad"}
    assert page.context["notes"] == ["取消原因：报告有误"]
    assert client.post(url, typed(branch, version=3)).status_code == 422
    actions = AuditEvent.objects.filter(action__startswith="declaredfigure").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "declaredfigure.create", "declaredfigure.edit", "declaredfigure.cancelled",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"figure": ""}, "请填是哪个指标。"),
        ({"figure": "支委会"}, "没有叫“支委会”的指标。"),
        ({"figure": "整改完成率"}, "由记录推算"),
        ({"until": "2026-03-10"}, "只能是启用日期2026-03-10以前的"),
        ({"until": ""}, "请填这个数截至哪一天。"),
        ({"value_milli": "1.5"}, "应是整数"),
        ({"source_document": ""}, "请写明数从哪份材料来。"),
    ],
)
def test_refusals_keep_what_was_typed(branch, by, client, changes, message):
    make_start(branch, by)
    response = client.post(reverse("declared:create"), typed(branch, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="周同"' in response.content.decode()


def test_a_clash_with_records_is_told_on_both_pages(branch, by, client):
    make_start(branch, by)
    figure = make_declared(branch, by)
    listed, detail = reverse("declared:list"), reverse("declared:detail", args=[figure.pk])
    assert SUPERSEDED not in client.get(listed).content.decode()
    assert client.get(detail).context["notes"] == []
    make_meeting(branch, by, date(2026, 2, 3))
    assert SUPERSEDED in client.get(listed).content.decode()
    assert [note[:20] for note in client.get(detail).context["notes"]] == ["这段时间已登记了同一指标的记录，总结按记"]


def test_the_figures_page_says_how_much_was_declared(branch, by, client):
    make_start(branch, by)
    make_declared(branch, by)
    url = f"{reverse('meetings:list')}?figure=支委会次数&of={branch.code}&period=2026H1&on=2026-06-30"
    banner = client.get(url).context["banner"]
    assert banner["title"] == "支委会次数：2次"
    assert banner["text"].endswith("。其中填报2次，没有逐条记录")


def test_the_opening_balance_is_what_was_open_on_the_evening_before(branch, by, client):
    opened = make_item(branch, by, date(2026, 1, 20), title="当时没有销号")
    closed = make_item(branch, by, date(2026, 1, 20), title="当时已销号")
    item = request_closure(item=closed, text="办完", on=date(2026, 3, 1), version=closed.version, by=by, today=TODAY)
    review_closure(
        item=item, decision=Decision.CLOSE, text="", on=date(2026, 3, 2), version=item.version, by=by, today=TODAY
    )
    make_item(branch, by, date(2026, 3, 10), title="启用以后提出")
    make_plan(branch, by, date(2026, 5, 31), text="启用前定下的", set_on=date(2026, 2, 1))
    make_plan(branch, by, date(2026, 5, 31), text="启用后定下的", set_on=date(2026, 3, 10))
    member = make_member(branch, by)
    for month, paid_on in ((202511, None), (202512, None), (202601, date(2026, 4, 2)), (202602, date(2026, 3, 1))):
        make_month(member, by, month, paid_on=paid_on)
    start = make_start(branch, by)
    problems, plans, dues, declared = client.get(reverse("starts:detail", args=[start.pk])).context["tables"]
    assert [title in str(problems["table"].body) for title in ("当时没有销号", "当时已销号", "启用以后提出")] == [
        True, False, False,
    ]  # fmt: skip
    assert reverse("rectification:detail", args=[opened.pk]) in str(problems["table"].body)
    assert ("启用前定下的" in str(plans["table"].body), "启用后定下的" in str(plans["table"].body)) == (True, False)
    rows = str(dues["table"].body).split("<tr>")[1:]
    assert [[part in row for part in ("2025年", "80.00")] for row in rows] == [[True, True], [False, False]]
    assert "40.00" in rows[1]  # paid in April: owed when the unit began
    assert declared["table"].is_empty


def test_a_second_start_is_refused_and_the_day_can_be_changed(branch, by, client):
    start = make_start(branch, by)
    data = {"org": branch.pk, "key": "other", "version": 0, "on": "2026-03-11"}
    assert "已经登记过启用日期" in client.post(reverse("starts:create"), data).content.decode()
    client.post(reverse("starts:edit", args=[start.pk]), {**data, "version": 1})
    assert UnitStart.objects.get().on == date(2026, 3, 11)


def test_an_import_takes_both_and_twice_adds_nothing(branch):
    root = branch.placements.get().parent
    by = make_user(root)
    common = {"党组织": branch.code, "编号": "1"}
    sheets = {
        "启用登记": [{**common, "启用日期": "2026-03-10"}],
        "填报数": [{**common, "起始日期": "2026-01-01", "截至日期": "2026-03-09", "指标": "支委会次数", "填报数值": 2,
                  "来源文件": "一季度工作报告", "填报人": "周同"}],
    }  # fmt: skip
    for _ in range(2):
        report = import_workbook(
            source=fill(**sheets), root=root, scope=scope_of_org(root, TODAY), by=by, today=TODAY, commit=True
        )
        assert [str(problem) for problem in report.problems] == []
    assert (DeclaredFigure.objects.get().number, UnitStart.objects.count()) == (2, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(branch, by, rows, client, django_assert_num_queries):
    make_start(branch, by)
    for name in ("支委会次数", "主题党日次数", "党课次数")[:rows]:
        make_declared(branch, by, name)
    with django_assert_num_queries(7 + rows):  # one a figure looks for records of its days; one how late they came
        client.get(reverse("declared:list"))
