"""People on the books: registering, editing, showing what is sealed, and their circumstances."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import create_record, edit_record
from partywork.members.circumstances import chain_of, reseat
from partywork.members.enums import PARTY_STAGES, STAGE_DATES, Flag, Opening, RevealReason, Stage
from partywork.members.facts import OnRecord, check_facts
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.places import check_place
from partywork.members.queries import current_standing
from partywork.members.spans import first_standings
from partywork.orgs.dated import FOREVER

ON_THE_WAY = "这个编号的人正由一份表格导入，还没有写完。请过几分钟再登记。"


@action
def register_member(*, member: Member, standing: Standing, by: User, today: date) -> Member:
    """Put someone on the books of ``member.org``.

    ``standing`` says at which stage, in which group, since when and how they came. The stages its dates
    name after that day become standings of their own. The same key in the same branch registers once.
    Raises ValidationError, and writes nothing, for facts or dates that cannot be true.
    """
    earlier = Member.objects.filter(key=member.key, standings__org=member.org).first()
    if earlier is not None:
        return earlier
    standings = checked_standings(member, standing, today)
    saved = create_record(record=member, by=by)
    if saved is not member:
        assert isinstance(saved, Member)
        if not saved.standings.exists():
            raise ValidationError(ON_THE_WAY)
        return saved
    for each in standings:
        each.member = member  # it has its number now
        each.full_clean()
        each.save()
    return member


def checked_standings(
    member: Member, standing: Standing, today: date, on_record: OnRecord | None = None
) -> list[Standing]:
    """The standings of someone to be registered, oldest first, once nothing speaks against it; nothing is written.

    Raises ValidationError for facts or dates that cannot be true.
    """
    standing.member, standing.org = member, member.org
    check_facts(member, Stage(standing.stage), today, on_record)
    if standing.since > today:
        raise ValidationError({"since": "列入本支部的日期在今天之后，请核对。"})
    check_place(member.org, standing.group, standing.since)
    if standing.opening == Opening.TRANSFER_IN and not standing.note.strip():
        raise ValidationError({"note": "请写明从哪个党组织转来。"})
    return first_standings(member, standing)


@action
def edit_member(*, member: Member, version: int, by: User, today: date) -> Member:
    """Save edited facts of a person; where they stand is changed by the movements alone."""
    stored = Member.objects.get(pk=member.pk)
    standings = list(Standing.objects.real().filter(member=member).order_by("since"))
    if not standings:
        raise ValidationError("这个人的登记已作为有误撤销，不能再修改。")
    begun = {Stage(each.stage) for each in standings if each.opening == Opening.STAGE}
    errors = {
        STAGE_DATES[stage]: "这个日期来自组织关系的变更，请在人员页的“组织关系”里改正那一段。"
        for stage in begun
        if getattr(member, STAGE_DATES[stage]) != getattr(stored, STAGE_DATES[stage])
    }
    if errors:
        raise ValidationError(errors)
    check_facts(member, Stage(standings[-1].stage), today)
    _check_dates_lie_before(member, stored, standings)
    edit_record(record=member, version=version, by=by)
    return member


def _check_dates_lie_before(member: Member, stored: Member, standings: list[Standing]) -> None:
    """A stage reached elsewhere began before the first day on our books."""
    first = standings[0].since
    for name in STAGE_DATES.values():
        day = getattr(member, name)
        if day and day != getattr(stored, name) and day > first:
            raise ValidationError({name: f"这个日期在列入名册（{first:%Y-%m-%d}）之后，请改用“变更人员类别”登记。"})


@action
def reveal_personal(*, member: Member, reason: RevealReason, by: User) -> tuple[str, str]:
    """ID number and phone in the clear, with an event that says who asked and why."""
    summary = f"查看{member.name}的证件号码和电话：{reason.label}"
    record_event(by=by, action="member.reveal", subject=member, summary=summary, org_id=member.org_id)
    return member.id_number, member.phone


@action
def raise_flag(*, flag: MemberFlag, by: User, today: date) -> MemberFlag:
    """Record that a circumstance (流动, 失联 …) holds for a party member from ``flag.since`` on."""
    member = flag.member
    standing = Standing.objects.on(flag.since).filter(member=member).first()
    if flag.since > today:
        raise ValidationError({"since": "日期在今天之后，请核对。"})
    if standing is None or standing.stage not in PARTY_STAGES:
        raise ValidationError({"since": f"{member.name}在这一天不是在册党员，请核对日期。"})
    if current_standing(member) is None:
        raise ValidationError(f"{member.name}已经离开，不能再登记情况。")
    flag.note = flag.note.strip()
    if flag.flag == Flag.FLOATING and not flag.note:
        raise ValidationError({"note": "请写明流动到哪里，例如：外省某市务工。"})
    if flag.flag == Flag.FRONT_LINE and flag.since != member.admitted_on:
        raise ValidationError({"since": "火线入党从入党之日起算，请填入党日期。"})
    if MemberFlag.objects.filter(member=member, flag=flag.flag, until__gt=flag.since).exists():
        raise ValidationError({"flag": f"{member.name}在这一天之后已登记过“{Flag(flag.flag).label}”，不能重叠。"})
    flag.org, flag.until, flag.carried, flag.cut = standing.org, FOREVER, False, False
    flag.full_clean()
    flag.save()
    reseat(member)  # someone may have moved since
    summary = f"登记{member.name}为“{flag.get_flag_display()}”，自{flag.since:%Y-%m-%d}起"
    record_event(by=by, action="member.flag", subject=member, summary=summary, org_id=flag.org_id)
    return flag


@action
def lower_flag(*, flag: MemberFlag, on: date, by: User, today: date) -> MemberFlag:
    """Record that a circumstance no longer holds from ``on`` on."""
    if not flag.is_open:
        raise ValidationError("这个情况已经结束。")
    if on > today:
        raise ValidationError({"on": "日期在今天之后，请核对。"})
    chain = chain_of(flag)
    begun = chain[0].since
    if on <= begun:
        raise ValidationError({"on": f"要在开始日期（{begun:%Y-%m-%d}）之后；登记有误的，请用“撤销”。"})
    while chain[-1].since >= on:  # it had ended before the person moved
        chain.pop().delete()
    flag = chain[-1]
    flag.until = on
    flag.save()
    summary = f"{flag.member.name}的“{flag.get_flag_display()}”到{on:%Y-%m-%d}结束"
    record_event(by=by, action="member.unflag", subject=flag.member, summary=summary, org_id=flag.org_id)
    return flag


@action
def withdraw_flag(*, flag: MemberFlag, reason: str, by: User) -> None:
    """Take back a circumstance recorded by mistake, in every branch it was carried to; the log keeps it."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明为什么撤销。"})
    chain = chain_of(flag)
    summary = f"撤销{flag.member.name}的“{flag.get_flag_display()}”（自{chain[0].since:%Y-%m-%d}起）：{reason.strip()}"
    record_event(by=by, action="member.flag_withdrawn", subject=flag.member, summary=summary, org_id=flag.org_id)
    for row in chain:
        row.delete()
