"""Keeping, renaming and dropping one's own filters. The log names the list, never the words looked for."""

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.savedfilters.models import SavedFilter

MOST = 20  # of one list: more than that nobody finds again
TAKEN = "这个列表里已有同名的常用筛选，请换个名称。"


@action
def save_filter(*, saved: SavedFilter, by: User) -> SavedFilter:
    """Keep a filter. The same name with the same query is kept once; with another one it is refused."""
    saved.user, saved.name = by, saved.name.strip()
    same = SavedFilter.objects.filter(user=by, list_name=saved.list_name, name=saved.name).first()
    if same is not None and same.query == saved.query:
        return same
    _check_name(saved)
    if SavedFilter.objects.filter(user=by, list_name=saved.list_name).count() >= MOST:
        raise ValidationError(f"一个列表最多保存{MOST}个常用筛选，请先删去不用的。")
    saved.full_clean()
    saved.save()
    record_event(by=by, action="savedfilter.create", subject=saved, summary="保存一个常用筛选")
    return saved


@action
def rename_filter(*, saved: SavedFilter, name: str, by: User) -> SavedFilter:
    saved.name = name.strip()
    _check_name(saved)
    saved.full_clean()
    saved.save()
    record_event(by=by, action="savedfilter.rename", subject=saved, summary="给一个常用筛选改名")
    return saved


@action
def remove_filter(*, saved: SavedFilter, by: User) -> None:
    record_event(by=by, action="savedfilter.remove", subject=saved, summary="删去一个常用筛选")
    saved.delete()


def _check_name(saved: SavedFilter) -> None:
    others = SavedFilter.objects.filter(user=saved.user, list_name=saved.list_name, name=saved.name)
    if not saved.name:
        raise ValidationError({"name": "请给这个筛选起个名称。"})
    if others.exclude(pk=saved.pk).exists():
        raise ValidationError({"name": TAKEN})
