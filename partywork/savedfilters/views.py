"""Keeping a filter, and the page where one's own are renamed and dropped."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.views import Crumbs, Page, link
from partywork.savedfilters.actions import remove_filter, rename_filter, save_filter
from partywork.savedfilters.lists import NamedList, gone
from partywork.savedfilters.models import SavedFilter

TITLE = "我的常用筛选"


class NameForm(GroupedForm):
    name = forms.CharField(label="名称", max_length=SavedFilter._meta.get_field("name").max_length)


class Mine(Page):
    """All of one's own, list by list."""

    permission = Permission.VIEW_RECORDS
    template_name = "savedfilters/mine.html"
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(filters=[self.line(each) for each in SavedFilter.objects.filter(user=self.request.user)])

    def line(self, saved: SavedFilter) -> dict[str, Any]:
        at = NamedList.of(saved.list_name)
        missing = gone(at.filter_form(saved.query, self.request)) if at else []
        return {
            "pk": saved.pk,
            "name": saved.name,
            "list": at.title if at else "这个列表已经没有了",
            "url": f"{at.url}?{saved.query}" if at else "",
            "gone": "、".join(missing),
        }

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, "")]


class Save(Page):
    """Keeps the filter of a list and goes back to it."""

    permission = Permission.VIEW_RECORDS

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = self.request.POST
        at = NamedList.of(given.get("list", ""))
        if at is None:
            raise BadRequest("没有这个列表，筛选没有保存。")
        self.request.gate.scope(at.page.permission)
        form = NameForm(given)
        try:
            query = at.kept(given.get("query", ""), self.request)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return redirect(at.url)
        try:
            name = form.cleaned_data["name"] if form.is_valid() else ""
            if form.errors:
                raise ValidationError(form.errors["name"][0])
            saved = save_filter(saved=SavedFilter(list_name=at.name, name=name, query=query), by=self.request.user)
            messages.success(self.request, f"已保存常用筛选“{saved.name}”。")
        except ValidationError as error:
            messages.error(self.request, f"没有保存：{error.messages[0]}")
        return redirect(f"{at.url}?{query}")


class OwnFilter(FormPage):
    """One of one's own filters."""

    permission = Permission.VIEW_RECORDS

    def saved(self) -> SavedFilter:
        found = SavedFilter.objects.filter(user=self.request.user, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def cancel_url(self) -> str:
        return reverse("filters:mine")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, self.cancel_url()), link(self.title, "")]


class Rename(OwnFilter):
    title = "改名"

    def form(self, data: Any = None, files: Any = None) -> NameForm:
        return NameForm(data, initial={"name": self.saved().name})

    def save(self, form: Any, formsets: list[Any]) -> SavedFilter:
        return rename_filter(saved=self.saved(), name=form.cleaned_data["name"], by=self.request.user)

    def done(self, result: SavedFilter) -> str:
        messages.success(self.request, f"已改名为“{result.name}”。")
        return self.cancel_url()


class Remove(OwnFilter, ConfirmPage):
    title = "删去常用筛选"
    question = "只删去这个筛选，记录不受影响。"
    submit_label = "删去"

    def form(self, data: Any = None, files: Any = None) -> GroupedForm:
        self.saved()
        return GroupedForm(data)

    def save(self, form: Any, formsets: list[Any]) -> SavedFilter:
        saved = self.saved()
        remove_filter(saved=saved, by=self.request.user)
        return saved

    def done(self, result: SavedFilter) -> str:
        messages.success(self.request, f"已删去“{result.name}”。")
        return self.cancel_url()
