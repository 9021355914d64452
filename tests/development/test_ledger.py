"""The ledgers in and out: what an office has in Excel comes in, and what is on record goes out and comes back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.development.enums import GuideRole, StepCode
from partywork.development.ledger import REVIEW_LEDGER, STEP_LEDGER, as_half
from partywork.development.models import ActivistReview, DevelopmentGuide, DevelopmentStep
from partywork.ledgers.cells import CellError
from partywork.members.enums import Stage
from partywork.members.queries import latest_standing
from partywork.orgs.enums import OrgKind
from tests.factories.development import TODAY, make_person, make_review, make_step
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def take(ledger, cells, branch, by):
    values, errors = ledger.read_row(cells)
    assert errors == {}
    return ledger.take(values, org=branch, by=by, today=TODAY)


def refused(ledger, cells, branch, by) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        take(ledger, cells, branch, by)
    return caught.value.message_dict


def row(name: str, step: str, day: str, **more) -> dict[str, object]:
    return {
        "姓名": name,
        "党组织": "本支部",
        "步骤": step,
        "日期": day,
        "编号": f"{name}{step}",
        "备注": "补录",
        **more,
    }


def test_a_workbook_row_takes_the_step(branch, by):
    make_person(branch, by, Stage.CANDIDATE, name="周甲")
    first = take(STEP_LEDGER, row("周甲", "短期集中培训", "2024-11-01", 培训天数=3), branch, by)
    assert take(STEP_LEDGER, row("周甲", "短期集中培训", "2024-11-01", 培训天数=3), branch, by) == first
    step = DevelopmentStep.objects.get()
    assert (step.step, step.days, step.date) == (StepCode.TRAINING, 3, date(2024, 11, 1))


def test_a_row_may_open_a_stage_and_name_people(branch, by):
    member = make_person(branch, by, Stage.ACTIVIST, name="周甲")
    one, two = make_member(branch, by, name="吴甲"), make_member(branch, by, name="吴乙")
    take(STEP_LEDGER, row("周甲", "确定发展对象", "2024-10-01"), branch, by)
    take(STEP_LEDGER, row("周甲", "确定入党介绍人", "2024-10-08", 联系人或介绍人="吴甲、吴乙"), branch, by)
    assert latest_standing(member).stage == Stage.CANDIDATE
    assert {g.guide for g in DevelopmentGuide.objects.filter(role=GuideRole.SPONSOR)} == {one, two}


def test_refusals_name_their_column(branch, by):
    make_person(branch, by, Stage.ACTIVIST, name="周甲")
    for _ in range(2):
        make_person(branch, by, Stage.APPLICANT, name="周乙")
    contacts = row("周甲", "指定培养联系人", "2023-09-05", 联系人或介绍人="郑某")
    assert refused(STEP_LEDGER, contacts, branch, by) == {"guides": ["“郑某”2023-09-05不是本支部的正式党员。"]}
    assert set(refused(STEP_LEDGER, row("周丙", "派人谈话", "2023-03-20"), branch, by)) == {"member"}
    assert set(refused(STEP_LEDGER, row("周乙", "派人谈话", "2023-03-20"), branch, by)) == {"member_key"}
    assert set(refused(STEP_LEDGER, row("周甲", "积极分子报上级备案", "2027-03-20"), branch, by)) == {"date"}


def test_a_namesake_is_told_by_the_number_in_the_roster(branch, by):
    make_person(branch, by, Stage.APPLICANT, name="周乙", key="A1")
    second = make_person(branch, by, Stage.APPLICANT, name="周乙", key="A2")
    take(STEP_LEDGER, row("周乙", "派人谈话", "2023-03-20", 人员编号="A2"), branch, by)
    assert DevelopmentStep.objects.get().member == second


@pytest.mark.parametrize("text", ["2026年上半年", "2026H1", "2026h1", "20261", 20261, "2026上半年"])
def test_half_years_as_people_write_them(text):
    assert as_half(text) == 20261


@pytest.mark.parametrize("text", ["2026", "20263", "2026年", "上半年"])
def test_what_is_no_half_year_says_what_would_be_right(text):
    with pytest.raises(CellError) as caught:
        as_half(text)
    assert caught.value.right == "请写成 2026年上半年"


@pytest.mark.parametrize("ledger", [STEP_LEDGER, REVIEW_LEDGER], ids=lambda ledger: ledger.code)
def test_what_goes_out_comes_back(branch, by, ledger):
    member = make_person(branch, by, Stage.CANDIDATE, name="周甲")
    guides = [make_member(branch, by, name=name) for name in ("吴甲", "吴乙")]
    make_step(member, by, StepCode.TALK, date(2023, 3, 20))
    make_step(member, by, StepCode.SPONSORS, date(2024, 10, 8), guides=guides)
    make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1), remark="")
    make_step(member, by, StepCode.TRAINING, date(2024, 11, 1), days=3, remark="")
    make_review(member, by, 20241, date(2024, 6, 20), conclusion="表现良好")
    headers = [column.header for column in ledger.exported(personal=True)]
    exported = list(ledger.table(ledger.model.objects.order_by("pk"), personal=True))
    assert len(exported) == (4 if ledger is STEP_LEDGER else 1)
    DevelopmentStep.objects.all().delete()
    ActivistReview.objects.all().delete()
    DevelopmentGuide.objects.all().delete()
    for cells in exported:
        take(ledger, dict(zip(headers, cells, strict=True)), branch, by)
    assert list(ledger.table(ledger.model.objects.order_by("pk"), personal=True)) == exported
