"""From an obligation to the records that met it, or to the page that settles it with one click."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from partywork.common.periods import Month
from partywork.compliance.duties import (
    APPRAISAL,
    ARREARS_RED,
    ARREARS_WARN,
    CONTACT,
    DEMOCRATIC_LIFE,
    DUES,
    LIFE,
    REVIEW,
    TERM,
)
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.reading import DUE_SOON_DAYS
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url
from partywork.rules.models import Rule

Item = dict[str, str]
OF_A_YEAR = (LIFE, APPRAISAL, DEMOCRATIC_LIFE)


def shown(each: Obligation, org: Organisation, on: date, *, may_log: bool) -> Item:
    """An obligation as a line of a list: what, how it stands, by which article, and where to go."""
    url, label = _target(each, org, on, may_log=may_log)
    return {
        "title": each.title,
        "detail": each.detail,
        "light": each.light.value,
        "word": each.light.word,
        **cited(each.rule),
        "url": url,
        "action_label": label,
    }


def cited(rule: Rule) -> Item:
    """The article, what it lays down, and the page with every version of it. A problem and a plan have a deadline of
    their own: only when to remind of it is a rule."""
    text = f"{rule.title}：{rule.shown}"
    article = "期限以登记的为准" if rule.code == DUE_SOON_DAYS else rule.citation
    return {"article": article, "rule": text, "rule_url": _address("rules:history", {"code": rule.code})}


def _target(each: Obligation, org: Organisation, on: date, *, may_log: bool) -> tuple[str, str]:
    duty = each.duty
    if duty is TERM and may_log and each.light in (Light.SOON, Light.OVERDUE):
        return _address(duty.new_record, {"org": org.pk}), duty.action
    if duty is REVIEW and may_log and each.light is not Light.MET:
        return reverse("development:review", args=[each.record]), duty.action
    if each.record:
        return reverse(duty.detail, args=[each.record]), "看记录" if each.light is Light.MET else duty.action
    if duty in (DUES, ARREARS_RED, ARREARS_WARN):
        return _dues(each, org, may_log=may_log)
    if each.light is Light.MET and each.turn and duty.request:
        return _records(each, org, on), "看记录"
    if not (may_log or each.light is Light.HINT):
        return "", ""
    return _address(duty.new_record, {"org": org.pk, **duty.prefill, **_particulars(each, org)}), duty.action


def _particulars(each: Obligation, org: Organisation) -> dict[str, Any]:
    """What the form is filled with besides the kind: the group, the year a meeting belongs to, the contact point."""
    if each.group:
        return {"group": each.group}
    if each.duty in OF_A_YEAR and each.turn:
        return {"belongs_to": each.turn.start.year}
    return {"object_name": org.short_name} if each.duty is CONTACT else {}


def _records(each: Obligation, org: Organisation, on: date) -> str:
    assert each.turn is not None
    assert each.duty.request is not None
    if each.duty in (LIFE, APPRAISAL):  # belongs to a year, whenever it was held
        return _address("meetings:list", {"org": org.pk, **each.duty.prefill})
    return figure_url(each.duty.request, org.code, Window(each.turn, on))


def _dues(each: Obligation, org: Organisation, *, may_log: bool) -> tuple[str, str]:
    if isinstance(each.turn, Month) and each.light is not Light.MET and may_log:
        return _address("dues:collect", {"org": org.pk, "month": each.turn.code}), DUES.action
    year = each.due_on.year
    return _address("dues:grid", {"org": org.pk, "year": year}), "看明细"


def _address(name: str, query: dict[str, Any]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
