"""The page of what was found, and what the box offers while one types."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from partywork.access.permissions import Permission
from partywork.pages.views import Crumbs, Page, link
from partywork.search.finding import groups, person_of, suggestions
from partywork.search.words import Asked

NOT_IN_AN_ADDRESS = "证件号码和电话会留在浏览器的网址记录里，没有这样去查。请在下面的框里重新填写，再点“查找”。"
NOBODY = "没有找到这个号码的人。号码要填完整；也可能还没登记，或者不在您的管理范围内。"
typed_in_private = method_decorator(sensitive_post_parameters("q"), name="dispatch")


@typed_in_private
class Results(Page):
    """Everything is posted, so that a number never stands in an address; words then go on to an address of their own,
    which can be kept and sent."""

    permission = Permission.VIEW_RECORDS
    title = "查找"
    template_name = "search/results.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = Asked.read(self.request.GET.get("q", ""))
        if asked.number:
            return self.answer(asked, NOT_IN_AN_ADDRESS)
        return self.answer(asked, "")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = Asked.read(self.request.POST.get("q", ""))
        if not asked.number:
            query = QueryDict(mutable=True)
            query["q"] = asked.text
            return redirect(f"{reverse('search:results')}?{query.urlencode()}")
        person = person_of(asked.number, self.request)
        return redirect("members:detail", pk=person.pk) if person else self.answer(asked, NOBODY)

    def answer(self, asked: Asked, notice: str) -> HttpResponse:
        response = self.show(asked=asked, notice=notice, groups=[] if asked.number else groups(asked, self.request))
        response["Cache-Control"] = "no-store"
        return response

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


@typed_in_private
class Suggest(Page):
    """What the box offers: posted, so that no half-typed name stands in the address log of any server."""

    permission = Permission.VIEW_RECORDS
    template_name = "search/_suggestions.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = Asked.read(self.request.POST.get("q", ""))
        person = person_of(asked.number, self.request) if asked.number else None
        return self.show(asked=asked, person=person, groups=[] if asked.number else suggestions(asked, self.request))
