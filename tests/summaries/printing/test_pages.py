"""A report as PDF from its page: of the draft, and of what was kept."""

import pytest
from django.urls import reverse

from summaries.lifecycle.sealing import frozen
from summaries.printing.links import pdf_links
from summaries.renderers import docx, pdf
from summaries.reports.desk import open_report
from summaries.reports.models import ReportState
from tests.factories.lifecycle import make_report_in
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client, monkeypatch):
    """Signed in; the "PDF" is the Word file it would be made of."""
    monkeypatch.setattr(pdf, "from_docx", lambda content, faces: b"%PDF of " + content)
    user = make_user(make_office().steady)
    client.force_login(user)
    return user


def home(user):
    return user.appointments.get().org


def test_the_draft_is_printed_as_it_stands_on_the_desk(secretary, client):
    report = make_report(home(secretary), secretary)
    response = client.get(reverse("summaries:pdf", args=[report.pk]))
    assert response.content == b"%PDF of " + docx.render(open_report(report).compiled.document)
    assert (response["Content-Type"], response["Content-Disposition"].endswith(".pdf")) == ("application/pdf", True)


def test_a_frozen_report_is_printed_from_the_file_that_was_kept(secretary, client):
    report = make_report_in(ReportState.FROZEN, home(secretary), secretary)
    kept = frozen(report)
    assert kept is not None
    response = client.get(reverse("summaries:pdf", args=[report.pk]), follow=True)
    assert response.redirect_chain == [(reverse("summaries:version_pdf", args=[report.pk, kept.pk]), 302)]
    assert response.content == b"%PDF of " + bytes(kept.parts.get(name="docx").content)


def test_when_none_comes_of_it_the_reader_is_back_with_the_reason(secretary, client, monkeypatch):
    def fails(content, faces):
        raise pdf.PdfError("用时太久")

    monkeypatch.setattr(pdf, "from_docx", fails)
    report = make_report(home(secretary), secretary)
    response = client.get(reverse("summaries:pdf", args=[report.pk]), follow=True)
    assert response.redirect_chain == [(reverse("summaries:report", args=[report.pk]), 302)]
    assert [str(message) for message in response.context["messages"]] == ["用时太久"]


def test_it_is_offered_only_where_it_can_be_made(monkeypatch):
    monkeypatch.setattr(pdf, "program", lambda: None)
    assert pdf_links("pdf", 7) == []
    monkeypatch.setattr(pdf, "program", lambda: "soffice")
    assert [each["url"] for each in pdf_links("pdf", 7)] == [reverse("summaries:pdf", args=[7])]
