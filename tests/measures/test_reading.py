"""Figures read together are as of one moment, and nobody who writes has to wait for that."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from partywork.measures.reading import consistent_read
from partywork.orgs.models import Organisation
from tests.factories.orgs import make_org


@pytest.mark.django_db(transaction=True)
def test_what_others_save_meanwhile_is_seen_only_afterwards():
    make_org()
    with ThreadPoolExecutor(1) as other, consistent_read():
        before = Organisation.objects.count()
        other.submit(_found_one).result(timeout=120)
        assert Organisation.objects.count() == before
        with consistent_read(), transaction.atomic():
            assert Organisation.objects.count() == before
    assert Organisation.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_the_usual_transactions_are_as_before():
    usual = getattr(connection, "transaction_mode", None)
    with consistent_read():
        Organisation.objects.count()
    assert getattr(connection, "transaction_mode", None) == usual
    make_org()
    assert Organisation.objects.count() == 1


def _found_one() -> None:
    try:
        make_org()
    finally:
        connection.close()
