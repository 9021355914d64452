"""What an action says when it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError


def told(action: Callable[[], Any]) -> str:
    """The messages of the ValidationError that the call raises, in one line; no error fails the test."""
    with pytest.raises(ValidationError) as refused:
        action()
    return " ".join(refused.value.messages)
