"""Every figure about committees and their terms."""

from django.db.models import Q

from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.common.periods import add_months
from partywork.entries.enums import Status
from partywork.measures.declarations import Breakdown, Condition, Distinct, Measure, Ratio, Source, Stock, dim
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS, OrgKind

SOON_MONTHS = 6  # part of the figure's name (半年内); the reminder itself is a rule

TERMS = Source(
    "committee_terms", "换届", CommitteeTerm, ledger="committees", where=Q(status=Status.DONE),
    dims={"kind": dim("组织类别", "org__kind", OrgKind)},
)  # fmt: skip
POSTS = Source(
    "committee_posts", "委员会职务", CommitteePost, ledger="committees", org="term__org", on="since", half="", month="",
    span="", record="term", where=lambda window: Q(term__status=Status.DONE, term__org__dissolved_on__gt=window.on),
    dims={"post": dim("职务", "post", Post), "kind": dim("组织类别", "term__org__kind", OrgKind)},
)  # fmt: skip

BRANCH = Q(org__kind__in=BRANCH_KINDS)
_AGAIN = Q(number__gt=1)


def _in_force(window: Window) -> Q:
    return Q(ended_on__gt=window.on, org__dissolved_on__gt=window.on)


def _overdue(window: Window) -> Q:
    return _in_force(window) & Q(due_on__lt=window.on)


def _due_soon(window: Window) -> Q:
    return _in_force(window) & Q(due_on__gte=window.on, due_on__lte=add_months(window.on, SOON_MONTHS))


def _replaced(window: Window) -> Q:
    return BRANCH & Q(ended_on__lte=window.on)


def _of_branches(condition: Condition) -> Condition:
    return lambda window: BRANCH & (condition if isinstance(condition, Q) else condition(window))


def _stock(code: str, name: str, definition: str, where: Condition) -> Measure:
    return Measure(f"committee.{code}", name, "个", Theme.ORGANISATION, TERMS, Stock(), definition, where)


def _with_post(post: Post) -> Measure:
    definition = f"数据截至日委员会中有{post.label}的党支部"
    where = Q(post=post, term__org__kind__in=BRANCH_KINDS)
    name = f"配备{post.label}的支部数"
    return Measure(
        f"committee.post.{post.value}", name, "个", Theme.ORGANISATION, POSTS, Stock("term__org"), definition, where
    )


MEASURES: list[Measure] = [
    Measure("committee.elected", "换届党组织数", "个", Theme.ORGANISATION, TERMS, Distinct("org"),
            "选举日期在期内的党组织；第一届不算换届", _AGAIN),
    Measure("committee.elected.branch", "换届支部数", "个", Theme.ORGANISATION, TERMS, Distinct("org"),
            "选举日期在期内的党支部；第一届不算换届", _AGAIN & BRANCH),
    Measure("committee.due.branch", "期内届满支部数", "个", Theme.ORGANISATION, TERMS, Distinct("org", on="due_on"),
            "任期届满日期在期内的党支部，不论是否已换届", BRANCH),
    Measure("committee.due.replaced", "届满已换届支部数", "个", Theme.ORGANISATION, TERMS,
            Distinct("org", on="due_on"), "期内届满的党支部中，到数据截至日已经换届的", _replaced),
    Measure("committee.due.rate", "届满换届率", "%", Theme.ORGANISATION, TERMS,
            Ratio("committee.due.replaced", "committee.due.branch"), "届满已换届支部数 ÷ 期内届满支部数"),
    _stock("in_force.branch", "登记届次的支部数", "数据截至日有现任委员会届次登记的党支部", _of_branches(_in_force)),
    _stock("overdue", "届满未换届党组织数", "数据截至日任期已过届满日期、还没有换届的党组织", _overdue),
    _stock("overdue.branch", "届满未换届支部数", "数据截至日任期已过届满日期、还没有换届的党支部",
           _of_branches(_overdue)),
    _stock("soon", "半年内届满党组织数", "从数据截至日起六个月以内任期届满的党组织，不含已过届满日期的", _due_soon),
    _stock("soon.branch", "半年内届满支部数", "从数据截至日起六个月以内任期届满的党支部，不含已过届满日期的",
           _of_branches(_due_soon)),
    _with_post(Post.DEPUTY),
    _with_post(Post.ORGANISATION),
    _with_post(Post.PUBLICITY),
    _with_post(Post.DISCIPLINE),
    Measure("committee.posts", "委员会职务构成", "个", Theme.ORGANISATION, POSTS, Breakdown("post", Stock()),
            "数据截至日在任的委员会职务按职务分，兼任的分别计"),
]  # fmt: skip
