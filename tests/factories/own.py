"""A unit's own outlines, sentences and set formulations."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from summaries.outlines.actions import copy_outline
from summaries.outlines.library import outline
from summaries.outlines.models import OwnOutline
from summaries.phrases.actions import add_formulation, add_phrase
from summaries.phrases.models import OwnFormulation, OwnPhrase

TODAY = date(2026, 7, 1)
OUTLINE_PAGES = (
    "outline", "outline_preview", "outline_copy", "outline_name", "outline_place", "outline_step", "outline_mend",
    "outline_use",
)  # fmt: skip


def make_outline(
    org: Organisation, by: User, label: str = "自定", source: str = "standard", *, shared: bool = False
) -> OwnOutline:
    key = f"outline-{OwnOutline.objects.count()}"
    return copy_outline(org=org, source=outline(source), label=label, shared=shared, key=key, by=by)


def make_outline_arguments(org: Organisation, by: User) -> dict[str, str]:
    """What the address of an outline takes."""
    return {"name": make_outline(org, by).name}


def make_phrase(org: Organisation, by: User, *texts: str, **about: Any) -> OwnPhrase:
    facts: dict[str, Any] = {"theme": "志愿服务", "key": f"phrase-{OwnPhrase.objects.count()}", **about}
    wordings = texts or ("开展巡河{志愿服务次数#巡河}次",)
    return add_phrase(phrase=OwnPhrase(org=org, **facts), texts=wordings, by=by, today=TODAY)


def make_formulation(org: Organisation, by: User, text: str = "清河先锋行动", **about: Any) -> OwnFormulation:
    facts: dict[str, Any] = {"since": date(2026, 1, 1), "source": "区委2026年1号文件", **about}
    facts.setdefault("key", f"formulation-{OwnFormulation.objects.count()}")
    return add_formulation(formulation=OwnFormulation(org=org, text=text, **facts), by=by, today=TODAY)
