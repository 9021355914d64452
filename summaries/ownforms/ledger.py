"""The columns of the list of forms."""

from django.db.models import QuerySet

from partywork.ledgers.columns import Column, Ledger
from summaries.ownforms.models import OwnForm


def rows(queryset: QuerySet[OwnForm]) -> QuerySet[OwnForm]:
    return queryset.select_related("org", "updated_by").defer("content")


LEDGER = Ledger(
    "own_forms",
    "上级表格",
    OwnForm,
    "summaries:own_forms",
    [
        Column("name", "名称", lambda f: f.name, width=28),
        Column("org", "谁的表格", lambda f: f.org.short_name, width=18),
        Column("file_name", "文件", lambda f: f.file_name, width=24),
        Column("uploaded_on", "上传日期", lambda f: f.uploaded_on, "date", 12),
        Column("by", "上传人", lambda f: f.updated_by.full_name, width=10),
    ],
    rows,
)
