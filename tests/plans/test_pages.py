"""The pages of plans, indicators and their values."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.entries.enums import Status
from partywork.orgs.enums import OrgKind
from partywork.plans.enums import PlanState
from partywork.plans.models import Indicator, IndicatorValue, PlanItem
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_indicator, make_plan, make_value
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
DUE, DAY = date(2026, 12, 20), date(2026, 5, 31)


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


def a_plan(branch, **changes) -> dict[str, object]:
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "text": "开展志愿服务", "theme": "志愿服务",
        "due_on": "2026-12-20", "owner": "周某", "figure": "志愿服务次数#进社区", "comparator": "at_least",
        "target_milli": "6",
    }  # fmt: skip
    return {**data, **changes}


def test_a_plan_with_a_target_shows_how_far_it_has_come(branch, secretary, client):
    response = client.post(reverse("plans:create"), a_plan(branch))
    item = PlanItem.objects.get()
    assert response.url == reverse("plans:detail", args=[item.pk])
    assert (item.figure, item.target_text) == ("志愿服务次数#进社区", "不少于 6 次")
    PlanItem.objects.update(due_on=DAY, set_on=DAY, half=20261, month=202605)
    make_work(branch, secretary, DAY, tag="进社区", items=4)
    groups = client.get(response.url).context["groups"]
    actual, *facts = [fact["value"] for fact in groups[1]["facts"]]
    assert actual.endswith(">4 次</a>")
    assert client.get(unescape(actual.partition('"')[2].partition('"')[0])).context["count_text"] == "共 1 条"
    bar = '<progress class="bar" max="100" value="66"></progress> 还差 2 次'
    assert facts == ["不少于 6 次", bar, "未达到目标"]


def test_a_target_whose_half_year_runs_is_not_called_missed(branch, secretary, client):
    item = make_plan(branch, secretary, due_on=date(2090, 12, 20), figure="志愿服务次数", comparator="at_least",
                     target_milli=6000)  # fmt: skip
    groups = client.get(reverse("plans:detail", args=[item.pk])).context["groups"]
    assert groups[1]["facts"][-1]["value"] == "目前还没有达到目标"


def test_an_overdue_plan_is_marked_in_the_list(branch, secretary, client):
    make_plan(branch, secretary, due_on=date(2026, 1, 31))
    page = client.get(reverse("plans:list")).content.decode()
    assert page.count('<span class="light light-bad">逾期</span>') == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": ""}, "请写计划做什么。"),
        ({"due_on": ""}, "请填完成期限。"),
        ({"figure": "志愿次数"}, "没有叫“志愿次数”的指标。"),
        ({"figure": "志愿服务次数@甲"}, "没有“甲”这一类。"),
        ({"target_milli": ""}, "选了取数指标的请填目标要求和目标值。"),
        ({"comparator": ""}, "目标要求和目标值请一起填，或者都不填。"),
        ({"figure": ""}, "有目标值的请选取数指标"),
        ({"target_milli": "六"}, "“六”不是数"),
    ],
)
def test_refusals_keep_what_was_typed(branch, secretary, client, changes, message):
    response = client.post(reverse("plans:create"), a_plan(branch, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert 'value="周某"' in page
    assert PlanItem.objects.count() == 0


def test_an_edit_shows_figure_and_target(branch, secretary, client):
    client.post(reverse("plans:create"), a_plan(branch, target_milli="6.5"))
    item = PlanItem.objects.get()
    url = reverse("plans:edit", args=[item.pk])
    page = client.get(url).content.decode()
    assert 'value="志愿服务次数#进社区"' in page
    assert 'value="6.5"' in page
    client.post(url, a_plan(branch, version=1, figure="", comparator="", target_milli=""))
    item.refresh_from_db()
    assert (item.measure_code, item.target_text, item.version) == ("", "", 2)


def test_completing_cancelling_and_reopening(branch, secretary, client):
    item = make_plan(branch, secretary, DUE)
    step = {name: reverse(f"plans:{name}", args=[item.pk]) for name in ("done", "cancel", "reopen")}
    assert [client.get(url).status_code for url in step.values()] == [200, 200, 200]
    assert client.post(step["done"], {"done_on": "", "version": 1}).status_code == 422
    today = timezone.localdate().isoformat()
    client.post(step["done"], {"done_on": today, "result": "选出新班子", "version": 1})
    item.refresh_from_db()
    assert (item.state, item.result) == (PlanState.DONE, "选出新班子")
    client.post(step["reopen"], {"reason": "误标", "version": 2})
    client.post(step["cancel"], {"reason": "并入另一项", "version": 3})
    item.refresh_from_db()
    assert (item.state, item.cancel_reason, item.version) == (PlanState.CANCELLED, "并入另一项", 4)
    page = client.get(reverse("plans:detail", args=[item.pk])).content.decode()
    assert "取消原因：并入另一项" in page


def test_an_indicator_is_defined_filled_and_closed(root, branch, client):
    client.force_login(make_user(root, Role.MANAGER))
    data = {
        "org": root.pk, "key": "k1", "version": 0, "name": "集体经济收入", "unit": "万元", "since": "2026-01-01",
        "reading": "sum",
        "comparator": "at_least", "target_milli": "30",
    }  # fmt: skip
    client.post(reverse("indicators:create"), data)
    indicator = Indicator.objects.get()
    assert indicator.target_text == "不少于 30 万元"
    client.force_login(make_user(branch))
    create = f"{reverse('indicator_values:create')}?indicator={indicator.pk}"
    assert client.get(create).context["form"].initial["indicator"] == indicator.pk
    value = {"org": branch.pk, "key": "v1", "version": 0, "indicator": indicator.pk, "date": "2026-05-31"}
    response = client.post(create, {**value, "value_milli": "12.5"})
    saved = IndicatorValue.objects.get()
    assert response.url == reverse("indicator_values:detail", args=[saved.pk])
    assert (saved.value_milli, saved.org) == (12500, branch)
    response = client.post(create, {**value, "key": "v2", "value_milli": "1", "declared": "on"})
    assert "填报数请写明来源文件" in response.content.decode()
    client.force_login(make_user(root, Role.MANAGER))
    client.post(reverse("indicators:close", args=[indicator.pk]), {"reason": "口径变了", "version": 1})
    indicator.refresh_from_db()
    assert indicator.is_open is False


def test_a_taken_name_is_refused_beside_the_field(root, branch, secretary, client):
    make_indicator(root, secretary)
    data = {"org": branch.pk, "key": "k1", "version": 0, "name": "集体经济收入", "reading": "sum"}
    data["since"] = "2026-01-01"
    response = client.post(reverse("indicators:create"), data)
    assert response.context["form"].errors["name"] == [
        f"“{root}”已经有叫“集体经济收入”的指标，请直接用它，或换一个名称。"
    ]


def test_a_branch_sees_the_definition_above_but_only_its_own_values(root, branch, secretary, client):
    above = make_indicator(root, secretary)
    beside = make_indicator(make_org(root), secretary, "别家的指标")
    make_value(above, secretary, DAY, 7654321)
    make_value(above, secretary, DAY, 12500, org=branch)
    listed = client.get(reverse("indicators:list")).content.decode()
    assert ("集体经济收入" in listed, "别家的指标" in listed) == (True, False)
    page = client.get(reverse("indicators:detail", args=[above.pk]))
    text = page.content.decode()
    assert ("12.5" in text, "7654.321" in text, "7666.821" in text) == (True, False, False)
    assert [group["title"] for group in page.context["groups"]] == ["基本情况"]
    assert client.get(reverse("indicators:detail", args=[beside.pk])).status_code == 404
    assert client.get(reverse("indicators:edit", args=[above.pk])).status_code == 404
    assert client.get(reverse("indicators:close", args=[above.pk])).status_code == 404


@pytest.mark.parametrize("namespace", ["plans", "indicators", "indicator_values"])
def test_others_do_not_reach_it(root, branch, secretary, client, namespace):
    indicator = make_indicator(branch, secretary)
    pk = {
        "plans": make_plan(branch, secretary, DUE).pk,
        "indicators": indicator.pk,
        "indicator_values": make_value(indicator, secretary, DAY, 1000).pk,
    }[namespace]
    urls = [reverse(f"{namespace}:{name}", args=[pk]) for name in ("detail", "edit")]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    client.force_login(make_user(make_org(root)))
    assert [client.get(url).status_code for url in urls] == [404, 404]
    client.force_login(make_user())
    assert [client.get(url).status_code for url in urls] == [403, 403]
    client.force_login(make_user(root, Role.READER))
    assert [client.get(url).status_code for url in urls] == [200, 403]


def test_a_value_is_cancelled_with_a_reason(branch, secretary, client):
    value = make_value(make_indicator(branch, secretary), secretary, DAY, 1000)
    client.post(reverse("indicator_values:cancel", args=[value.pk]), {"reason": "填错", "version": 1})
    value.refresh_from_db()
    assert value.status == Status.CANCELLED


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("namespace", "queries"), [("plans", 6), ("indicators", 7), ("indicator_values", 11)])
def test_queries_of_the_lists_do_not_grow(
    branch, secretary, client, namespace, queries, count, django_assert_num_queries
):
    for number in range(count):
        make_plan(branch, secretary, DUE)
        make_value(make_indicator(branch, secretary, f"指标{number}"), secretary, DAY, 1000)
    client.get(reverse(f"{namespace}:list"))
    with django_assert_num_queries(queries):
        client.get(reverse(f"{namespace}:list"))


def test_the_page_of_a_target_asked_of_each_lists_who_missed_it_with_the_records(branch, secretary, client):
    item = make_plan(branch, secretary, due_on=date(2026, 6, 30), figure="支委会次数", comparator="at_least",
                     target_milli=1000, each="month")  # fmt: skip
    for month in (1, 2, 4, 5):
        make_meeting(branch, secretary, date(2026, month, 10))
    page = client.get(reverse("plans:detail", args=[item.pk]))
    [part] = page.context["tables"]
    assert part["title"] == "没有达到的2项"
    body = str(part["table"].body)
    assert [f"2026年{month}月" in body for month in range(1, 7)] == [False, False, True, False, False, True]
    assert "period=2026-03&amp;on=" in body
    facts = {fact["label"]: fact["value"] for fact in page.context["groups"][1]["facts"]}
    assert facts["目标"] == "每月不少于 1 次"
    assert facts["进展"] == '<progress class="bar" max="100" value="66"></progress> 6个月中有4个月达到'
