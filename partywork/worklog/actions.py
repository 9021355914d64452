"""Logging, editing and completing work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.doubts import Doubt, ask_about
from partywork.common.text import normalise_name
from partywork.entries.actions import create_record, edit_record, existing, set_status
from partywork.entries.checks import day_doubts, day_errors
from partywork.entries.enums import Status
from partywork.members.queries import roster
from partywork.orgs.enums import BRANCH_KINDS
from partywork.rules.queries import rules_for
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.lines import LineData, fault_of, tidy
from partywork.worklog.models import Counterpart, QuantityLine, WorkLog

NOT_YET = "日期在今天之后。还没做的请勾选“还没做，先列计划”。"
MAX_NAME = 60  # characters of a unit's name


@dataclass(frozen=True)
class Lines:
    """What belongs to a log beside its own fields."""

    quantities: Sequence[LineData] = ()
    partners: Sequence[str] = ()
    recipients: Sequence[str] = ()


def lines_of(work: WorkLog) -> Lines:
    """What belongs to a saved log, as the actions take it: an edit of another field gives it back unchanged."""
    return Lines(work.line_data, work.named(NamedAs.PARTNER), work.named(NamedAs.RECIPIENT))


@action
def log_work(*, work: WorkLog, lines: Lines, by: User, today: date, confirmed: bool = False) -> WorkLog:
    """Save a new log with its quantities, partner units and recipients.

    Raises ValidationError, and writes nothing, for done work in the future, numbers that contradict each
    other, or a line without quantity and amount; Doubtful for what its author should read first, unless
    ``confirmed``.
    """
    if existing(WorkLog, work.org, work.key) is None:  # a double click is no duplicate of itself
        check_work(work, lines, today)
        ask_about(doubts_about(work, today), confirmed=confirmed)
    saved = create_record(record=work, by=by)
    assert isinstance(saved, WorkLog)
    if saved is work:
        _write_lines(work, lines)
    return saved


@action
def edit_work(*, work: WorkLog, lines: Lines, version: int, by: User, today: date, confirmed: bool = False) -> WorkLog:
    """Save an edited log; its lines are replaced by the given ones. Refuses and asks as log_work does."""
    check_work(work, lines, today)
    ask_about(doubts_about(work, today), confirmed=confirmed)
    edit_record(record=work, version=version, by=by)
    work.lines.all().delete()
    work.counterparts.all().delete()
    _write_lines(work, lines)
    return work


@action
def complete_work(*, work: WorkLog, version: int, by: User, today: date) -> WorkLog:
    """Planned work becomes done, on a day that has come."""
    if work.status != Status.PLANNED:
        raise ValidationError("只有计划中的工作可以标记为已完成。")
    last = work.until or work.date
    if last > today:
        raise ValidationError(f"登记的日期是{last:%Y-%m-%d}，还没有到。提前完成的请先修改日期。")
    done = set_status(entry=work, version=version, status=Status.DONE, by=by)
    assert isinstance(done, WorkLog)
    return done


def check_work(work: WorkLog, lines: Lines, today: date) -> None:
    """Refuse what cannot be true of a piece of work."""
    errors = _field_errors(work, today)
    faults = [fault_of(tidy(line)) for line in lines.quantities]
    if any(faults):
        errors["lines"] = next(fault for fault in faults if fault)
    for key, names in (("partners", lines.partners), ("recipients", lines.recipients)):
        if any(len(name) > MAX_NAME for name in names):
            errors[key] = f"每个名称请写{MAX_NAME}字以内，几个之间用顿号隔开。"
    if errors:
        raise ValidationError(errors)


def doubts_about(work: WorkLog, today: date) -> list[Doubt]:
    """What can be true of a piece of work but seldom is."""
    doubts = day_doubts(work, today, rules_for(on=work.date, org=work.org))
    same = WorkLog.objects.filter(org=work.org, date=work.date, kind=work.kind, title=work.title.strip())
    other = same.exclude(status=Status.CANCELLED).exclude(key=work.key).select_related("created_by").first()
    if other is not None:
        who = f"{other.created_by.full_name}登记"
        text = f"这一天已经登记过类型和内容都相同的工作（{who}）。重复的不用再保存；确实做了两次的请核对。"
        doubts.append(Doubt("title", text))
    if work.members_taking_part and work.org.kind in BRANCH_KINDS:
        on_books = roster(work.org, work.date).count()
        if work.members_taking_part > on_books:
            text = f"参加党员{work.members_taking_part}名多于当天名册上的{on_books}名。"
            text += "群众和外单位的人只计入参加人次；名册漏了人的请先补登记。"
            doubts.append(Doubt("members_taking_part", text))
    return doubts


def _field_errors(work: WorkLog, today: date) -> dict[str, str]:
    errors = day_errors(work, today, not_yet=NOT_YET)
    if not work.title.strip():
        document = work.kind == WorkKind.DOCUMENT
        errors["title"] = "请写文件名称。" if document else "请写一句话，说清做了什么。"
    if work.members_taking_part > work.people:
        errors["people"] = f"参加党员{work.members_taking_part}名多于参加人次{work.people}，请核对；人次里含党员。"
    if work.members_due is not None and work.members_taking_part > work.members_due:
        errors["members_due"] = f"参加党员{work.members_taking_part}名多于应参加的{work.members_due}名，请核对。"
    if work.document_number and work.kind != WorkKind.DOCUMENT:
        errors["document_number"] = "只有“发文制度”填文号。"
    return errors


def _write_lines(work: WorkLog, lines: Lines) -> None:
    quantities = [QuantityLine.of(work, number, tidy(line)) for number, line in enumerate(lines.quantities, 1)]
    QuantityLine.objects.bulk_create(quantities)
    named = [(NamedAs.PARTNER, lines.partners), (NamedAs.RECIPIENT, lines.recipients)]
    Counterpart.objects.bulk_create(
        Counterpart(log=work, part=part, name=name)
        for part, names in named
        for name in dict.fromkeys(filter(None, map(normalise_name, names)))
    )
