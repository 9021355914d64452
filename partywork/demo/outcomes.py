"""What the demo's yearly meetings came to, how some problems went on after the half-year, and a little evidence.

Made last, from a chance of its own: what was there before stays as it was.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from django.utils import timezone
from PIL import Image, ImageDraw

from partywork.appraisal.actions import Outcome, Problem, log_appraisal
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal
from partywork.appraisal.queries import roster_on
from partywork.attachments.actions import attach
from partywork.attachments.checking import check_file
from partywork.attachments.models import Attachment
from partywork.demo.world import Unit, World
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from partywork.rectification.actions import add_progress, extend, request_closure, review_closure
from partywork.rectification.enums import Decision
from partywork.rectification.models import RectificationItem

COMMITTEE, MEMBER = Whose.COMMITTEE, Whose.MEMBER
FOUND = [
    Problem(COMMITTEE, "理论学习联系工作实际不够", "每次学习确定一个实际问题讨论"),
    Problem(COMMITTEE, "对老党员和流动党员关心不够经常", "支委分片联系，每月至少联系一次"),
    Problem(COMMITTEE, "组织生活形式比较单一", "每季度安排一次现场学习或志愿服务"),
    Problem(COMMITTEE, "谈心谈话多在会前集中开展", "按季度排出谈心谈话计划"),
    Problem(COMMITTEE, "会议记录要素有时不齐全", "统一记录格式，会后当日核对"),
]
FOUND_OF_MEMBERS = [
    Problem(MEMBER, "自学时间安排不固定", "制定个人学习计划"),
    Problem(MEMBER, "参加志愿服务不够主动", "认领一个服务岗位"),
    Problem(MEMBER, "提意见建议不多", ""),
]
DOCUMENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501
EXCELLENT_IN = 4  # one in four, below the third that the regulation has in mind
LARGEST = 10_000_000


def make_outcomes(world: World) -> None:
    chance = Random(f"{world.year}-outcomes")
    for unit in world.branches:
        _appraise(world, unit, chance)
    _go_on(world)
    _evidence(world)


def _appraise(world: World, unit: Unit, chance: Random) -> None:
    meeting = Meeting.objects.filter(org=unit.org, is_life=True).order_by("date").first()
    if meeting is None:
        return
    problems = chance.sample(FOUND, 2 if unit.lags else 3) + chance.sample(FOUND_OF_MEMBERS, 2)
    grades = _grades(unit, meeting, chance) if meeting.is_appraisal else {}
    appraisal = Appraisal(org=unit.org, key=world.key(), meeting=meeting, year=world.year - 1)
    log_appraisal(appraisal=appraisal, outcome=Outcome(grades, problems), by=unit.secretary)


def _grades(unit: Unit, meeting: Meeting, chance: Random) -> dict[Member, Grade]:
    people = [each.member for each in roster_on(unit.org, meeting.date) if each.is_graded]
    excellent = chance.sample(people, len(people) // EXCELLENT_IN)
    return {member: Grade.EXCELLENT if member in excellent else Grade.QUALIFIED for member in people}


def _go_on(world: World) -> None:
    """One item returned and then found basically done, one turned into a lasting measure, one prolonged."""
    year, by, today = world.year, world.manager, world.today
    if item := _item("信访件答复有时超期"):
        for on, text, decision, remark in (
            (date(year, 7, 10), "已建立催办提醒", Decision.RETURN, "请补充超期件的逐件说明"),
            (date(year, 8, 20), "已补充逐件说明", Decision.BASICALLY_DONE, "再运行一个季度，没有超期再申请销号"),
        ):
            asked = request_closure(
                item=item, text=text, on=on - timedelta(days=4), version=item.version, by=by, today=today
            )
            item = review_closure(
                item=asked, decision=decision, text=remark, on=on, version=asked.version, by=by, today=today
            )
    if item := _item("居民反映活动室开放时间短"):
        day = date(year, 7, 13)
        secretary = item.created_by
        asked = request_closure(
            item=item, text="已排出周末值守表", on=day, version=item.version, by=secretary, today=today
        )
        review_closure(
            item=asked, decision=Decision.LONG_TERM, text="周末值守长期坚持", on=day, version=asked.version, by=by,
            today=today,
        )  # fmt: skip
    if item := _item("年轻干部基层历练不足"):
        item = add_progress(
            item=item,
            text="第一批跟班锻炼已安排到村和社区",
            on=date(year, 9, 24),
            version=item.version,
            by=by,
            today=today,
        )
        extend(
            item=item, due_on=date(year, 12, 31), reason="第二批安排在年底", version=item.version, by=by, today=today
        )


def _item(title: str) -> RectificationItem | None:
    return RectificationItem.objects.filter(title=title).first()


def _evidence(world: World) -> None:
    """A document and a picture for a closed problem, a picture for a theme day."""
    item = RectificationItem.objects.filter(org=world.branches[0].org, state="closed").order_by("pk").first()
    if item is not None:
        files = [("整改情况说明.pdf", DOCUMENT), ("巡查前后对比.png", picture("#6b8e7a"))]
        checked = [check_file(name, content, LARGEST) for name, content in files]
        _handed_in(attach(record=item, files=checked, by=item.created_by), item)
    meeting = Meeting.objects.filter(org=world.branches[0].org, is_theme_day=True).order_by("pk").first()
    if meeting is not None:
        checked = [check_file("活动现场.png", picture("#7a8fa6"), LARGEST)]
        _handed_in(attach(record=meeting, files=checked, by=meeting.created_by), meeting)


def _handed_in(attachments: list[Attachment], record: RectificationItem | Meeting) -> None:
    """With the record's own entry or its closure: a file of today beside work of last year would look wrong."""
    day = getattr(record, "closed_on", None) or record.date
    moment = timezone.make_aware(datetime.combine(day, time(16, 20)))
    Attachment.objects.filter(pk__in=[each.pk for each in attachments]).update(uploaded_at=moment)


def picture(colour: str) -> bytes:
    """A plain drawing: a photograph of nobody."""
    drawn = Image.new("RGB", (640, 420), colour)
    brush = ImageDraw.Draw(drawn)
    for left in range(60, 560, 120):
        brush.rectangle((left, 160, left + 80, 360), fill="#e9e4db", outline="#4c4740", width=3)
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
