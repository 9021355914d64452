"""Saying when a unit began, and declaring numbers of the time before."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.periods import half_of
from partywork.common.text import format_date
from partywork.declared.figures import logged_by
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.entries.actions import create_record, edit_record
from partywork.entries.enums import Status
from partywork.measures.declared import can_be_declared
from partywork.orgs.models import Organisation

NO_START = "“{}”还没有登记启用日期。请先登记从哪一天起使用本系统，填报数只能是那天以前的。"


@action
def log_start(*, start: UnitStart, by: User, today: date) -> UnitStart:
    """Say from which day on a unit keeps its records here."""
    check_start(start, today)
    saved = create_record(record=start, by=by)
    assert isinstance(saved, UnitStart)
    return saved


@action
def edit_start(*, start: UnitStart, version: int, by: User, today: date) -> UnitStart:
    """Save another day. Raises ValidationError for one that numbers already declared do not lie before."""
    check_start(start, today)
    edit_record(record=start, version=version, by=by)
    return start


def check_start(start: UnitStart, today: date) -> None:
    if start.on > today:
        raise ValidationError({"on": "启用日期在今天之后，请核对。"})
    if start.on < start.org.founded_on:
        raise ValidationError({"on": f"启用日期早于这个党组织的成立日期{start.org.founded_on:%Y-%m-%d}，请核对。"})
    later = DeclaredFigure.objects.filter(org=start.org, status=Status.DONE, until__gte=start.on)
    if last := later.order_by("-until").first():
        raise ValidationError({"on": f"填报数“{last.figure}”填到{last.until:%Y-%m-%d}，启用日期要晚于这一天。"})


def start_of(org: Organisation) -> date | None:
    """The day from which a unit logs what it does; None where nobody said so."""
    return UnitStart.objects.filter(org=org).values_list("on", flat=True).first()


@action
def declare(*, figure: DeclaredFigure, by: User) -> DeclaredFigure:
    """Save a number of the time before the unit's start.

    Raises ValidationError for days that are not before it, that leave a half-year, that are declared already, or of
    which there are records: those count, and a number beside them would count the same twice.
    """
    check_declared(figure)
    saved = create_record(record=figure, by=by)
    assert isinstance(saved, DeclaredFigure)
    return saved


@action
def edit_declared(*, figure: DeclaredFigure, version: int, by: User) -> DeclaredFigure:
    """Save an edited number."""
    if figure.status == Status.CANCELLED:
        raise ValidationError("这个填报数已经取消，不能再改。需要时请重新填报。")
    check_declared(figure)
    edit_record(record=figure, version=version, by=by)
    return figure


def check_declared(figure: DeclaredFigure) -> None:
    """Refuse a number that could not be added to the records honestly."""
    errors = _errors_of_days(figure) | _errors_of_number(figure)
    if not figure.source_document.strip():
        errors["source_document"] = "请写明数从哪份材料来，例如：2025年度党建工作总结。"
    if not figure.declared_by.strip():
        errors["declared_by"] = "请写明填报人。"
    if errors:
        raise ValidationError(errors)
    _refuse_twice(figure)


def _errors_of_days(figure: DeclaredFigure) -> dict[str, str]:
    start = start_of(figure.org)
    if start is None:
        return {"org": NO_START.format(figure.org)}
    if figure.until is None:
        return {"until": "请填这个数截至哪一天。"}
    if figure.until < figure.date:
        return {"until": "截至日期不能早于起始日期。"}
    if figure.until >= start:
        return {"until": f"填报数只能是启用日期{start:%Y-%m-%d}以前的，以后的请逐条登记。"}
    if half_of(figure.date) != half_of(figure.until):
        return {"until": "一个填报数不能跨半年，请上半年、下半年分开填，总结才能取到。"}
    return {}


def _errors_of_number(figure: DeclaredFigure) -> dict[str, str]:
    measure = figure.measure
    if measure is None:
        return {"figure": "请选填报的是哪个指标。"}
    if not can_be_declared(measure):
        return {
            "figure": f"“{measure.name}”由记录推算（比率、支部数、期末数这类），不能填报；请填次数、人次、金额这类数。"
        }
    step = 10 if measure.is_money else 1 if measure.in_thousandths else 1000
    if figure.value_milli == 0:
        return {"value_milli": "没有发生的不用填报。"}
    if figure.value_milli % step:
        return {"value_milli": "金额最多两位小数。" if measure.is_money else f"“{measure.name}”应是整数。"}
    return {}


def _refuse_twice(figure: DeclaredFigure) -> None:
    assert figure.until is not None
    assert figure.request is not None
    same = DeclaredFigure.objects.filter(
        org=figure.org, status=Status.DONE, measure_code=figure.measure_code,
        measure_narrowing=figure.measure_narrowing, date__lte=figure.until, until__gte=figure.date,
    ).exclude(pk=figure.pk).exclude(key=figure.key)  # fmt: skip
    if other := same.first():
        days = f"{format_date(other.date)}至{format_date(other.until)}" if other.until else ""
        raise ValidationError({"figure": f"“{figure.figure}”{days}已经填报过，请打开那一条修改。"})
    if logged_by([figure.org_id], figure.request, (figure.date, figure.until)):
        raise ValidationError(
            {"figure": f"这段时间已登记了“{figure.figure}”的记录，按记录计数。请补齐记录，不要再填报。"}
        )
