"""What several figures of one evaluation ask alike (the rules of a day, the branches of a scope) is looked up once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_found: ContextVar[dict[Any, Any] | None] = ContextVar("found in this evaluation", default=None)


@contextmanager
def one_evaluation() -> Iterator[None]:
    """Inside, a function marked ``once_an_evaluation`` answers the same arguments once; nothing is kept afterwards."""
    if _found.get() is not None:
        yield
        return
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def once_an_evaluation(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        found = _found.get()
        if found is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(kwargs.items()))
        if key not in found:
            found[key] = function(*args, **kwargs)
        return found[key]

    return asked
