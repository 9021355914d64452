"""The first steps with the product, on the home page until the user puts them away.

Whether a step is done is read from the records, never from clicks: who comes to an office that has long
worked with it finds the list ticked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import Scope, restrict
from partywork.accounts.models import Appointment, User
from partywork.compliance.lights import Light
from partywork.dues.models import DuesStandard
from partywork.meetings.models import Meeting
from partywork.members.queries import standings_in
from partywork.orgs.queries import organisations_in
from partywork.pages.http import GateProtocol, PageRequest


@dataclass(frozen=True)
class Facts:
    """What a step may be judged by: the request, where the user holds its permission, what home says is owed."""

    request: PageRequest
    scope: Scope
    owed: Sequence[Mapping[str, str]]


Done = Callable[[Facts], bool]


@dataclass(frozen=True)
class Step:
    """What to do, why, and where. ``is_done`` reads from the records whether it is; None: a page to look at."""

    label: str
    why: str
    url_name: str
    permission: Permission
    is_done: Done | None = None
    for_managers: bool | None = None  # None: for whoever holds the permission


def _members(facts: Facts) -> bool:
    return standings_in(facts.scope, facts.request.today).exists()


def _accounts(facts: Facts) -> bool:
    """Whether someone else may work here."""
    return restrict(Appointment.objects.on(facts.request.today), facts.scope).exclude(user=facts.request.user).exists()


def _branches(facts: Facts) -> bool:
    return organisations_in(facts.scope).count() > 1


def _nothing_overdue(facts: Facts) -> bool:
    return all(each["light"] != Light.OVERDUE.value for each in facts.owed)


def has(model: type[Model]) -> Done:
    """Whether there is a record of this kind."""
    return lambda facts: restrict(model._default_manager.all(), facts.scope).exists()


VIEW, LOG = Permission.VIEW_RECORDS, Permission.LOG_RECORDS

_steps: list[Step] = [
    Step("建好下级党组织", "支部建起来，记录才有地方放", "orgs:list", Permission.MANAGE_ORGS, _branches),
    Step("给支部开通账号", "一人一个账号，谁登记的看得清", "accounts:list", Permission.MANAGE_ACCOUNTS, _accounts),
    Step("登记党员", "有了名册，应到人数和党费才算得出", "members:list", LOG, _members),
    Step("定党费标准", "每人一年定一次，月月照着收", "dues_standards:list", LOG, has(DuesStandard), for_managers=False),
    Step("记一次会议", "支委会、党课、主题党日都在这里记", "meetings:create", LOG, has(Meeting), for_managers=False),
    Step("补上欠着的", "该办的按规定列出，逾期的先办", "compliance:owed", LOG, _nothing_overdue, for_managers=False),
    Step("看各支部完成情况", "哪个支部缺什么，一张表看清", "compliance:heat", VIEW, has(Meeting), for_managers=True),
]


def add_step(step: Step) -> None:
    """For apps above this one: a step behind the others."""
    _steps.append(step)


# Who may only read has nothing to do: these are the pages worth knowing.
_READING = (
    Step("看完成情况", "哪个单位缺什么，一张表看清", "compliance:heat", VIEW),
    Step("查会议活动", "按时间、类型、单位筛选，点开看全文", "meetings:list", VIEW),
    Step("看日历", "哪天有活动、哪天到期", "compliance:calendar", VIEW),
)


def shown(request: PageRequest, owed: Sequence[Mapping[str, str]]) -> dict[str, Any] | None:
    """{steps, is_over}: the user's steps, each {label, why, url, done}; None once they were put away."""
    user = request.user
    if not isinstance(user, User) or user.tour_closed_on:
        return None
    steps = [_shown(step, request, owed) for step in _steps_for(request.gate)]
    return {"steps": steps, "is_over": all(step["done"] for step in steps)}


def _steps_for(gate: GateProtocol) -> list[Step]:
    if not gate.allows(LOG):
        return list(_READING)
    return [each for each in _steps if gate.allows(each.permission) and each.for_managers in (None, gate.is_manager)]


def _shown(step: Step, request: PageRequest, owed: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    facts = Facts(request, request.gate.scope(step.permission), owed)
    done = bool(step.is_done and step.is_done(facts))
    return {"label": step.label, "why": step.why, "url": reverse(step.url_name), "done": done}
