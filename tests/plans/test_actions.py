"""Planning: logging, completing, cancelling, reopening."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit
from partywork.entries.figured import set_figure
from partywork.plans.actions import cancel_plan, complete_plan, edit_plan, log_plan, reopen_plan
from partywork.plans.enums import Comparator, PlanState
from partywork.plans.models import PlanItem
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import TODAY, make_plan

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 30)


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_an_item_belongs_to_the_half_year_in_which_it_is_due(branch, by):
    item = make_plan(branch, by, DUE)
    assert (item.half, item.month, item.period.label, item.state) == (20262, 202609, "2026年下半年", PlanState.OPEN)
    assert list(AuditEvent.objects.filter(action="planitem.create").values_list("subject_id", flat=True)) == [item.pk]


def test_a_figure_is_kept_by_code_and_shown_by_name(branch, by):
    item = PlanItem(org=branch, text="志愿服务", due_on=DUE, comparator=Comparator.AT_LEAST, target_milli=6000)
    set_figure(item, "志愿服务次数#进社区")
    log_plan(item=item, by=by, today=TODAY)
    stored = PlanItem.objects.get()
    assert (stored.measure_code, stored.measure_narrowing) == ("work.volunteering.items", "#进社区")
    assert (stored.figure, stored.target_text) == ("志愿服务次数#进社区", "不少于 6 次")
    set_figure(stored, "")
    assert (stored.measure_code, stored.measure_narrowing, stored.figure) == ("", "", "")


@pytest.mark.parametrize(
    ("figure", "fields", "errors"),
    [
        ("志愿服务次数", {}, {"target_milli": ["选了取数指标的请填目标要求和目标值。"]}),
        (
            "",
            {"comparator": "at_least", "target_milli": 6000},
            {"figure": ["有目标值的请选取数指标，系统据此算完成情况。"]},
        ),
        (
            "志愿服务次数",
            {"comparator": "at_least"},
            {"target_milli": ["选了取数指标的请填目标要求和目标值。"]},
        ),
        (
            "首次志愿服务日期",
            {"comparator": "at_least", "target_milli": 1000},
            {"figure": ["“首次志愿服务日期”是日期，不能和目标值比较，请换一个数。"]},
        ),
        ("", {"done_on": date(2026, 7, 2), "state": "done"}, {"done_on": ["完成日期在今天之后，请核对。"]}),
        ("", {"text": ""}, {"text": ["此字段不能为空。"]}),
    ],
)
def test_what_cannot_be_true_is_refused(branch, by, figure, fields, errors):
    item = PlanItem(org=branch, **{"text": "志愿服务", "due_on": DUE, **fields})
    set_figure(item, figure)
    with pytest.raises(ValidationError) as caught:
        log_plan(item=item, by=by, today=TODAY)
    assert caught.value.message_dict == errors
    assert PlanItem.objects.count() == 0


def test_an_unknown_figure_says_what_may_be_meant(branch):
    with pytest.raises(ValidationError) as caught:
        set_figure(PlanItem(org=branch), "志愿服务次")
    assert caught.value.message_dict["figure"][0].startswith("没有叫“志愿服务次”的指标。是不是：志愿服务次数")


def test_completing_needs_a_day_that_has_come(branch, by):
    item = make_plan(branch, by, DUE)
    with pytest.raises(ValidationError, match="完成日期在今天之后"):
        complete_plan(item=item, version=1, done_on=date(2026, 7, 2), result="", by=by, today=TODAY)
    complete_plan(item=item, version=1, done_on=date(2026, 6, 20), result=" 选出新一届支委会 ", by=by, today=TODAY)
    stored = PlanItem.objects.get()
    assert (stored.state, stored.done_on, stored.result, stored.version) == (
        PlanState.DONE, date(2026, 6, 20), "选出新一届支委会", 2,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="这个事项已完成，不用再办。"):
        cancel_plan(item=stored, version=2, reason="并入另一项", by=by)


def test_cancelling_and_reopening_need_a_reason(branch, by):
    item = make_plan(branch, by, DUE)
    with pytest.raises(ValidationError, match="请写明取消的原因"):
        cancel_plan(item=item, version=1, reason=" ", by=by)
    with pytest.raises(ValidationError, match="本来就没有完成"):
        reopen_plan(item=item, version=1, reason="误标", by=by)
    cancel_plan(item=item, version=1, reason="并入另一项", by=by)
    with pytest.raises(ValidationError, match="已经取消"):
        edit_plan(item=item, version=2, by=by, today=TODAY)
    reopen_plan(item=item, version=2, reason="误标", by=by)
    assert (item.state, item.cancel_reason, item.version) == (PlanState.OPEN, "", 3)
    told = AuditEvent.objects.filter(action="planitem.open").values_list("summary", flat=True)
    assert list(told) == ["计划事项“完成支部换届”改为未完成：误标"]


def test_a_second_editor_is_stopped(branch, by):
    item = make_plan(branch, by, DUE)
    edit_plan(item=item, version=1, by=by, today=TODAY)
    with pytest.raises(StaleEdit):
        edit_plan(item=item, version=1, by=by, today=TODAY)
    with pytest.raises(StaleEdit):
        complete_plan(item=item, version=1, done_on=TODAY, result="", by=by, today=TODAY)
