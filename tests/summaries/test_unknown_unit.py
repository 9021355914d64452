"""A kind of unit nobody described: what its own workbook says can be told in text written with tokens."""

from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.imports.importer import import_workbook
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from summaries.facts import Facts
from summaries.picker.trying import tried
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill
from tests.summaries.office import order

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)

TEXTS = {
    "巡护{工作件数#巡护}次，共{数量合计#巡护@单位=公里}公里，北坡{数量合计#巡护@项目=北坡@单位=公里}公里": (
        "巡护3次，共67.5公里，北坡42.5公里"
    ),
    "栽植苗木{数量合计#造林@单位=株|余}株、{数量合计#造林@单位=亩}亩，投入{金额合计#造林|万元}": (
        "栽植苗木12000余株、86亩，投入1.32万元"
    ),
    "开展{工作件数#巡护|引文2}，相关工作{工作件数#巡护|多次}": "开展“雨季前排查”“北坡夜巡”等，相关工作多件",
    "查找{查找问题数@防火责任}个防火责任方面的问题，{查找问题数@来源=督查}个来自督查": (
        "查找2个防火责任方面的问题，1个来自督查"
    ),
    "最近一次巡护在{最近开展工作日期#巡护|旬}": "最近一次巡护在6月中旬",
}


def rows(code: str) -> dict[str, list[dict[str, object]]]:
    def work(key: str, day: str, tag: str, title: str, lines: str, **more: object) -> dict[str, object]:
        return {"日期": day, "党组织": code, "工作类型": "其他", "内容": title, "标签": tag, "数量和金额": lines,
                "编号": key, **more}  # fmt: skip

    def problem(key: str, title: str, source: str, category: str) -> dict[str, object]:
        return {"提出日期": "2026-04-02", "党组织": code, "问题": title, "来源": source, "类别": category,
                "提出层级": "支部", "整改状态": "整改中", "整改时限": "2026-09-30", "编号": key}  # fmt: skip

    return {
        "工作": [
            work("w1", "2026-03-05", "巡护", "北坡夜巡", "北坡 30.5公里"),
            work("w2", "2026-04-11", "巡护", "雨季前排查", "北坡 12公里；南沟 8公里", 亮点="是"),
            work("w3", "2026-06-20", "巡护", "防火隔离带巡查", "南沟 17公里"),
            work("w4", "2026-03-12", "造林", "义务植树", "云杉 12400株 13200元；造林 86亩"),
        ],
        "整改": [
            problem("p1", "瞭望塔值守记录不全", "督查", "防火责任"),
            problem("p2", "检查站登记不及时", "自查", "防火责任"),
            problem("p3", "学习材料更新慢", "自查", "思想建设"),
        ],
    }


def test_free_tags_odd_quantities_and_own_categories_appear_in_text():
    farm = make_org(kind=OrgKind.COMMITTEE, code="LC")
    station = make_org(farm, code="LC-01")
    manager = make_user(farm, Role.MANAGER)
    outcome = import_workbook(
        source=fill(**rows(station.code)), root=farm, scope=scope_of_org(farm, TODAY), by=manager, today=TODAY,
        commit=True,
    )  # fmt: skip
    assert ([str(each) for each in outcome.problems], outcome.added) == ([], 7)
    facts = Facts(order(farm))
    found = {text: tried(text, facts) for text in TEXTS}
    assert {text: "".join(piece.text for piece in each.pieces) for text, each in found.items()} == TEXTS
    assert [each.notes for each in found.values() if each.notes] == []
