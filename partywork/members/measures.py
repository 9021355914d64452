"""Every figure about people on the books."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from partywork.common.periods import add_months
from partywork.measures.declarations import (
    Breakdown,
    Dim,
    Flow,
    Measure,
    PerOrg,
    Ratio,
    Source,
    Stock,
    dim,
)
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.members.enums import OUT_OF_PARTY, PARTY_STAGES, Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.models import MemberFlag, Standing
from partywork.orgs.sectors import by_field, by_sector
from partywork.orgs.units import BRANCHES

FOUNDING_OF_THE_STATE = date(1949, 10, 1)
HAN = "汉族"


def aged(least: int | None, most: int | None, path: str = "member__born_on") -> Callable[[Window], Q]:
    """People who are at least and at most so many years old (周岁) on the data date."""

    def condition(window: Window) -> Q:
        found = Q(**{f"{path}__isnull": False})
        if least is not None:
            found &= Q(**{f"{path}__lte": add_months(window.on, -12 * least)})
        if most is not None:
            found &= Q(**{f"{path}__gt": add_months(window.on, -12 * (most + 1))})
        return found

    return condition


def seniority(least: int | None, most: int | None) -> Callable[[Window], Q]:
    """Party age counts from the day of full membership (党章第7条), which must have come."""
    counted = aged(least, most, "member__full_on")
    return lambda window: counted(window) & Q(member__full_on__lte=window.on)


AGE = Dim(
    "年龄",
    values={
        "30岁及以下": aged(None, 30),
        "31至35岁": aged(31, 35),
        "36至40岁": aged(36, 40),
        "41至45岁": aged(41, 45),
        "46至50岁": aged(46, 50),
        "51至55岁": aged(51, 55),
        "56至60岁": aged(56, 60),
        "61至70岁": aged(61, 70),
        "71岁及以上": aged(71, None),
    },
)
SENIORITY = Dim(
    "党龄",
    values={
        "不满5年": seniority(None, 4),
        "5至9年": seniority(5, 9),
        "10至19年": seniority(10, 19),
        "20至29年": seniority(20, 29),
        "30至49年": seniority(30, 49),
        "50年及以上": seniority(50, None),
    },
)
DIMS = {
    "stage": dim("人员类别", "stage", Stage),
    "gender": dim("性别", "member__gender", Gender),
    "education": dim("学历", "member__education", Education),
    "age": AGE,
    "seniority": SENIORITY,
    "sector": by_sector(),
    "field": by_field(),
    "opening": dim("起因", "opening", Opening),
    "closing": dim("止因", "closing", Closing),
    "ethnicity": dim("民族", "member__ethnicity"),
    "occupation": dim("工作岗位", "member__occupation"),
    "group": dim("党小组", "group__name"),
}

STANDINGS = Source(
    "standings",
    "组织关系",
    Standing,
    ledger="members",
    on="since",
    half="",
    month="",
    span="",
    where=~Q(closing=Closing.MISTAKE),
    dims=DIMS,
)
FLAGS = Source(
    "member_flags",
    "党员情况",
    MemberFlag,
    ledger="member_flags",
    on="since",
    half="",
    month="",
    span="",
    dims={
        "flag": dim("情况", "flag", Flag),
        "gender": DIMS["gender"],
        "age": AGE,
        "sector": DIMS["sector"],
    },
)

PARTY = Q(stage__in=PARTY_STAGES)
MEMBERS, DEVELOPMENT, CONDOLENCE = Theme.MEMBERS.value, Theme.DEVELOPMENT.value, Theme.CONDOLENCE.value
AS_OF = "数据截至日在册的"


def _stock(code: str, name: str, theme: str, who: str, where: Q | Callable[[Window], Q]) -> Measure:
    return Measure(f"member.{code}", name, "名", theme, STANDINGS, Stock(), f"{AS_OF}{who}", where)


def _party(code: str, name: str, who: str, where: Q) -> Measure:
    return _stock(code, name, MEMBERS, f"正式党员和预备党员中，{who}", PARTY & where)


def _aged_party(code: str, name: str, least: int | None, most: int | None) -> Measure:
    condition = aged(least, most)
    who = f"满{least}周岁的" if least is not None else f"不满{(most or 0) + 1}周岁的"
    return _stock(code, name, MEMBERS, f"正式党员和预备党员中，{who}；没有出生日期的不计",
                  lambda window: PARTY & condition(window))  # fmt: skip


def _begun(stage: Stage, name: str, definition: str) -> Measure:
    where = Q(stage=stage, opening=Opening.STAGE)
    return Measure(f"member.begun.{stage.value}", name, "名", DEVELOPMENT, STANDINGS, Flow(), definition, where)


def _came(code: str, name: str, opening: Opening, definition: str) -> Measure:
    return Measure(f"member.{code}", name, "名", MEMBERS, STANDINGS, Flow(), definition, PARTY & Q(opening=opening))


def _left(code: str, name: str, closings: tuple[Closing, ...], definition: str) -> Measure:
    where = PARTY & Q(closing__in=closings)
    return Measure(f"member.{code}", name, "名", MEMBERS, STANDINGS, Flow(on="until"), definition, where)


def _flagged(flag: Flag, name: str, theme: str, definition: str) -> Measure:
    return Measure(f"flag.{flag.value}", name, "名", theme, FLAGS, Stock(), definition, Q(flag=flag))


def _split(code: str, name: str, by: str, how: str) -> Measure:
    return Measure(f"member.by_{code}", name, "名", MEMBERS, STANDINGS, Breakdown(by, Stock()),
                   f"{AS_OF}正式党员和预备党员，按{how}分", PARTY)  # fmt: skip


MEASURES: list[Measure] = [
    _stock("total", "党员总数", MEMBERS, "正式党员和预备党员", PARTY),
    _stock("full", "正式党员数", MEMBERS, "正式党员", Q(stage=Stage.FULL)),
    _stock("probationary", "预备党员数", MEMBERS, "预备党员", Q(stage=Stage.PROBATIONARY)),
    _stock("candidate", "发展对象数", DEVELOPMENT, "发展对象", Q(stage=Stage.CANDIDATE)),
    _stock("activist", "入党积极分子数", DEVELOPMENT, "入党积极分子", Q(stage=Stage.ACTIVIST)),
    _stock("applicant", "入党申请人数", DEVELOPMENT, "入党申请人，不含已确定为积极分子的", Q(stage=Stage.APPLICANT)),
    _party("women", "女党员数", "性别为女的", Q(member__gender=Gender.FEMALE)),
    _party("minority", "少数民族党员数", "民族不是汉族的；没有填民族的不计",
           ~Q(member__ethnicity__in=["", HAN, HAN.removesuffix("族")])),
    _party("college", "大专及以上学历党员数", "学历为大学专科、大学本科、研究生的",
           Q(member__education__in=[Education.COLLEGE, Education.UNIVERSITY, Education.POSTGRADUATE])),
    _party("high_school", "高中及以上学历党员数", "学历为高中、中专及以上的",
           Q(member__education__gt="") & ~Q(member__education=Education.JUNIOR)),
    _party("before_1949", "建国前入党党员数", "入党日期早于1949年10月1日的",
           Q(member__admitted_on__lt=FOUNDING_OF_THE_STATE)),
    _aged_party("young", "35岁及以下党员数", None, 35),
    _aged_party("old", "60岁及以上党员数", 60, None),
    _split("stage", "党员类别构成", "stage", "人员类别"),
    _split("gender", "党员性别构成", "gender", "性别"),
    _split("education", "党员学历构成", "education", "学历"),
    _split("age", "党员年龄构成", "age", "数据截至日的周岁年龄"),
    _split("seniority", "党员党龄构成", "seniority", "党龄，从转正之日算起；预备党员和没有转正日期的归入未填"),
    _split("sector", "党员领域构成", "sector", "所在支部数据截至日的领域"),
    Measure("member.probationary_rate", "预备党员占比", "%", MEMBERS, STANDINGS,
            Ratio("member.probationary", "member.total"), "预备党员数 ÷ 党员总数"),
    Measure("member.women_rate", "女党员占比", "%", MEMBERS, STANDINGS,
            Ratio("member.women", "member.total"), "女党员数 ÷ 党员总数"),
    Measure("member.young_rate", "35岁及以下党员占比", "%", MEMBERS, STANDINGS,
            Ratio("member.young", "member.total"), "35岁及以下党员数 ÷ 党员总数"),
    Measure("member.per_branch.min", "各支部党员最少人数", "名", MEMBERS, STANDINGS, PerOrg(BRANCHES, "min", Stock()),
            "数据截至日存在的支部中，党员最少的支部的党员数；没有党员的支部按 0 计", PARTY),
    Measure("member.per_branch.mean", "支部平均党员数", "名", MEMBERS, STANDINGS, PerOrg(BRANCHES, "mean", Stock()),
            "党员总数除以数据截至日存在的支部数，保留一位小数", PARTY),
    Measure("member.in_development", "培养发展对象构成", "名", DEVELOPMENT, STANDINGS, Breakdown("stage", Stock()),
            f"{AS_OF}入党申请人、入党积极分子、发展对象，按人员类别分", ~PARTY),
    _begun(Stage.APPLICANT, "新递交入党申请书人数", "期内递交入党申请书的人"),
    _begun(Stage.ACTIVIST, "新确定积极分子数", "期内确定为入党积极分子的人"),
    _begun(Stage.CANDIDATE, "新确定发展对象数", "期内确定为发展对象的人"),
    _begun(Stage.PROBATIONARY, "接收预备党员数", "入党日期（支部大会接收为预备党员的日期）在期内的党员"),
    _begun(Stage.FULL, "转正党员数", "转正日期在期内的党员"),
    Measure("member.begun", "发展党员各阶段人数", "名", DEVELOPMENT, STANDINGS, Breakdown("stage", Flow()),
            "期内进入各阶段的人数；一人期内进入两个阶段的，两个阶段各计一次", Q(opening=Opening.STAGE)),
    _came("transferred_in", "转入党员数", Opening.TRANSFER_IN, "期内从本系统外转入组织关系的党员"),
    _came("moved_in", "支部间调入党员数", Opening.MOVE, "期内从本系统内其他支部调入的党员"),
    _came("readmitted", "恢复党籍人数", Opening.READMITTED, "期内恢复党籍的党员"),
    _left("transferred_out", "转出党员数", (Closing.TRANSFER_OUT,), "期内组织关系转到本系统外的党员"),
    _left("moved_out", "支部间调出党员数", (Closing.MOVE,), "期内调到本系统内其他支部的党员"),
    _left("deceased", "去世党员数", (Closing.DECEASED,), "期内去世的党员"),
    _left("out", "出党人数", OUT_OF_PARTY,
          "期内退党、被开除党籍、被除名的党员；停止党籍以后再除名的，已经计入停止党籍，不在此重复"),
    _left("suspended", "停止党籍人数", (Closing.SUSPENDED,), "期内被停止党籍的党员"),
    Measure("member.suspended_removed", "停止党籍后除名人数", "名", MEMBERS, STANDINGS, Flow(on="final_on"),
            "停止党籍以后，期内被除名、开除党籍的人；党员数在停止党籍时已经减去",
            Q(closing=Closing.SUSPENDED, final__in=OUT_OF_PARTY)),
    _left("probation_cancelled", "取消预备党员资格人数", (Closing.PROBATION_CANCELLED,), "期内被取消预备党员资格的"),
    _flagged(Flag.FLOATING, "流动党员数", MEMBERS, "数据截至日登记为流动党员的在册党员"),
    _flagged(Flag.LOST, "失联党员数", MEMBERS, "数据截至日登记为失联的在册党员"),
    _flagged(Flag.HARDSHIP, "困难党员数", CONDOLENCE, "数据截至日登记为生活困难的在册党员"),
    _flagged(Flag.VETERAN, "老党员数", CONDOLENCE, "数据截至日登记为老党员的在册党员"),
    Measure("flag.front_line", "火线入党人数", "名", DEVELOPMENT, FLAGS, Flow(),
            "入党日期在期内、登记为火线入党的党员", Q(flag=Flag.FRONT_LINE, carried=False)),
    Measure("flag.new", "新登记情况党员人次", "人次", MEMBERS, FLAGS, Flow(),
            "期内开始的流动、失联、生活困难等情况；一人两种情况计两次；支部间调整不重复计", Q(carried=False)),
    Measure("flag.kinds", "党员情况构成", "人次", MEMBERS, FLAGS, Breakdown("flag", Stock()),
            "数据截至日存在的流动、失联、生活困难等情况，按情况分；一人两种情况计两次"),
]  # fmt: skip
