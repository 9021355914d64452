"""Words that mark another scope's records, and looking for them in whatever leaves the product."""

import io
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote
from zipfile import BadZipFile, ZipFile

from django.apps import apps
from django.contrib.messages import get_messages
from django.db import IntegrityError, models, transaction
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from partywork.access.scope import Scope, restrict
from partywork.accounts.models import User
from partywork.entries.models import Entry
from partywork.orgs.models import Organisation

APPS = ("partywork", "summaries")


def mark_entries(word: str, scope: Scope) -> None:
    """The same for what somebody logged alone: a unit's name and what it sets for others is read below it."""
    for model in apps.get_models():
        if issubclass(model, Entry):
            _mark(restrict(QuerySet(model), scope), free_texts(model), word)


def mark_records(org: Organisation, word: str, scope: Scope) -> int:
    """Put ``word`` into every free text of every record of ``org``; returns how many kinds of record carry it."""
    kinds = 0
    for model in apps.get_models():
        texts = free_texts(model)
        if model._meta.app_label in APPS and texts and belongs(model):
            kinds += _mark(restrict(QuerySet(model), scope), texts, word)
    _mark(QuerySet(User).filter(appointments__org=org), ["full_name"], word)
    return kinds


def belongs(model: type[models.Model]) -> bool:
    return hasattr(model, "SCOPE_PATH") or any(field.name == "org" for field in model._meta.fields)


def free_texts(model: type[models.Model]) -> list[str]:
    """The fields people type into: no choices, no codes, room for the word."""
    found = []
    for field in model._meta.fields:
        if not isinstance(field, CharField | TextField) or type(field) not in (CharField, TextField):
            continue
        if field.editable and not field.choices and not field.unique and (field.max_length or 99) >= 20:
            found.append(field.name)
    return [name for name in found if name not in CODES]


# Texts that the product reads as something else than words: codes, tokens, places of files.
CODES = {"key", "code", "kind", "figure", "period_code", "outline", "source_key", "sha256", "measure", "path", "digest"}


def _mark(rows: QuerySet[Any], texts: list[str], word: str) -> int:
    """1 where a row carries the word now. A text that must be empty stays so."""
    marked = Concat(Value(word), Cast(F("pk"), CharField()))
    own: QuerySet[Any] = QuerySet(rows.model).filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
    count = 0
    for name in texts:
        try:
            with transaction.atomic():
                count += own.update(**{name: marked})
        except IntegrityError:
            count += own.exclude(**{name: ""}).update(**{name: marked})
    return int(count > 0)


def found_in(response: Any, words: Iterable[str]) -> list[str]:
    """Which of the words the response says: in its body, in files inside files, in its headers and messages."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    told = " ".join(str(each) for each in get_messages(response.wsgi_request))
    texts = [head.encode(), told.encode(), *opened(body)]
    return [word for word in words if any(each in text for text in texts for each in forms_of(word))]


def forms_of(word: str) -> list[bytes]:
    """A word as UTF-8, and as headers and addresses write it."""
    return [word.encode(), quote(word).encode()]


def opened(content: bytes) -> Iterator[bytes]:
    """The content, and what is inside where it is a zip (an Excel or Word file is one), however deep."""
    yield content
    if not content.startswith(b"PK"):
        return
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from opened(archive.read(name))
    except BadZipFile:
        return
