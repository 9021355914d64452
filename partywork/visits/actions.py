"""Logging and editing visits and talks."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.actions import create_record, edit_record
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.visits.enums import ObjectKind, TalkKind, VisitKind
from partywork.visits.models import Talk, Visit


@action
def log_visit(*, visit: Visit, by: User, today: date) -> Visit:
    """Save a new visit.

    Raises ValidationError, and writes nothing, for a visit without an object, in the future, a
    condolence that reached nobody, or money that is no gift.
    """
    check_visit(visit, today)
    saved = create_record(record=visit, by=by)
    assert isinstance(saved, Visit)
    return saved


@action
def edit_visit(*, visit: Visit, version: int, by: User, today: date) -> Visit:
    """Save an edited visit; refuses what log_visit refuses."""
    check_visit(visit, today)
    edit_record(record=visit, version=version, by=by)
    return visit


@action
def log_talk(*, talk: Talk, by: User, today: date) -> Talk:
    """Save that a talk took place. Raises ValidationError for one in the future or with nobody."""
    check_talk(talk, today)
    saved = create_record(record=talk, by=by)
    assert isinstance(saved, Talk)
    return saved


@action
def edit_talk(*, talk: Talk, version: int, by: User, today: date) -> Talk:
    """Save an edited talk; refuses what log_talk refuses."""
    check_talk(talk, today)
    edit_record(record=talk, version=version, by=by)
    return talk


def check_visit(visit: Visit, today: date) -> None:
    """Refuse what cannot be true of a visit."""
    errors = _check_day(visit, today)
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
    errors = _check_day(talk, today)
    if not talk.talker.strip():
        errors["talker"] = "请填写谁去谈的。"
    if talk.people < 1:
        errors["people"] = "谈话对象至少 1 人。"
    if talk.kind == TalkKind.HEART and not talk.pair:
        errors["pair"] = "谈心谈话请选择谈话双方。"
    if errors:
        raise ValidationError(errors)


def _check_day(entry: Entry, today: date) -> dict[str, str]:
    if entry.status == Status.DONE and entry.date > today:
        return {"date": "日期在今天之后。还没办的请在办完之后登记。"}
    return {}
