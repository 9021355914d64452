"""Pages of sentences: the themes, one theme, and writing a sentence of one's own."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.periods import Period, parse_period
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import Facts, Order, default_data_date
from summaries.outlines.library import STANDARD
from summaries.phrases.actions import add_phrase, edit_phrase, use_phrase, use_sentence
from summaries.phrases.forms import TEXT_FIELDS, PhraseForm
from summaries.phrases.library import themes
from summaries.phrases.models import OwnPhrase, SentenceKind, SentencePlace
from summaries.phrases.reading import counts, parts, said_now
from summaries.phrases.wordings import in_own_words
from summaries.reports.forms import usual_period
from summaries.tokens import shown


class OfOneUnit(Page):
    """A page about one unit that the user compiles for: the one asked for, else the user's own."""

    permission = Permission.COMPILE_REPORTS

    @property
    def asked(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def org(self) -> Organisation:
        code = self.request.GET.get("org") or self.request.POST.get("org")
        mine = self.request.gate.organisations(self.permission).order_by("code")
        homes = [each.org_id for each in self.request.gate.appointments]
        org: Organisation | None = (mine.filter(code=code) if code else mine.filter(pk__in=homes)).first()
        if org is None:
            raise Http404
        return org

    @cached_property
    def period(self) -> Period:
        return parse_period(usual_period(self.request.today))

    @cached_property
    def facts(self) -> Facts:
        on = default_data_date(self.period, self.request.today)
        return Facts(Order(self.org, self.period, on, STANDARD, self.request.today))

    def units(self) -> list[Organisation]:
        """Those the user is appointed at, where there are several to choose from."""
        mine = self.request.gate.organisations(self.permission).values_list("pk", flat=True)
        found = {each.org_id: each.org for each in self.request.gate.appointments if each.org_id in set(mine)}
        return list(found.values()) if len(found) > 1 else []

    def may_share(self, org: Organisation) -> bool:
        """Whoever receives the reports of units below may give them sentences."""
        return self.request.gate.may(Permission.RECEIVE_REPORTS, org)


class OfPhrases(OfOneUnit):
    @cached_property
    def theme(self) -> str:
        theme = self.request.GET.get("theme") or self.request.POST.get("theme") or next(iter(Theme.values))
        if theme not in themes():
            raise Http404
        return theme

    def url(self, name: str = "phrase_theme", **more: str) -> str:
        return f"{reverse(f'summaries:{name}')}?{urlencode({'theme': self.theme, 'org': self.org.code, **more})}"

    def breadcrumbs(self) -> Crumbs:
        lists = f"{reverse('summaries:phrases')}?{urlencode({'org': self.org.code})}"
        return [link("首页", reverse("home")), link("句库", lists), link(self.theme, self.url())]


class Themes(OfOneUnit):
    title = "句库"
    template_name = "summaries/phrases/themes.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        on = self.facts.window.on
        numbers = counts(self.org, on)
        rows = [
            {
                "name": name,
                "url": f"{reverse('summaries:phrase_theme')}?{urlencode({'theme': name, 'org': self.org.code})}",
                "library": sum(each.suits(self.facts.speaker) for each in themes()[name].sentences),
                "own": numbers[name][0],
                "off": numbers[name][1],
            }
            for name in Theme.values
            if name in themes()
        ]
        return self.show(rows=rows, unit=self.org, units=self.units())

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


class ThemePage(OfPhrases):
    template_name = "summaries/phrases/theme.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            title=self.theme,
            unit=self.org,
            period=self.period,
            tried=said_now(self.theme, self.facts),
            parts=parts(self.theme, self.facts),
            new_url=self.url("phrase_new"),
            use_url=reverse("summaries:sentence_use"),
            theme=self.theme,
        )


class UseSentence(OfPhrases):
    """Switching a sentence of the library off or on again."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        in_use = self.asked.get("use") == "1"
        try:
            use_sentence(
                org=self.org, theme=self.theme, key=self.asked.get("key", ""), in_use=in_use, by=self.request.user
            )
        except ValidationError as error:
            messages.error(self.request, "".join(error.messages))
        else:
            said = "已恢复这一句。" if in_use else "已停用这一句，本单位以后编制的总结不再写它。"
            messages.success(self.request, said)
        return redirect(self.url())


class PhraseFormPage(OfPhrases, FormPage):
    permission = Permission.COMPILE_REPORTS

    def make_form(self, data: Any, org: Organisation, initial: dict[str, Any]) -> PhraseForm:
        return PhraseForm(data, org=org, period=self.period, may_share=self.may_share(org), initial=initial)

    def done(self, result: OwnPhrase) -> str:
        messages.success(self.request, "已保存。以后编制和重新编制的总结都会用上这句话。")
        self.theme = result.theme
        return self.url()

    def cancel_url(self) -> str:
        return self.url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]


class PhraseCreate(PhraseFormPage):
    title = "写自己的句子"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.org.short_name}的句子。数字用指标写，编制时换成记录里的数。"

    @property
    def replaced(self) -> str:
        """The sentence of the library that it is to replace."""
        return self.request.GET.get("replaces", "")

    def form(self, data: Any = None, files: Any = None) -> PhraseForm:
        return self.make_form(data, self.org, {"theme": self.theme, **self.wording()})

    def wording(self) -> dict[str, Any]:
        """What it replaces, to start from."""
        found = [each for each in themes()[self.theme].sentences if each.key == self.replaced]
        suited = [each for each in found if each.suits(self.facts.speaker)]
        if not suited:
            return {}
        sentence = suited[0]
        about = {"kind": SentenceKind(sentence.sentence_class), "place": SentencePlace(sentence.section)}
        return {**about, **dict(zip(TEXT_FIELDS, in_own_words(sentence), strict=False))}

    def save(self, form: Any, formsets: list[Any]) -> OwnPhrase:
        given = form.cleaned_data
        about = {name: given[name] for name in ("theme", "kind", "place", "reach", "key")}
        phrase = OwnPhrase(org=self.org, replaces=self.replaced if given["theme"] == self.theme else "", **about)
        return add_phrase(phrase=phrase, texts=form.texts, by=self.request.user, today=self.request.today)


class OfPhrase(PhraseFormPage):
    """A page about one own sentence; anything out of reach does not exist."""

    @cached_property
    def phrase(self) -> OwnPhrase:
        rows = restrict(OwnPhrase.objects.select_related("org"), self.scope)
        found: OwnPhrase | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def org(self) -> Organisation:
        return self.phrase.org

    @cached_property
    def theme(self) -> str:
        return self.phrase.theme


class PhraseEdit(OfPhrase):
    title = "修改句子"

    def form(self, data: Any = None, files: Any = None) -> PhraseForm:
        phrase = self.phrase
        kept = {name: getattr(phrase, name) for name in ("theme", "kind", "place", "reach", "key", "version")}
        texts = dict(zip(TEXT_FIELDS, map(shown, phrase.texts), strict=False))
        form = self.make_form(data, phrase.org, {**kept, **texts})
        form.fields["theme"].disabled = bool(phrase.replaces)
        return form

    def save(self, form: Any, formsets: list[Any]) -> OwnPhrase:
        for name in ("theme", "kind", "place", "reach"):
            setattr(self.phrase, name, form.cleaned_data[name])
        version, by = form.cleaned_data["version"], self.request.user
        return edit_phrase(phrase=self.phrase, texts=form.texts, version=version, by=by, today=self.request.today)


class UsePhrase(OfPhrase):
    """Withdrawing an own sentence, or taking it up again."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.url())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        in_use = self.request.POST.get("use") == "1"
        use_phrase(phrase=self.phrase, in_use=in_use, by=self.request.user)
        said = "已恢复使用。" if in_use else "已停用，以后编制的总结不再写这句话。"
        messages.success(self.request, said)
        return redirect(self.url())
