"""What a function says when it refuses a value."""

from collections.abc import Callable
from typing import Any

import pytest


def refusal(function: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """The message of the ValueError that the call raises; no error fails the test."""
    try:
        result = function(*args, **kwargs)
    except ValueError as refused:
        return str(refused)
    pytest.fail(f"accepted as {result!r}")
