"""The check finds nothing wrong with a finished report, nor with the same words in the writer's own hand.

What it says of every other report of the demo is looked at beside the approved texts (test_approved).
"""

import pytest
from django.db.models import F

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from summaries.exports import Compiled
from summaries.reports.desk import open_report
from summaries.reports.models import ParagraphState
from tests.factories.summaries import make_report


def test_a_finished_report_is_clean_and_so_are_its_words_in_the_writers_own_hand() -> None:
    report = make_report(Organisation.objects.get(code="DEMO"), User.objects.get(username="manager"))
    report.paragraphs.filter(state=ParagraphState.PROPOSED).update(state=ParagraphState.ACCEPTED)
    assert open_report(report).checks == ()
    report.paragraphs.update(own_text=F("generated_text"), base_text=F("generated_text"), with_figure=False)
    assert open_report(report).checks == ()


@pytest.mark.parametrize(("code", "outline"), [("DEMO", "standard"), ("DEMO", "sub_district"), ("DEMO-03", "standard")])
def test_true_numbers_typed_by_hand_contradict_nothing(code: str, outline: str) -> None:
    """Every number of the report in the writer's own digits: each is true, so none is another than the records'."""
    report = make_report(Organisation.objects.get(code=code), User.objects.get(username="manager"), outline=outline)
    made: Compiled = open_report(report).compiled
    for paragraph in report.paragraphs.all():
        paragraph.own_text = made.plain(paragraph.generated_text)
        paragraph.base_text = paragraph.generated_text
        paragraph.save()
    found = open_report(report).checks
    assert [each.message for each in found if each.code == "typed-other"] == []
    assert sum(each.code == "typed-same" for each in found) > 10
