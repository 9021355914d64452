"""Problems of the demo: most closed by the data date, two overdue, some still within their time."""

from dataclasses import dataclass
from datetime import date, timedelta

from partywork.demo.organisations import LEADERS
from partywork.demo.world import Unit, World
from partywork.meetings.models import Meeting
from partywork.rectification.actions import add_progress, raise_item, request_closure, review_closure
from partywork.rectification.enums import WEAK_ORGANISATION, Decision, Level, ProblemSource, State
from partywork.rectification.models import RectificationItem
from partywork.visits.models import Visit

S, L = ProblemSource, Level


@dataclass(frozen=True)
class Problem:
    """``raised`` and ``due`` are (month, day) of the demo's year; ``days`` until it was closed, 0 while open."""

    org: str
    title: str
    source: ProblemSource
    category: str
    raised: tuple[int, int]
    due: tuple[int, int]
    days: int
    measure: str
    level: Level = Level.BRANCH
    about: str = ""  # the organisation to be put in order


PROBLEMS = [
    Problem("DEMO", "机关党员到社区报到活动安排不够均衡", S.SUPERVISION, "服务群众", (1, 14), (3, 31), 62,
            "按网格需求编排报到计划，每季度公示完成情况", L.COMMITTEE),
    Problem("DEMO", "对两新组织党建指导频次偏少", S.INSPECTION, "组织建设", (1, 14), (5, 31), 118,
            "明确党建指导员，每月到企业一次", L.COMMITTEE),
    Problem("DEMO", "中心组学习研讨发言联系实际不够", S.DEMOCRATIC_LIFE, "思想建设", (1, 20), (4, 30), 92,
            "提前确定研讨题目，发言附调研材料", L.LEADERS),
    Problem("DEMO", "文件会议仍有精简空间", S.DEMOCRATIC_LIFE, "作风建设", (1, 20), (6, 30), 140,
            "实行会议计划管理，能合并的合并召开", L.LEADERS),
    Problem("DEMO", "党费使用公示不够及时", S.AUDIT, "制度建设", (2, 26), (4, 15), 40,
            "每半年公示一次收支", L.COMMITTEE),
    Problem("DEMO", "部分阵地标识陈旧", S.ASSESSMENT, "组织建设", (3, 5), (6, 15), 96,
            "分批更换，统一样式", L.COMMITTEE),
    Problem("DEMO", "信访件答复有时超期", S.SUPERVISION, "服务群众", (3, 18), (5, 10), 0,
            "建立催办提醒，超期说明原因", L.DEPARTMENT),
    Problem("DEMO", "年轻干部基层历练不足", S.ASSESSMENT, "组织建设", (4, 9), (9, 30), 0,
            "安排到社区和村跟班锻炼", L.LEADERS),
    Problem("DEMO-01", "组织生活会谈心谈话面不够广", S.ORGANISATION_LIFE, "党员教育管理", (1, 26), (3, 20), 45,
            "支委分片包干，谈到每名党员"),
    Problem("DEMO-01", "楼道堆物反复出现", S.VISIT, "服务群众", (4, 15), (6, 10), 38, "党员包楼，每周巡查"),
    Problem("DEMO-02", "会议记录要素不齐全", S.SUPERVISION, "制度建设", (2, 12), (3, 15), 25, "统一记录模板，专人复核"),
    Problem("DEMO-02", "居民反映活动室开放时间短", S.VISIT, "服务群众", (5, 7), (7, 15), 0, "周末安排志愿者值守"),
    Problem("DEMO-03", "高龄党员参加学习困难", S.ORGANISATION_LIFE, "党员教育管理", (1, 27), (4, 30), 80,
            "结对送学上门，每月一次"),
    Problem("DEMO-04", "理论学习与窗口业务结合不紧", S.ORGANISATION_LIFE, "思想建设", (1, 28), (5, 20), 101,
            "每月围绕一项业务开展交流"),
    Problem("DEMO-04", "办公用品领用登记不规范", S.SELF_CHECK, "纪律建设", (3, 24), (4, 24), 20, "实行签字领用"),
    Problem("DEMO-05", "窗口一次告知落实不到位", S.VISIT, "服务群众", (2, 25), (4, 10), 36, "印制告知单，纳入检查"),
    Problem("DEMO-05", "届满前准备工作启动较晚", S.SELF_CHECK, "组织建设", (6, 3), (9, 20), 0, "列出换届准备清单"),
    Problem("DEMO-06", "青年教师党员培养力度不够", S.ORGANISATION_LIFE, "组织建设", (1, 21), (5, 31), 115,
            "确定培养联系人，建立培养台账"),
    Problem("DEMO-07", "志愿义诊进社区次数不均", S.ORGANISATION_LIFE, "服务群众", (1, 22), (4, 20), 75,
            "按社区排定义诊日历"),
    Problem("DEMO-08", "支委会召开不经常", S.SUPERVISION, "组织建设", (4, 16), (6, 15), 0,
            "每月固定时间召开，由党建指导员列席"),
    Problem("DEMO", "禾丰机电党支部组织生活不正常", S.SUPERVISION, WEAK_ORGANISATION, (4, 16), (10, 31), 0,
            "班子成员包联，选派党建指导员，一月一调度", L.COMMITTEE, about="DEMO-08"),
    Problem("DEMO-09", "党员少、组织生活形式单一", S.ORGANISATION_LIFE, "组织建设", (1, 23), (5, 15), 96,
            "与社区支部联合开展活动"),
    Problem("DEMO-10", "村务公开栏更新不及时", S.VISIT, "服务群众", (2, 27), (3, 31), 28, "每月五日前更新"),
    Problem("DEMO-10", "流动党员联系不够紧密", S.SELF_CHECK, "党员教育管理", (3, 10), (6, 20), 88,
            "每月通一次电话，寄送学习材料"),
    Problem("DEMO-12", "应急值守交接记录不完整", S.SELF_CHECK, "制度建设", (3, 12), (4, 30), 33, "统一交接班本"),
    Problem("DEMO-12", "换届工作未按期启动", S.SUPERVISION, "组织建设", (5, 14), (8, 31), 0,
            "报送换届请示，成立筹备小组"),
]  # fmt: skip
EARLIER = [
    Problem("DEMO", "基层联系点调研成果转化不够", S.ASSESSMENT, "作风建设", (8, 20), (11, 30), 84,
            "建立问题转办单", L.LEADERS),
    Problem("DEMO-02", "党员积分公示不及时", S.SELF_CHECK, "党员教育管理", (9, 16), (11, 10), 40, "每月公示"),
    Problem("DEMO-06", "校务公开内容不全", S.SUPERVISION, "制度建设", (10, 14), (12, 20), 50, "对照目录逐项公开"),
]  # fmt: skip
PROGRESS = ["召开专题会明确责任和时限", "制定措施并组织实施", "逐项对照检查，补齐短板"]


def make_rectification(world: World) -> None:
    for problem in EARLIER:
        _raise(world, problem, world.year - 1)
    for problem in PROBLEMS:
        _raise(world, problem, world.year)


def _raise(world: World, problem: Problem, year: int) -> None:
    units = {unit.org.code: unit for unit in [world.root, *world.branches]}
    unit = units.get(problem.org)
    if unit is None or (problem.about and problem.about not in units):
        return
    raised = date(year, *problem.raised)
    item = RectificationItem(
        org=unit.org, key=world.key(), date=raised, title=problem.title, source=problem.source,
        category=problem.category, level_raised=problem.level, measures=problem.measure,
        leader=LEADERS[problem.days % len(LEADERS)], unit=unit.name, owner=unit.chair or "党建办",
        due_on=date(year, *problem.due), subject_org=units[problem.about].org if problem.about else None,
        origin=_origin(unit, problem, raised),
    )  # fmt: skip
    raise_item(item=item, by=unit.secretary, today=world.today)
    text = PROGRESS[len(problem.title) % len(PROGRESS)]
    item = add_progress(
        item=item, text=text, on=raised + timedelta(days=9), version=item.version, by=unit.secretary, today=world.today
    )
    assert item.state == State.UNDER_WAY
    if problem.days:
        _close(world, unit, item, raised + timedelta(days=problem.days))


def _origin(unit: Unit, problem: Problem, raised: date) -> Meeting | Visit | None:
    """The meeting or visit at which the problem came up: the unit's last one until that day."""
    before = {"org": unit.org, "date__lte": raised}
    if problem.source == S.ORGANISATION_LIFE:
        return Meeting.objects.filter(is_life=True, **before).order_by("-date").first()
    if problem.source == S.VISIT:
        return Visit.objects.filter(**before).order_by("-date", "-pk").first()
    return None


def _close(world: World, unit: Unit, item: RectificationItem, on: date) -> None:
    asked = request_closure(
        item=item, text="措施已落实，申请销号", on=on - timedelta(days=4), version=item.version, by=unit.secretary,
        today=world.today,
    )  # fmt: skip
    review_closure(
        item=asked, decision=Decision.CLOSE, text="", on=on, version=asked.version, by=world.manager, today=world.today
    )
