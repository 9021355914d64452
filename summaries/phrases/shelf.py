"""What a unit's reports may say: the library with the unit's own sentences and those shared from above.

A unit's own sentence stands where the one it replaces stood, else behind the library's. The nearest comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import ids_of_path
from summaries.phrases.formulations import Formulation, formulations
from summaries.phrases.library import Theme, themes
from summaries.phrases.models import OwnFormulation, OwnPhrase, Reach, SilencedSentence
from summaries.phrases.sentences import LibraryError, Sentence
from summaries.phrases.wordings import typed_sentence
from summaries.text import TokenError

AUDIENCES = {Reach.OWN: "all", Reach.ALL: "all", Reach.BRANCHES: "branch", Reach.UPPER: "upper"}


@dataclass(frozen=True)
class Shelf:
    themes: Mapping[str, Theme]
    formulations: tuple[Formulation, ...]


def themes_for(org: Organisation, on: date) -> Mapping[str, Theme]:
    """Every theme by name, as reports on ``org`` may speak of it."""
    return shelf_for(org, on).themes


def shelf_for(org: Organisation, on: date) -> Shelf:
    return shelves_for([org.pk], on)[org.pk]


def shelves_for(orgs: Iterable[int], on: date) -> dict[int, Shelf]:
    """The shelf of each organisation; a few queries for all."""
    lines = lines_of(orgs, on)
    everyone = {step for line in lines.values() for step in line}
    said, known = defaultdict[int, list[OwnPhrase]](list), defaultdict[int, list[Formulation]](list)
    for phrase in OwnPhrase.objects.filter(org__in=everyone, withdrawn=False).order_by("pk"):
        said[phrase.org_id].append(phrase)
    for row in OwnFormulation.objects.filter(org__in=everyone).order_by("since", "pk"):
        known[row.org_id].append(row.formulation)
    unsaid = defaultdict[int, set[tuple[str, str]]](set)
    for org, theme, key in SilencedSentence.objects.filter(org__in=lines).values_list("org", "theme", "key"):
        unsaid[org].add((theme, key))
    return {
        org: Shelf(
            _themes([each for step in line for each in said[step] if _reaches(each, org)], unsaid[org]),
            (*formulations(), *(each for step in line for each in known[step])),
        )
        for org, line in lines.items()
    }


def lines_of(orgs: Iterable[int], on: date) -> dict[int, list[int]]:
    """Each organisation with everything above it on that day, itself first."""
    orgs = list(orgs)
    paths = dict(Placement.objects.on(on).filter(org__in=orgs).values_list("org", "path"))
    return {org: ids_of_path(paths[org])[::-1] if org in paths else [org] for org in orgs}


def _reaches(phrase: OwnPhrase, org: int) -> bool:
    return phrase.org_id == org or phrase.reach != Reach.OWN


def _themes(own: Iterable[OwnPhrase], unsaid: set[tuple[str, str]]) -> Mapping[str, Theme]:
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for phrase in own:
        if (made := sentence_of(phrase)) is not None:
            sentences[phrase.theme].append(made)
    changed = {*sentences, *(theme for theme, _ in unsaid)} & set(themes())
    if not changed:
        return themes()
    return {**themes(), **{name: _theme(themes()[name], sentences[name], unsaid) for name in changed}}


def _theme(theme: Theme, own: list[Sentence], unsaid: set[tuple[str, str]]) -> Theme:
    """The first of a key that suits the unit is said (suited), so one that replaces another stands before it."""
    standing: list[Sentence] = []
    for sentence in theme.sentences:
        standing += [each for each in own if each.key == sentence.key and each not in standing]
        if (theme.name, sentence.key) not in unsaid:
            standing.append(sentence)
    standing += [each for each in own if each not in standing]
    return replace(theme, sentences=tuple(standing))


def sentence_of(phrase: OwnPhrase) -> Sentence | None:
    """The phrase as a sentence; None for one that the product no longer understands."""
    try:
        return checked(phrase)
    except (LibraryError, TokenError):
        return None


def checked(phrase: OwnPhrase) -> Sentence:
    """Raises LibraryError or TokenError for one that must not be printed."""
    audience = AUDIENCES[Reach(phrase.reach)]
    about = {"kind": phrase.kind, "place": phrase.place, "audience": audience}
    return typed_sentence(phrase.texts, key=phrase.sentence_key, **about)
