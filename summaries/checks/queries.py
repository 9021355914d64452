"""What the check looks up itself: names that must not stand in a report, and tasks still open."""

import re
from datetime import date

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Length

from partywork.access.scope import restrict
from partywork.members.models import Member
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.visits.enums import ObjectKind
from partywork.visits.models import Visit
from summaries.facts import Facts

SHORTEST = 2
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐庞颜倪庄聂章鲁岳翟殷"
    "詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
)
# What is registered as visited may be a description (困难党员3人, 独居老人); a person's name looks like one.
_PERSON = re.compile(rf"[{_SURNAMES}][\u3400-\u9fff·]{{1,3}}\Z")
UNITS_VISITED = (ObjectKind.ENTERPRISE, ObjectKind.PROJECT, ObjectKind.GRASSROOTS)


def members_named(text: str, facts: Facts) -> list[str]:
    """Names of people on the books of the scope that occur in the text."""
    return _in(text, restrict(Member.objects.all(), facts.scope), "name")


def visited_named(text: str, facts: Facts) -> list[str]:
    """Names of people visited in the period that occur in the text; visited units are no secret."""
    span = facts.window.span
    visits = restrict(Visit.objects.filter(date__gte=span.start, date__lte=span.end), facts.scope)
    found = _in(text, visits.exclude(object_kind__in=UNITS_VISITED), "object_name")
    return [name for name in found if _PERSON.match(name)]


def open_tasks(facts: Facts) -> list[tuple[str, date]]:
    """Plan items of the unit itself due since the period began and not done on the data date: text and due day."""
    on = facts.window.on
    items = PlanItem.objects.filter(org=facts.order.org, due_on__gte=facts.order.period.start)
    still = items.exclude(state=PlanState.CANCELLED).filter(Q(done_on=None) | Q(done_on__gt=on))
    return list(still.order_by("due_on", "pk").values_list("text", "due_on"))


def _in(text: str, rows: QuerySet[Member] | QuerySet[Visit], field: str) -> list[str]:
    named = rows.annotate(_text=Value(text, TextField()), _length=Length(field))
    found = named.filter(_length__gte=SHORTEST, _text__contains=F(field))
    return sorted(set(found.order_by().values_list(field, flat=True)))
