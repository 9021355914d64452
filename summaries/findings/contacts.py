"""Contact points that a leader did not visit as often as the rule in force asks: for the report of a superior.

A unit's own report is silent about it: the visits are those of a leader above it.
"""

from collections.abc import Iterator

from partywork.access.scope import restrict
from partywork.compliance.contacts import contact_obligations
from partywork.compliance.duties import CONTACT
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.obligations import reading_of
from partywork.orgs.models import Profile
from summaries.facts import Facts
from summaries.findings.rules import Finding, names_of, share_word

THEME = "走访与联系点"


def contact_visits(facts: Facts) -> Iterator[Finding]:
    """Only turns of the rule that lie in the period and were over on the data date."""
    if facts.is_branch or not _has_contacts(facts):
        return
    on, period = facts.window.on, facts.order.period
    reading = reading_of(facts.scope, on, since=period.start)
    led = [unit.pk for unit in reading.units.values() if unit.contact_leader]
    missed = {
        each.org_id for each in contact_obligations(reading)
        if each.duty == CONTACT and each.light is not Light.MET and _is_over(each, facts)
    }  # fmt: skip
    missed -= facts.not_begun(missed)
    if missed:
        word = share_word(len(missed), len(led))
        yield Finding(
            "contact_visits",
            THEME,
            f"{word}联系点领导班子成员走访没有达到规定次数",
            "联系点走访{联系点走访次数}次，" + f"{word}联系点没有达到规定次数",
            "请联系领导排出到联系点的时间，逐月提醒，走访情况及时登记",
            names_of(sorted(missed)),
            "到联系点走访不足",
        )


def _is_over(obligation: Obligation, facts: Facts) -> bool:
    turn = obligation.turn
    return turn is not None and turn.start >= facts.order.period.start and turn.end <= facts.window.on


def _has_contacts(facts: Facts) -> bool:
    held = Profile.objects.on(facts.window.on).exclude(contact_leader="")
    return restrict(held, facts.scope).exists()
