"""A railway depot that nobody described: its workbook, told in its own sentences with every form of token."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.imports.importer import import_workbook
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from summaries.document import plain_text
from summaries.reports.desk import open_report
from summaries.reports.models import Report
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row

pytestmark = pytest.mark.django_db
TODAY, THEME = date(2026, 7, 1), "党建业务融合"

# What a writer types, one sentence a line, and what the report says. No figure is typed by hand.
SENTENCES = {
    # free tags, odd units, objects
    "添乘检查{其他工作件数#添乘检查}次、{数量合计#添乘检查@单位=趟}趟，夜间{数量合计#添乘检查@项目=夜间添乘@单位=趟}趟，"
    "走行{数量合计#添乘检查@单位=万公里}万公里。":
        "添乘检查7次、25趟，夜间13趟，走行3.75万公里。",
    # hedges
    "更换闸瓦{数量合计#检修@项目=闸瓦|余}块、{数量合计#检修@项目=轴承|近}套，清洗滤网{数量合计#检修@项目=滤网|约}张，"
    "检修{数量合计#检修@单位=台|超过}台，紧固螺栓{数量合计#检修@单位=条|以上}，相关工作{其他工作件数#检修|多次}。":
        "更换闸瓦120余块、近200套，清洗滤网约300张，检修超过40台，紧固螺栓510条以上，相关工作多件。",
    # money, a share of money, a stated zero
    "募集互助金{金额合计#募集}元，折合{金额合计#募集|万元}，上交{金额合计#上交|占金额合计#募集}，责任事故{登记数量#安全@单位=起}起。":
        "募集互助金24000元，折合2.4万元，上交75%，责任事故0起。",
    # regularity: of the whole depot, of its branches
    "添乘检查{其他工作件数#添乘检查|每月}有安排，按周看{其他工作件数#添乘检查|每周}有记录，碰头会{会议活动次数#碰头会|每季度}召开，"
    "支委会{每月召开支委会的支部数|频次}召开，{每月召开支委会的支部数|未达名单}还没有做到。":
        "添乘检查每月有安排，按周看25周中有7周有记录，碰头会2个季度中有1个季度召开，"
        "支委会2个支部中有1个每月召开，检修车间党支部还没有做到。",
    # per branch
    "各支部召开支委会不少于{各支部支委会最少次数}次，平均{支部平均支委会次数}次，{每月召开支委会的支部数|总数}个支部中"
    "{每月召开支委会的支部数|未达数}个有缺月。":
        "各支部召开支委会不少于2次，平均4次，2个支部中1个有缺月。",
    # dates
    "首次碰头会在{首次会议活动日期#碰头会}，最近一次添乘在{最近开展工作日期#添乘检查|旬}，即{最近开展工作日期#添乘检查|年月日}。":
        "首次碰头会在2月9日，最近一次添乘在6月下旬，即2026年6月25日。",
    # days of its own
    "自上年以来添乘{其他工作件数#添乘检查|自2025年}次，截至五月末{其他工作件数#添乘检查|截至5月31日}次，"
    "上年同期{其他工作件数#添乘检查|上年同期}次。":
        "自上年以来添乘8次，截至五月末6次，上年同期1次。",
    # names and documents
    "开展了{其他工作件数#名师带徒|引文2}，制发{制发文件数|书名}，协作单位有{共建单位数|名单}。":
        "开展了“天窗点实作比武”“师徒结对签约”，制发《乘务安全红线》，协作单位有城东站派出所、柳河工务段。",
    # breakdowns and splits, their parts made up to the total
    "问题来源为{问题来源构成|分项}，走访{走访次数}次，其中{走访次数|按对象}。":
        "问题来源为审计1个、其他2个，走访2次，其中企业1次、困难党员1次。",
    # dims: a category of its own, an unusual source, a talk's pair, a sector group
    "行车安全方面问题{查找问题数@类别=行车安全}个，其他来源{查找问题数@来源=其他}个，支委之间谈心{谈心谈话次数@双方=支委之间}次，"
    "企业支部{党支部数@领域大类=企业}个。":
        "行车安全方面问题2个，其他来源2个，支委之间谈心1次，企业支部2个。",
    # ratios
    "应急演练党员参加率{工作党员参加率#应急演练}%，问题整改完成率{整改完成率}%，企业支部占{党支部数@领域大类=企业|占党支部数}。":
        "应急演练党员参加率90%，问题整改完成率33.3%，企业支部占100%。",
    # the depot's own figures: a sum, its target, the last value, a rate, a value by tag
    "整备机车{指标：整备机车}台，全年目标{指标：整备机车|目标}台，夜班{指标：整备机车#夜班}台，期末配属{指标：配属机车}台，"
    "正点率{指标：正点率}%。":
        "整备机车310台，全年目标600台，夜班110台，期末配属96台，正点率98.5%。",
    # what is planned, different objects and places, the year
    "下步安排{计划开展工作件数#应急演练}次演练，活动地点{工作地点数#名师带徒}处，检修项目{数量项目数#检修}个，今年是建党{建党周年}周年。":
        "下步安排1次演练，活动地点2处，检修项目5个，今年是建党105周年。",
}  # fmt: skip


@pytest.fixture
def depot(client) -> Organisation:
    root = make_org(kind=OrgKind.COMMITTEE, sector=Sector.STATE_ENTERPRISE, name="柳河机务段党委", code="JW")
    running = make_org(root, sector=Sector.STATE_ENTERPRISE, name="运用车间党支部", code="JW-01")
    repair = make_org(root, sector=Sector.STATE_ENTERPRISE, name="检修车间党支部", code="JW-02")
    by = make_user(root, Role.MANAGER)
    client.force_login(by)
    made = import_workbook(
        source=fill(**workbook(running.code, repair.code)), root=root, scope=scope_of_org(root, TODAY), by=by,
        today=TODAY, commit=True,
    )  # fmt: skip
    assert ([str(each) for each in made.problems], made.committed) == ([], True)
    return root


def workbook(running: str, repair: str) -> dict[str, list[dict[str, Any]]]:
    numbers = iter(range(1, 1000))

    def work(org: str, day: str, tag: str, **more: Any) -> dict[str, Any]:
        row = {"日期": day, "党组织": org, "工作类型": "其他", "内容": tag, "标签": tag, "编号": f"w{next(numbers)}"}
        return row | more

    rides = [(f"2026-{month:02}-{day}", "添乘 2趟；走行 0.5万公里") for month, day in enumerate((8, 9, 10, 13, 14), 1)]
    works = [
        *(work(running, day, "添乘检查", 数量和金额=lines) for day, lines in rides),
        work(repair, "2026-05-29", "添乘检查", 数量和金额="夜间添乘 6趟；走行 0.75万公里"),
        work(running, "2026-06-25", "添乘检查", 数量和金额="夜间添乘 7趟；添乘 2趟；走行 0.5万公里"),
        work(running, "2025-03-03", "添乘检查", 数量和金额="添乘 90趟"),
        work(repair, "2026-02-02", "检修", 数量和金额="闸瓦 121块；轴承 194套；螺栓 512条"),
        work(repair, "2026-03-02", "检修", 数量和金额="滤网 303张；机车 44台"),
        work(repair, "2026-04-02", "检修"),
        work(running, "2026-03-04", "募集", 数量和金额="互助金 24000元"),
        work(running, "2026-03-20", "上交", 数量和金额="互助金 18000元"),
        work(running, "2026-06-30", "安全", 数量和金额="责任事故 0起"),
        work(repair, "2026-03-15", "名师带徒", 内容="师徒结对签约", 地点="技能室"),
        work(repair, "2026-05-08", "名师带徒", 内容="天窗点实作比武", 地点="三股道", 亮点="是"),
        work(running, "2026-04-21", "应急演练", 已核对="是",  # no roster was brought in
             **{"参加人次": 20, "参加党员（名）": 18, "应参加党员（名）": 20}),
        work(running, "2026-06-29", "应急演练", 计划="是"),
        work(running, "2026-01-20", "", 工作类型="发文制度", 内容="乘务安全红线"),
        work(running, "2026-05-26", "结对", 工作类型="共建品牌", 内容="路地共建",
             **{"共建（协办）单位": "城东站派出所、柳河工务段"}),
    ]  # fmt: skip
    committee = [meeting_row(Code(running), f"m{month}", 日期=f"2026-{month:02}-12") for month in range(1, 7)]
    committee += [meeting_row(Code(repair), f"r{month}", 日期=f"2026-{month:02}-12") for month in (1, 2)]
    start = meeting_row(Code("JW"), "s1", 日期="2026-02-09", 会议类型="其他会议", 标题="春运碰头会", 标签="碰头会")

    def problem(key: str, source: str, category: str, **more: Any) -> dict[str, Any]:
        return {"提出日期": "2026-04-02", "党组织": repair, "问题": f"问题{key}", "来源": source, "类别": category,
                "提出层级": "支部", "整改状态": "整改中", "整改时限": "2026-09-30", "编号": key, **more}  # fmt: skip

    def visit(key: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"日期": "2026-05-12", "党组织": running, "方式": "走访", "对象类别": kind, "走访对象": f"{kind}一户",
                "编号": key, **more}  # fmt: skip

    def indicator(key: str, name: str, unit: str, how: str, **more: Any) -> dict[str, Any]:
        return {"指标名称": name, "党组织": "JW", "单位": unit, "取数方式": how, "启用日期": "2026-01-01", "编号": key,
                **more}  # fmt: skip

    def value(name: str, day: str, amount: str, **more: Any) -> dict[str, Any]:
        return {"日期": day, "党组织": running, "指标": name, "数值": amount, "编号": f"{name}{day}", **more}

    return {
        "工作": works,
        "会议活动": [*committee, start],
        "整改": [
            problem("p1", "其他", "行车安全"),
            problem("p2", "其他", "行车安全", 整改状态="已销号", 销号日期="2026-06-10", 销号人="车建国"),
            problem("p3", "审计", "物料管理"),
        ],
        "走访慰问": [visit("v1", "企业", 企业数=1), visit("v2", "困难党员")],
        "谈话": [
            {"日期": "2026-05-06", "党组织": running, "类型": "谈心谈话", "谈话双方": "支委之间", "谈话人": "车建国",
             "谈话对象人数": 1, "编号": "t1"},
        ],
        "指标": [
            indicator("i1", "整备机车", "台", "各次相加", 目标要求="不少于", 目标值=600),
            indicator("i2", "配属机车", "台", "取期末数"),
            indicator("i3", "正点率", "%", "算占比"),
        ],
        "指标数值": [
            value("整备机车", "2026-03-31", "200"),
            value("整备机车", "2026-06-28", "110", 标签="夜班"),
            value("配属机车", "2026-03-31", "94"),
            value("配属机车", "2026-06-28", "96"),
            value("正点率", "2026-06-28", "197", 分母="200"),
        ],
    }  # fmt: skip


class Code(str):
    """What ``meeting_row`` takes for an organisation."""

    @property
    def code(self) -> str:
        return str(self)


def test_every_form_of_token_says_what_the_workbook_says(depot, client):
    about = {"theme": THEME, "kind": "deed", "place": "done", "reach": "own", "version": 0}
    for number, text in enumerate(SENTENCES):
        answer = client.post(reverse("summaries:phrase_new"), about | {"key": f"p{number}", "text1": text})
        assert answer.status_code == 302, answer.context["form"].errors
    order = {"org": depot.pk, "period": "2026H1", "data_date": "2026-06-30", "outline": "standard"}
    assert client.post(reverse("summaries:create"), order).status_code == 302
    text = plain_text(open_report(Report.objects.get()).compiled.document)
    told = next(line for line in text.splitlines() if "添乘检查7次" in line)
    assert re.findall(r"[^。]+。", told)[-len(SENTENCES) :] == list(SENTENCES.values())
