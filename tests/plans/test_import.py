"""Work, plans, indicators and their values in one workbook."""

from datetime import date
from typing import Any

import pytest

from partywork.access.permissions import Role
from partywork.imports.importer import SheetCount, import_workbook
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.plans.models import IndicatorValue, PlanItem
from partywork.worklog.models import WorkLog
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def run():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch, by = make_org(root), make_user(root, Role.MANAGER)

    def run(**changes):
        common = {"党组织": branch.code, "编号": "1"}
        work = {
            **common,
            "日期": "2026-05-18",
            "工作类型": "经费阵地",
            "内容": "更新展陈",
            "数量和金额": "展板 12块 3500元",
        }
        plan = {
            **common,
            "完成期限": "2026-09-30",
            "计划事项": "开展志愿服务",
            "取数指标": "志愿服务次数",
            "目标要求": "不少于",
        }
        sheets: dict[str, list[dict[str, Any]]] = {
            "指标数值": [{**common, "日期": "2026-05-31", "指标": "集体经济收入", "数值": 12.5}],
            "指标": [{**common, "党组织": root.code, "指标名称": "集体经济收入", "启用日期": "2026-01-01"}],
            "工作": [{**work, **changes}],
            "计划": [{**plan, "目标值": changes.get("目标值", 6)}],
        }
        sheets["工作"][0].pop("目标值", None)
        return import_workbook(
            source=fill(**sheets), root=root, scope=scope_of_org(root, TODAY), by=by, today=TODAY, commit=True
        )

    return run


def test_all_four_come_in_together_and_once(run):
    first, second = run(), run()
    assert [str(problem) for problem in first.problems] == []
    assert sorted(first.counts, key=str) == [
        SheetCount(name, added=1)
        for name in sorted(("工作", "计划", "指标", "指标数值"), key=lambda n: str(SheetCount(n)))
    ]
    assert (second.added, WorkLog.objects.count()) == (0, 1)
    assert str(WorkLog.objects.get().lines.get()) == "展板 12块 3500元"
    assert PlanItem.objects.get().target_text == "不少于 6 次"
    assert str(IndicatorValue.objects.get()) == "2026-05-31 集体经济收入 12.5"


def test_bad_cells_are_named_and_nothing_comes_in(run):
    outcome = run(数量和金额="展板 12", 件数="一", 目标值="六")
    assert [str(problem) for problem in outcome.problems] == [
        "工作表「工作」第2行「件数」：“一”不是整数，请填 0 或正整数，不带单位。",
        "工作表「工作」第2行「数量和金额」：“展板 12”里没有读到数量或金额，"
        "请写成“展板 12块”“经费 3500元”或“展板 12块 3500元”，几项用分号隔开。",
        "工作表「计划」第2行「目标值」：“六”不是数，请填数字，最多三位小数。",
    ]
    assert WorkLog.objects.count() == 0
