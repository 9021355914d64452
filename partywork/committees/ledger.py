"""The ledger of committee terms: list, Excel sheet and import sheet."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from partywork.accounts.models import User
from partywork.committees.actions import log_term
from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import suggested_due
from partywork.entries.ledger import date_column, key_column, org_column, text_column
from partywork.ledgers.cells import CellError, as_date, as_int, as_list, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation

EXAMPLE = "书记：周某；组织委员：吴某；委员：郑某、王某"


def as_posts(raw: Any) -> list[tuple[Post, str]]:
    """Posts such as “书记：周某；委员：郑某、王某”."""
    by_label = {str(post.label): post for post in Post}
    posts = []
    for part in as_text(raw).replace(";", "\n").replace("；", "\n").split("\n"):
        if not part.strip():
            continue
        label, _, names = part.replace(":", "：").partition("：")
        if label.strip() not in by_label or not as_list(names):
            raise CellError(f"“{part.strip()}”看不懂", f"请写成 {EXAMPLE}")
        posts += [(by_label[label.strip()], name) for name in as_list(names)]
    return posts


def show_posts(term: CommitteeTerm) -> str:
    """The posts that last until the term's end: today's committee, or the last one of an earlier term."""
    by_post: dict[str, list[str]] = {}
    for held in term.posts.all():
        if held.until == term.ended_on:
            by_post.setdefault(held.get_post_display(), []).append(held.name)
    return "；".join(f"{label}：{'、'.join(by_post[label])}" for label in Post.labels if label in by_post)


def _ended(term: CommitteeTerm) -> date | None:
    return None if term.ended_on == FOREVER else term.ended_on


COLUMNS = [
    date_column("选举日期"),
    org_column(),
    Column("number", "届次", lambda t: t.number, "int", 8, parse=as_int, required=True, help="第几届，只填数字"),
    Column("due_on", "任期届满", lambda t: t.due_on, "date", 12, parse=as_date,
           help="不填的按规定的任期推算", example="2029-05-18"),
    Column("ended_on", "换届日期", _ended, "date", 12),
    Column("posts", "委员会组成", show_posts, width=50, parse=as_posts, help="职务有" + "、".join(Post.labels),
           example=EXAMPLE),
    text_column("remark", "备注", 24, in_list=False),
    Column("status", "状态", lambda t: t.state_text, width=8, in_list=False),
    key_column(),
]  # fmt: skip


def rows(queryset: QuerySet[CommitteeTerm]) -> QuerySet[CommitteeTerm]:
    return queryset.select_related("org").prefetch_related(Prefetch("posts", CommitteePost.objects.order_by("pk")))


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> CommitteeTerm:
    """Log one imported term."""
    posts, due_on = values.pop("posts"), values.pop("due_on")
    term = CommitteeTerm(org=org, **values)
    term.due_on = due_on or suggested_due(org, term.date, on=today)
    return log_term(term=term, posts=posts, by=by, today=today)


LEDGER = Ledger("committees", "换届台账", CommitteeTerm, "committees:list", COLUMNS, rows, take)
