"""Every request has an id of its own, in the answer, in the log and in the audit chain."""

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from partywork.audit.context import OUTSIDE_A_REQUEST, RequestIdFilter, current_origin
from partywork.audit.middleware import AuditContextMiddleware
from partywork.audit.models import AuditEvent
from tests.audit.samples import WRITER, note


def logged_request_id() -> str:
    record = logging.makeLogRecord({})
    assert RequestIdFilter().filter(record) is True
    return record.request_id  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_same_id_everywhere():
    seen = {}

    def view(request):
        note(summary="甲", by=WRITER)
        seen["request"], seen["log"] = request.id, logged_request_id()
        return HttpResponse()

    response = AuditContextMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7"))
    address, request_id = AuditEvent.objects.values_list("address", "request_id").get()
    assert (address, {request_id}) == ("192.0.2.7", {*seen.values(), response["X-Request-ID"]})
    assert re.fullmatch("[0-9a-f]{32}", request_id)


def test_every_request_has_another_id_whatever_the_client_sends():
    middleware = AuditContextMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/", headers={"X-Request-ID": "forged"})
    ids = {middleware(request)["X-Request-ID"] for _ in range(3)}
    assert (len(ids), "forged" in ids) == (3, False)


def test_the_context_ends_with_the_request_even_after_an_error():
    def view(request):
        raise LookupError

    with pytest.raises(LookupError):
        AuditContextMiddleware(view)(RequestFactory().get("/"))
    assert current_origin.get() == OUTSIDE_A_REQUEST
    assert logged_request_id() == "-"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("192.0.2.7", "192.0.2.7"), ("2001:DB8:0:0::1", "2001:db8::1"), ("", ""), ("unix:", "")],
)
def test_only_a_real_address_is_kept(sent, kept):
    seen = []

    def view(request):
        seen.append(current_origin.get().address)
        return HttpResponse()

    AuditContextMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=sent))
    assert seen == [kept]
