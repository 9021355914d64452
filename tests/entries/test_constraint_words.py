"""What a constraint of the database refuses is told in words, never by the constraint's name."""

import pytest
from django.apps import apps
from django.db.models import BaseConstraint, UniqueConstraint

OURS = [
    pytest.param(constraint, id=constraint.name)
    for app in ("partywork", "summaries")
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
    # Django words a plain unique constraint itself, by the labels of its fields.
    if not (isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None)
]


@pytest.mark.parametrize("constraint", OURS)
def test_a_constraint_says_what_is_wrong(constraint: BaseConstraint) -> None:
    assert constraint.violation_error_message != constraint.default_violation_error_message
