"""What may be changed of an outline: its name, a part, a heading, a sentence, a table.

Each form of a place reads its first values from the outline's data (``first``) and gives them back (``data``).
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from partywork.common.periods import Period
from partywork.entries.models import new_key
from partywork.measures.lookup import UnknownFigure
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.forms import GroupedForm
from partywork.plans.indicator_figures import Indicators
from summaries.outlines.format import HEADING_LENGTH, column_of
from summaries.phrases.forms import KIND_HELP, TEXT_FIELDS, WordingForm
from summaries.phrases.models import SentenceKind
from summaries.phrases.sentences import LibraryError, read_sentence
from summaries.phrases.wordings import in_own_words, raw_sentence, typed_sentence
from summaries.text import TokenError
from summaries.tokens import stored

Data = Mapping[str, Any]
COUNTED = "可以写 {项数}（下面有几项）、{期内}、{下期}、{期间}、{建党周年}"
SINGLE_HELP = "标题里写了 {项数} 而下面不到两项时，改用这个"

KINDS = {"done": "工作开展", "problem": "存在的问题", "plan": "工作安排"}
GROUP_MARKS = {"（一）": "（一）（二）", "1.": "1. 2.", "一是": "一是 二是"}
ITEM_MARKS = {"一是": "一是 二是", "1.": "1. 2.", "（1）": "（1）（2）", "": "不编号"}
LAYOUTS = {
    "apart": "每条自成一段",
    "joined": "同一标题下合成一段",
    "run_in": "小标题写在段首，接着写内容",
}
AUDIENCES = {"all": "哪个单位都写", "branch": "只在支部的总结里写", "upper": "只在党委、党总支的总结里写"}
PLANS = {"answer": "回应存在的问题", "due": "到期的和没办完的事项", "theme": "各主题接着做的事"}


class CopyForm(GroupedForm):
    label = forms.CharField(label="名称", max_length=60, strip=True)
    org: forms.ModelChoiceField = forms.ModelChoiceField(label="党组织", queryset=None)
    shared = forms.BooleanField(label="下级也可以用", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    groups = [("", ["label", "org", "shared"])]

    def __init__(self, *args: Any, organisations: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key
        if not may_share:
            del self.fields["shared"]


class NameForm(GroupedForm):
    label = forms.CharField(label="名称", max_length=60, strip=True)
    title = forms.CharField(
        label="总结的标题", max_length=60, strip=True, help_text="前面会加上单位名称，如：{期间}党建工作总结"
    )
    shared = forms.BooleanField(label="下级也可以用", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = [("", ["label", "title", "shared"])]

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]


class PlaceForm(GroupedForm):
    """A form of one place. ``is_new`` when there is nothing yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    label: ClassVar[str]

    def __init__(self, *args: Any, org: Organisation, period: Period, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.org, self.period, self.is_new = org, period, is_new

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        raise NotImplementedError

    def place_data(self, old: Data) -> dict[str, Any]:
        raise NotImplementedError


def _heading(label: str, *, required: bool = True, help_text: str = COUNTED) -> forms.CharField:
    return forms.CharField(label=label, max_length=HEADING_LENGTH, strip=True, required=required, help_text=help_text)


def _themes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="写哪些主题", choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


def _kept(old: Data, new: Data) -> dict[str, Any]:
    """The old data with the new values; what is empty goes."""
    return {name: value for name, value in {**old, **new}.items() if value not in ("", [], None, 0, False)}


class SectionForm(PlaceForm):
    label = "部分"
    kind = forms.ChoiceField(label="写什么", choices=list(KINDS.items()))
    heading = _heading("大标题", required=False, help_text=f"{COUNTED}。工作安排可以不要标题")
    single = _heading("只有一项时的大标题", required=False, help_text=SINGLE_HELP)
    numbered = forms.BooleanField(label="大标题编号（一、二、）", required=False, initial=True)
    groups_mark = forms.ChoiceField(label="小标题怎样编号", choices=list(GROUP_MARKS.items()))
    items_mark = forms.ChoiceField(label="各条怎样编号", choices=list(ITEM_MARKS.items()), required=False)
    layout = forms.ChoiceField(label="怎样排段落", choices=list(LAYOUTS.items()), widget=forms.RadioSelect)
    group_heading = _heading("第一个小标题", required=False)
    themes = _themes()
    groups = [
        ("", ["kind", "heading", "group_heading", "themes"]),
        ("编号和段落", ["numbered", "groups_mark", "items_mark", "layout"]),
    ]
    folded = ["single"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].initial, self.fields["items_mark"].initial = "apart", "一是"
        if not self.is_new:
            for name in ("kind", "group_heading", "themes"):
                del self.fields[name]

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        layout = "joined" if data.get("joined") else "run_in" if data.get("run_in") else "apart"
        return {
            "heading": data.get("heading", ""),
            "single": data.get("single", ""),
            "numbered": data.get("numbered", True),
            "groups_mark": data.get("groups", "（一）"),
            "items_mark": data.get("items", "一是"),
            "layout": layout,
        }

    def place_data(self, old: Data) -> dict[str, Any]:
        given = self.cleaned_data
        looks = {"joined": given["layout"] == "joined", "run_in": given["layout"] == "run_in"}
        made = _kept(old, {"heading": given["heading"], "single": given["single"], **looks})
        made |= {"numbered": given["numbered"], "groups": given["groups_mark"], "items": given["items_mark"]}
        if self.is_new:
            made |= {"kind": given["kind"], "group": self._groups(given)}
        return made

    def _groups(self, given: Data) -> list[dict[str, Any]]:
        heading = {"heading": given["group_heading"]} if given["group_heading"] else {}
        if given["kind"] == "plan":
            return [{"plans": plans} for plans in PLANS]
        return [{**heading, "themes": given["themes"]}] if given["kind"] == "done" and given["themes"] else []


class GroupForm(PlaceForm):
    label = "小标题"
    heading = _heading("小标题", required=False, help_text=f"{COUNTED}。不写就直接写内容")
    single = _heading("只有一项时的小标题", required=False, help_text=SINGLE_HELP)
    themes = _themes()
    groups = [("", ["heading", "themes"])]
    folded = ["single"]

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        return {name: data[name] for name in ("heading", "single", "themes") if name in data}

    def place_data(self, old: Data) -> dict[str, Any]:
        given = self.cleaned_data
        standing = [theme for theme in old.get("themes", []) if theme in given["themes"]]
        added = [theme for theme in given["themes"] if theme not in standing]
        about = {"heading": given["heading"], "single": given["single"], "themes": standing + added}
        return _kept(old, about)


class PlanGroupForm(GroupForm):
    plans = forms.ChoiceField(label="写哪类安排", choices=list(PLANS.items()), widget=forms.RadioSelect)
    naming = forms.BooleanField(
        label="先点明问题", required=False, help_text="写成“针对……的问题，……”，只用于回应问题的安排"
    )
    most = forms.IntegerField(label="最多几条", required=False, min_value=0, max_value=30, help_text="不填就不限")
    groups = [("", ["heading", "plans", "naming", "most", "themes"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].label = "只写这些主题的"
        self.fields["themes"].help_text = "一个也不选，就写其余各主题的"

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        return {**super().first(data), **{name: data[name] for name in ("plans", "naming", "most") if name in data}}

    def place_data(self, old: Data) -> dict[str, Any]:
        given = self.cleaned_data
        about = {"plans": given["plans"], "naming": given["naming"], "most": given["most"]}
        return _kept(super().place_data(old), about)


class SentenceForm(WordingForm, PlaceForm):
    """A sentence of the opening, the closing, an introduction or a passage."""

    label = "句子"
    kind = forms.ChoiceField(
        label="写的是",
        choices=SentenceKind.choices,
        widget=forms.RadioSelect,
        initial=SentenceKind.AIM,
        help_text=KIND_HELP,
    )
    audience = forms.ChoiceField(label="哪些总结里写", choices=list(AUDIENCES.items()), initial="all")
    groups = [("", ["text1", "text2", "text3"]), ("写在哪里", ["kind", "audience"])]

    def __init__(self, *args: Any, org: Organisation, period: Period, is_new: bool, **kwargs: Any) -> None:
        GroupedForm.__init__(self, *args, **kwargs)
        self.org, self.period, self.is_new = org, period, is_new
        self.dress(org, period)

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        sentence = read_sentence(data, "")
        texts = dict(zip(TEXT_FIELDS, in_own_words(sentence), strict=False))
        return {"kind": sentence.sentence_class, "audience": sentence.audience, **texts}

    def clean(self) -> dict[str, Any]:
        """Each wording is checked by itself, so that what is wrong stands beside it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        own = Indicators(self.org, Window(self.period, self.period.end))
        for name in TEXT_FIELDS:
            if cleaned.get(name):
                try:
                    cleaned[name] = stored(cleaned[name], own)
                    typed_sentence([cleaned[name]], key="", kind=cleaned.get("kind", SentenceKind.AIM))
                except (LibraryError, TokenError) as error:
                    self.add_error(name, str(error))
        return cleaned

    def place_data(self, old: Data) -> dict[str, Any]:
        """Words that were not touched stay as they are, with the conditions that cannot be typed."""
        given = self.cleaned_data
        about = {"class": given["kind"], "for": given["audience"]}
        if old and not any(name in self.changed_data for name in TEXT_FIELDS):
            return {**old, **about}
        texts = [text for text in self.texts if text]
        key = old.get("key") or f"own-{uuid4().hex[:8]}"
        made = raw_sentence(texts, key=key, kind=given["kind"], audience=given["audience"])
        del made["section"]
        return {**{name: old[name] for name in ("sectors", "kinds") if name in old}, **made}


class PassageForm(SentenceForm):
    """A paragraph in the outline's own words: what it is called and its first sentence."""

    label = "自己的段落"
    lead = forms.CharField(
        label="段首的话", max_length=HEADING_LENGTH, strip=True, help_text="几个字，如：办好民生实事"
    )
    groups = [("", ["lead", "text1", "text2", "text3"]), ("写在哪里", ["kind", "audience"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = SentenceKind.DEED
        if not self.is_new:
            for name in (*TEXT_FIELDS, "kind", "audience"):
                del self.fields[name]

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        return {"lead": data.get("lead", "")}

    def place_data(self, old: Data) -> dict[str, Any]:
        lead = self.cleaned_data["lead"]
        if not self.is_new:
            return {**old, "lead": lead}
        return {"key": f"own-{uuid4().hex[:8]}", "lead": lead, "sentence": [super().place_data({})]}


class TableForm(PlaceForm):
    label = "表"
    title = _heading("表的名称", help_text="作为附件附在总结后面，如：各支部组织生活情况")
    measures = forms.CharField(
        label="各列的指标",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一个指标的名称，如：支委会次数。名称在“指标”里查",
    )
    groups = [("", ["title", "measures"])]

    @classmethod
    def first(cls, data: Data) -> dict[str, Any]:
        return {"title": data.get("title", ""), "measures": "\n".join(data.get("measures", []))}

    def clean_measures(self) -> list[str]:
        names = [line.strip().strip("{}") for line in self.cleaned_data["measures"].splitlines() if line.strip()]
        for name in names:
            try:
                column_of(name)
            except UnknownFigure as error:
                raise forms.ValidationError(str(error)) from None
        return names

    def place_data(self, old: Data) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "measures": self.cleaned_data["measures"]}
