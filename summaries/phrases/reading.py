"""A theme as a unit's page shows it: what it would say now, and every sentence it may choose from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from partywork.orgs.models import Organisation
from summaries.compose import theme_text
from summaries.facts import Facts
from summaries.phrases.library import themes
from summaries.phrases.models import OwnPhrase, Reach, SentenceKind, SentencePlace, SilencedSentence
from summaries.phrases.sentences import LibraryError, Sentence
from summaries.phrases.shelf import checked, lines_of
from summaries.phrases.wordings import conditions, in_full
from summaries.picker.trying import Tried, tried
from summaries.text import TokenError
from summaries.tokens import shown

USED, OFF, REPLACED = "used", "off", "replaced"


@dataclass(frozen=True)
class Line:
    """A sentence on the page. ``key`` names one of the library, ``pk`` one of a unit's own."""

    texts: tuple[str, ...]
    kind: str
    state: str
    notes: tuple[str, ...] = ()
    key: str = ""
    pk: int = 0
    whose: str = ""
    reach: str = ""
    fault: str = ""

    @property
    def text(self) -> str:
        return self.texts[0]


@dataclass(frozen=True)
class Part:
    label: str
    place: str
    library: tuple[Line, ...]
    own: tuple[Line, ...]


def said_now(theme: str, facts: Facts) -> Tried | None:
    """The theme as the unit's report would have it; None without records."""
    text = theme_text(facts.shelf.themes[theme], "done", facts)
    return tried(text, facts) if text else None


def parts(theme: str, facts: Facts) -> list[Part]:
    org = facts.order.org
    off = set(SilencedSentence.objects.filter(org=org, theme=theme).values_list("key", flat=True))
    own = phrases_of(theme, org, facts.window.on)
    made = [each for each in facts.shelf.themes[theme].sentences if each.suits(facts.speaker)]
    library = [each for each in themes()[theme].sentences if each.suits(facts.speaker)]
    replaced = {each.key for each in made if not any(each is other for other in library)}
    return [
        Part(
            place.label,
            place.value,
            tuple(_library_line(each, off, replaced) for each in library if each.section == place),
            tuple(_own_line(each, org) for each in own if each.place == place),
        )
        for place in SentencePlace
    ]


def phrases_of(theme: str, org: Organisation, on: date) -> list[OwnPhrase]:
    """The unit's own ones, withdrawn ones last, and those in use that units above it share."""
    above = lines_of([org.pk], on)[org.pk][1:]
    shared = Q(org__in=above, withdrawn=False) & ~Q(reach=Reach.OWN)
    found = OwnPhrase.objects.filter(Q(org=org) | shared, theme=theme).select_related("org")
    return list(found.order_by("withdrawn", "pk"))


def _library_line(sentence: Sentence, off: set[str], replaced: set[str]) -> Line:
    state = OFF if sentence.key in off else REPLACED if sentence.key in replaced else USED
    kind = SentenceKind(sentence.sentence_class).label if sentence.sentence_class != "effect" else ""
    return Line(tuple(in_full(sentence)), kind, state, tuple(conditions(sentence)), key=sentence.key)


def _own_line(phrase: OwnPhrase, org: Organisation) -> Line:
    is_own = phrase.org_id == org.pk
    fault = ""
    try:
        checked(phrase)
    except (LibraryError, TokenError) as error:
        fault = str(error)
    return Line(
        tuple(_readable(text) for text in phrase.texts),
        phrase.get_kind_display(),
        OFF if phrase.withdrawn else USED,
        pk=phrase.pk if is_own else 0,
        whose="" if is_own else phrase.org.short_name,
        reach=phrase.get_reach_display() if is_own and phrase.reach != Reach.OWN else "",
        fault=fault,
    )


def _readable(text: str) -> str:
    try:
        return shown(text.removesuffix("。")) + "。"
    except TokenError:
        return text


def counts(org: Organisation, on: date) -> dict[str, tuple[int, int]]:
    """By theme: how many own or shared sentences are in use, and how many of the library are switched off."""
    above = lines_of([org.pk], on)[org.pk][1:]
    shared = Q(org__in=above) & ~Q(reach=Reach.OWN)
    own = list(
        OwnPhrase.objects.filter(Q(org=org) | shared, withdrawn=False).order_by("pk").values_list("theme", flat=True)
    )
    off = list(SilencedSentence.objects.filter(org=org).values_list("theme", flat=True))
    return {name: (own.count(name), off.count(name)) for name in themes()}
