"""The check finds nothing wrong with a finished report, nor with the same words in the writer's own hand.

What it says of every other report of the demo is looked at beside the approved texts (test_approved).
"""

from django.db.models import F

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from summaries.reports.desk import open_report
from summaries.reports.models import ParagraphState
from tests.factories.summaries import make_report


def test_a_finished_report_is_clean_and_so_are_its_words_in_the_writers_own_hand() -> None:
    report = make_report(Organisation.objects.get(code="DEMO"), User.objects.get(username="manager"))
    report.paragraphs.filter(state=ParagraphState.PROPOSED).update(state=ParagraphState.ACCEPTED)
    assert open_report(report).checks == ()
    report.paragraphs.update(own_text=F("generated_text"), base_text=F("generated_text"), with_figure=False)
    assert open_report(report).checks == ()
