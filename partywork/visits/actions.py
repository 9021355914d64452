"""Logging and editing visits and talks."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.doubts import Doubt, ask_about
from partywork.entries.actions import create_record, edit_record, existing
from partywork.entries.checks import day_doubts, day_errors
from partywork.entries.enums import Status
from partywork.rules.queries import rules_for
from partywork.visits.contacts import contact_point_of
from partywork.visits.enums import ObjectKind, TalkKind, VisitKind
from partywork.visits.models import Talk, Visit


@action
def log_visit(*, visit: Visit, by: User, today: date, confirmed: bool = False) -> Visit:
    """Save a new visit.

    Raises ValidationError, and writes nothing, for a visit without an object, in the future, a
    condolence that reached nobody, or money that is no gift; Doubtful for what its author should read
    first, unless ``confirmed``.
    """
    if existing(Visit, visit.org, visit.key) is None:  # a double click is no duplicate of itself
        check_visit(visit, today)
        ask_about(doubts_about_visit(visit, today), confirmed=confirmed)
    visit.contact_org = contact_point_of(visit)
    saved = create_record(record=visit, by=by)
    assert isinstance(saved, Visit)
    return saved


@action
def edit_visit(*, visit: Visit, version: int, by: User, today: date, confirmed: bool = False) -> Visit:
    """Save an edited visit; refuses and asks as log_visit does."""
    check_visit(visit, today)
    ask_about(doubts_about_visit(visit, today), confirmed=confirmed)
    visit.contact_org = contact_point_of(visit)
    edit_record(record=visit, version=version, by=by)
    return visit


@action
def log_talk(*, talk: Talk, by: User, today: date, confirmed: bool = False) -> Talk:
    """Save that a talk took place. Raises ValidationError for one in the future or with nobody.

    Raises Doubtful for a day long past, unless ``confirmed``. Several talks of one day are no duplicates.
    """
    if existing(Talk, talk.org, talk.key) is None:
        check_talk(talk, today)
        ask_about(day_doubts(talk, today, rules_for(on=talk.date, org=talk.org)), confirmed=confirmed)
    saved = create_record(record=talk, by=by)
    assert isinstance(saved, Talk)
    return saved


@action
def edit_talk(*, talk: Talk, version: int, by: User, today: date, confirmed: bool = False) -> Talk:
    """Save an edited talk; refuses and asks as log_talk does."""
    check_talk(talk, today)
    ask_about(day_doubts(talk, today, rules_for(on=talk.date, org=talk.org)), confirmed=confirmed)
    edit_record(record=talk, version=version, by=by)
    return talk


def check_visit(visit: Visit, today: date) -> None:
    """Refuse what cannot be true of a visit."""
    errors = day_errors(visit, today)
    if not visit.object_name.strip():
        errors["object_name"] = "请填写走访了谁或哪个单位，例如：李某一户、某某公司。"
    if visit.visitor_count < 1:
        errors["visitor_count"] = "走访人员至少 1 人。"
    if visit.object_kind == ObjectKind.ENTERPRISE and not visit.enterprises:
        errors["enterprises"] = "走访企业请填写走访了几家。"
    errors |= _check_gift(visit)
    if errors:
        raise ValidationError(errors)


def _check_gift(visit: Visit) -> dict[str, str]:
    errors = {}
    if visit.kind == VisitKind.CONDOLENCE and not visit.people_reached:
        errors["people_reached"] = "慰问请填写慰问了多少人。"
    if visit.kind != VisitKind.CONDOLENCE and (visit.amount_fen or visit.gift_kind):
        errors["kind"] = "有慰问金或慰问品的，方式请选“慰问”。"
    elif visit.amount_fen and not visit.gift_kind:
        errors["gift_kind"] = "填了金额，请选慰问金或慰问品。"
    elif visit.gift_kind and not visit.amount_fen:
        errors["amount_fen"] = "请填写慰问金额；慰问品按购置金额填。"
    return errors


def check_talk(talk: Talk, today: date) -> None:
    """Refuse what cannot be true of a talk."""
    errors = day_errors(talk, today)
    if not talk.talker.strip():
        errors["talker"] = "请填写谁去谈的。"
    if talk.people < 1:
        errors["people"] = "谈话对象至少 1 人。"
    if talk.kind == TalkKind.HEART and not talk.pair:
        errors["pair"] = "谈心谈话请选择谈话双方。"
    if errors:
        raise ValidationError(errors)


def doubts_about_visit(visit: Visit, today: date) -> list[Doubt]:
    """What can be true of a visit but seldom is. Who was visited is named to nobody here."""
    doubts = day_doubts(visit, today, rules_for(on=visit.date, org=visit.org))
    same = Visit.objects.filter(org=visit.org, date=visit.date, object_name=visit.object_name.strip())
    other = same.exclude(status=Status.CANCELLED).exclude(key=visit.key).select_related("created_by").first()
    if other is not None:
        who = f"{other.get_kind_display()}，{other.created_by.full_name}登记"
        text = f"这一天已经登记过同一个走访对象（{who}）。重复的不用再保存；确实去了两次的请核对。"
        doubts.append(Doubt("object_name", text))
    return doubts
