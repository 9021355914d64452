"""What a step, a review or a prolongation cannot be, and what is irregular and needs a reason in writing."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.common.text import format_date
from partywork.development.enums import ExtensionKind, GuideRole, StepCode
from partywork.development.intervals import Facts, activist_year_ends, half_year_of, probation_ends
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep, half_label
from partywork.development.progress import missing_before
from partywork.development.queries import Person, done_steps
from partywork.development.steps import STAGES, Step, reached, stage_day
from partywork.entries.enums import Status
from partywork.members.enums import Stage
from partywork.members.models import Member, Standing
from partywork.rules.queries import RuleBook
from partywork.rules.values import Range

Errors = dict[str, str]
FUTURE = "日期在今天之后。还没办的请在办完之后登记。"


def check_step(step: DevelopmentStep, person: Person, rules: RuleBook, today: date) -> None:
    """Refuse what cannot be true of a step. Raises ValidationError."""
    spec, errors = step.spec, Errors()
    if spec.code == StepCode.APPLY:
        raise ValidationError("递交申请书的日期在人员信息里填写。")
    if not reached(spec.stage, person.progress.facts.stage):
        label = person.progress.facts.stage.label
        raise ValidationError(f"{step.member.name}现在是{label}，还不到“{spec.name}”这一步。")
    same = done_steps().filter(member=step.member, step=step.step).exclude(pk=step.pk)
    if same.exists():
        raise ValidationError(f"“{spec.name}”已经登记过了，要改请打开那条记录。")
    _check_day(step, spec, errors, today)
    _check_meeting(step, spec, errors)
    _check_vote(step, spec, rules, errors)
    if errors:
        raise ValidationError(errors)


def _check_day(step: DevelopmentStep, spec: Step, errors: Errors, today: date) -> None:
    begun = stage_day(step.member, spec.stage)
    opened = stage_day(step.member, spec.begins) if spec.begins else None
    if step.date > today:
        errors["date"] = FUTURE
    elif opened is not None and step.date != opened:
        errors["date"] = f"名册上的日期是{opened:%Y-%m-%d}。要改日期，请在人员页的“组织关系”里改正。"
    elif begun is not None and step.date < begun:
        label = f"{spec.stage.label}（{begun:%Y-%m-%d}）"
        errors["date"] = f"这一步要在成为{label}之后，请核对日期。"


def _check_meeting(step: DevelopmentStep, spec: Step, errors: Errors) -> None:
    meeting = step.meeting
    if meeting is None:
        return
    if meeting.org_id != step.org_id:
        errors["meeting"] = "请选本支部的会议。"
    elif meeting.status != Status.DONE or meeting.date != step.date:
        errors["meeting"] = f"会议是{meeting.date:%Y-%m-%d}的，和这一步的日期不同，请核对。"
    elif spec.has_vote and not meeting.is_general:
        errors["meeting"] = "接收和转正由支部党员大会表决，请选党员大会。"


def _check_vote(step: DevelopmentStep, spec: Step, rules: RuleBook, errors: Errors) -> None:
    """More than half of those who should attend and may vote must agree."""
    if not spec.has_vote or (step.voters is None and step.votes is None):
        return
    if step.voters is None or step.votes is None:
        errors["voters" if step.voters is None else "votes"] = "应到会有表决权人数和赞成人数要一起填。"
    elif step.votes > step.voters:
        errors["votes"] = f"赞成{step.votes}人多于应到会有表决权的{step.voters}人，请核对。"
    elif not rules.share("development.vote").met_by(step.votes, step.voters):
        errors["votes"] = f"赞成{step.votes}人，没有超过应到会有表决权的{step.voters}人的半数，不能算通过。"


def check_reason(step: DevelopmentStep, person: Person, rules: RuleBook) -> None:
    """What departs from the regulation may be recorded as it was, with the reason in the remark."""
    found = irregularities(step, person, rules)
    if found and not step.remark.strip():
        raise ValidationError({"remark": "；".join(found) + "。请核对；情况属实的，在备注里写明原因后保存。"})


def irregularities(step: DevelopmentStep, person: Person, rules: RuleBook) -> list[str]:
    """In words, what the regulation asks for and the step does not keep to."""
    spec, facts = step.spec, person.progress.facts
    found = []
    if spec.has_training and not _trained_enough(step, rules):
        days, hours = rules.number("development.training_days"), rules.number("development.training_hours")
        found.append(f"集中培训一般不少于{days}天或{hours}学时")
    if spec.begins and stage_day(step.member, spec.begins) is None:
        found += _too_early(step, facts, rules)
        missing = "、".join(each.name for each in missing_before(facts, spec))
        if missing:
            found.append(f"前面还有步骤没有登记：{missing}")
    return found


def _trained_enough(step: DevelopmentStep, rules: RuleBook) -> bool:
    days, hours = rules.number("development.training_days"), rules.number("development.training_hours")
    return (step.days or 0) >= days or (step.hours or 0) >= hours


def _too_early(step: DevelopmentStep, facts: Facts, rules: RuleBook) -> list[str]:
    if step.spec.begins == Stage.CANDIDATE and Stage.ACTIVIST in facts.began:
        day = activist_year_ends(facts.began[Stage.ACTIVIST], rules)
        if step.date < day:
            return [f"培养教育考察到{format_date(day)}才满一年"]
    if step.spec.begins == Stage.FULL and Stage.PROBATIONARY in facts.began:
        day = probation_ends(facts, rules)
        if step.date < day:
            return [f"预备期到{format_date(day)}才满"]
    return []


def check_guides(member: Member, role: GuideRole, guides: Sequence[Member], on: date, rules: RuleBook) -> None:
    """培养联系人: one or two full members; 入党介绍人: two. Raises ValidationError."""
    wanted = rules.value("development.contacts" if role == GuideRole.CONTACT else "development.sponsors")
    least, most = (wanted.least, wanted.most) if isinstance(wanted, Range) else (wanted, wanted)
    problem = ""
    if len(set(guides)) != len(guides):
        problem = "同一个人选了两次。"
    elif member in guides:
        problem = f"不能选{member.name}本人。"
    elif not isinstance(least, int) or not isinstance(most, int):
        raise TypeError(f"人数的规则看不懂：{wanted!r}")
    elif not least <= len(guides) <= most:
        number = f"{least}名" if least == most else f"{least}至{most}名"
        problem = f"{role.label}应有{number}正式党员，现在选了{len(guides)}名。"
    else:
        full = Standing.objects.on(on).filter(stage=Stage.FULL, member__in=guides).values_list("member", flat=True)
        others = [guide.name for guide in guides if guide.pk not in set(full)]
        problem = f"{'、'.join(others)}在{on:%Y-%m-%d}不是在册的正式党员。" if others else ""
    if problem:
        raise ValidationError({"guides": problem})


def check_review(review: ActivistReview, today: date) -> None:
    """Raises ValidationError for a review of someone who was no activist then, or of an impossible half-year."""
    errors, member = Errors(), review.member
    begun = stage_day(member, Stage.ACTIVIST)
    ended = next((day for stage in STAGES[2:] if (day := stage_day(member, stage))), None)
    if review.about % 10 not in (1, 2) or not 1900 <= review.about // 10 <= 2199:
        raise ValidationError({"about": "所属半年请写成 2026年上半年。"})
    half = half_year_of(date(review.about // 10, 1 if review.about % 10 == 1 else 7, 1))
    if review.date > today:
        errors["date"] = FUTURE
    elif begun is None:
        raise ValidationError(f"{member.name}没有确定为积极分子的日期，请先在人员信息里填写。")
    elif review.date < begun or (ended is not None and review.date > ended):
        errors["date"] = f"{member.name}在这一天不是入党积极分子，请核对日期。"
    elif review.date < half.start:
        errors["date"] = f"考察日期早于{half_label(review.about)}，请核对。"
    elif half.end < begun:
        errors["about"] = f"{begun:%Y-%m-%d}才确定为积极分子，这个半年不用考察。"
    same = ActivistReview.objects.filter(member=member, about=review.about, status=Status.DONE).exclude(pk=review.pk)
    if not errors and same.exists():
        errors["about"] = f"{half_label(review.about)}的考察已经登记过了。"
    if errors:
        raise ValidationError(errors)


def check_extension(extension: DevelopmentExtension, person: Person, rules: RuleBook, today: date) -> None:
    """Raises ValidationError for someone not on probation, a second time, months out of range, or no reason."""
    errors, facts, kind = Errors(), person.progress.facts, ExtensionKind(extension.kind)
    if facts.stage != Stage.PROBATIONARY:
        raise ValidationError(f"{extension.member.name}现在是{facts.stage.label}，不是预备党员。")
    if kind in facts.extended:
        raise ValidationError(f"“{kind.label}”已经登记过一次，不能再延长。")
    if kind == ExtensionKind.APPROVAL and StepCode.APPROVAL in facts.done:
        raise ValidationError("上级党委已经审批，不用再延长。")
    begun = facts.began.get(Stage.PROBATIONARY)
    if extension.date > today:
        errors["date"] = FUTURE
    elif begun and extension.date < begun:
        errors["date"] = f"{begun:%Y-%m-%d}才接收为预备党员，日期不能更早。"
    allowed = rules.range("development.probation_extension_months")
    if kind == ExtensionKind.PROBATION and not allowed.contains(extension.months):
        errors["months"] = f"延长预备期不能少于{allowed.least}个月，最长不超过{allowed.most}个月。"
    if not extension.remark.strip():
        errors["remark"] = "请写明为什么延长。"
    if errors:
        raise ValidationError(errors)
