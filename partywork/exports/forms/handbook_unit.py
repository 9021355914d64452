"""Of the handbook: what the branch is, and its committee."""

from partywork.committees.queries import posts_of, term_of
from partywork.common.text import format_date
from partywork.exports.asked import Asked
from partywork.exports.fields import short_day
from partywork.exports.forms.roster import party_age
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.queries import standings_in
from partywork.orgs.models import OrganisationTag, PartyGroup
from partywork.orgs.queries import placement_of, profile_of
from partywork.word.layout import Block, Grid, Line, Row, facts, heads, label, value, wide


def basics(asked: Asked) -> list[list[Block]]:
    """As of the day of the data; what is not on record stays blank."""
    org, on = asked.org, asked.on
    place, profile = placement_of(org, on), profile_of(org, on)
    stages = list(standings_in(asked.scope, on).filter(org=org, stage__in=PARTY_STAGES).values_list("stage", flat=True))
    said = profile.facts if profile else {}
    tags = "、".join(OrganisationTag.objects.on(on).filter(org=org).order_by("pk").values_list("tag", flat=True))
    full = stages.count(Stage.FULL)
    grid = Grid(
        (1.2, 2, 1.2, 2),
        (
            facts(label("全称"), wide(org.name, 3)),
            facts(label("组织类别"), value(org.get_kind_display()), label("成立日期"),
                  value(format_date(org.founded_on))),
            facts(label("上级党组织"), wide(place.parent.name if place and place.parent else "", 3)),
            facts(label("领域"), value(said.get("领域")), label("联系电话"), value(org.phone)),
            facts(label("书记"), value(said.get("书记")), label("联系领导"), value(said.get("联系领导"))),
            facts(label("主题党日"), value(said.get("主题党日")), label("标签"), value(tags)),
            facts(label("党员人数"),
                  wide(f"{len(stages)}人，其中正式党员{full}人、预备党员{len(stages) - full}人", 3)),
        ),
    )  # fmt: skip
    blocks: list[Block] = [Line(f"截至{format_date(on)}"), grid]
    groups = list(PartyGroup.objects.on(on).filter(org=org).order_by("pk"))
    if groups:
        rows = [Row((value(each.name), value(each.leader)), 9) for each in groups]
        blocks += [Line("党小组", "section"), Grid((1, 1), (heads(("名称", "组长")), *rows))]
    return [blocks]


def committee(asked: Asked) -> list[list[Block]]:
    """The committee in force on the day of the data, with who holds which post since when."""
    term = term_of(asked.org, asked.on)
    if term is None:
        return []
    posts = list(posts_of(term, asked.on).select_related("member"))
    head = Grid(
        (1.2, 1, 1.2, 2, 1.2, 2),
        (facts(label("届次"), value(f"第{term.number}届"), label("选举日期"), value(format_date(term.date)),
               label("任期届满"), value(format_date(term.due_on))),),
    )  # fmt: skip
    rows = []
    for number, held in enumerate(posts, 1):
        person = held.member
        joined = person.admitted_on if person else None
        rows.append(
            Row((value(number), value(held.get_post_display()), value(held.name),
                 value(person.get_gender_display() if person else ""), value(short_day(joined)),
                 value(party_age(person.full_on, asked.on) if person else ""), value(short_day(held.since))), 9)
        )  # fmt: skip
    headers = ("序号", "职务", "姓名", "性别", "入党日期", "党龄", "任职日期")
    table = Grid((0.7, 1.3, 1.2, 0.8, 2, 0.8, 2), (heads(headers), *rows))
    return [[Line(f"截至{format_date(asked.on)}"), head, Line("委员会组成", "section"), table]]
