"""Writing a unit's own sentences and set formulations."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.common.periods import half_of, period_of
from partywork.entries.actions import create_record, edit_record
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.indicator_figures import Indicators
from summaries.phrases.library import themes
from summaries.phrases.models import OwnFormulation, OwnPhrase, Reach, SentenceKind, SilencedSentence
from summaries.phrases.sentences import LibraryError
from summaries.phrases.shelf import checked
from summaries.text import TokenError
from summaries.tokens import stored


@action
def add_phrase(*, phrase: OwnPhrase, texts: Sequence[str], by: User, today: date) -> OwnPhrase:
    """Keep a new sentence in its wordings. Raises ValidationError that names the wording and what to mend."""
    _word(phrase, texts, today)
    if phrase.replaces and phrase.replaces not in {each.key for each in themes()[phrase.theme].sentences}:
        raise ValidationError("要代替的那一句已经不在了，请回到主题页重新选。")
    saved = create_record(record=phrase, by=by)
    assert isinstance(saved, OwnPhrase)
    return saved


@action
def edit_phrase(*, phrase: OwnPhrase, texts: Sequence[str], version: int, by: User, today: date) -> OwnPhrase:
    """Raises ValidationError like ``add_phrase``, and StaleEdit."""
    _word(phrase, texts, today)
    edit_record(record=phrase, version=version, by=by)
    return phrase


@action
def use_phrase(*, phrase: OwnPhrase, in_use: bool, by: User) -> OwnPhrase:
    """Withdraw a sentence, or take it up again."""
    phrase.withdrawn = not in_use
    edit_record(record=phrase, version=phrase.version, by=by)
    return phrase


@action
def use_sentence(*, org: Organisation, theme: str, key: str, in_use: bool, by: User) -> None:
    """Leave a sentence of the library out of the unit's own reports, or let it in again."""
    if theme not in themes() or key not in {each.key for each in themes()[theme].sentences}:
        raise ValidationError("没有这一句，请刷新页面再试。")
    if in_use:
        changed = SilencedSentence.objects.filter(org=org, theme=theme, key=key).delete()[0] > 0
    else:
        changed = SilencedSentence.objects.get_or_create(org=org, theme=theme, key=key, defaults={"by": by})[1]
    if changed:
        said = f"{'恢复' if in_use else '停用'}系统的句子：{theme}"
        record_event(by=by, action="phrase.use", subject=org, summary=said, org_id=org.pk)


def _word(phrase: OwnPhrase, texts: Sequence[str], today: date) -> None:
    """Take the wordings, their figures by code; each is checked by itself so that the error stands beside it."""
    phrase.texts = [text.strip() for text in texts if text.strip()]
    if not phrase.texts:
        raise ValidationError({"text1": "请写这句话。"})
    own = Indicators(phrase.org, Window(period_of(today, "half"), today))
    coded, errors = [], {}
    for number, text in enumerate(texts, 1):
        if text.strip():
            try:
                coded.append(stored(text.strip(), own))
                checked(_with(phrase, [coded[-1]]))
            except (LibraryError, TokenError) as error:
                errors[f"text{number}"] = str(error)
    if errors:
        raise ValidationError(errors)
    phrase.texts = coded


def _with(phrase: OwnPhrase, texts: list[str]) -> OwnPhrase:
    kind, reach = SentenceKind(phrase.kind), Reach(phrase.reach)
    return OwnPhrase(org=phrase.org, theme=phrase.theme, place=phrase.place, kind=kind, reach=reach, texts=texts)


@action
def add_formulation(*, formulation: OwnFormulation, by: User, today: date) -> OwnFormulation:
    """Writing it down is confirming it for the running half-year."""
    formulation.confirmed = half_of(today)
    saved = create_record(record=formulation, by=by)
    assert isinstance(saved, OwnFormulation)
    return saved


@action
def edit_formulation(*, formulation: OwnFormulation, version: int, by: User) -> OwnFormulation:
    edit_record(record=formulation, version=version, by=by)
    return formulation


@action
def confirm_formulations(*, formulations: Iterable[OwnFormulation], by: User, today: date) -> int:
    """They are still in use in the running half-year; how many were not yet confirmed for it."""
    half, count = half_of(today), 0
    for each in formulations:
        if each.confirmed < half:
            each.confirmed = half
            edit_record(record=each, version=each.version, by=by)
            count += 1
    return count
