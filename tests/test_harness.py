"""The suite's own safety nets: each is provoked once, so that none rots unnoticed."""

import logging
import warnings

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import get_language

from tests.strict_templates import UndefinedVariable


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ given.missing }}", '{{ missing|default:"" }}'])
def test_a_printed_variable_that_nobody_passed_fails(text: str) -> None:
    with pytest.raises(UndefinedVariable, match="missing"):
        render(text, given="x")


def test_asking_with_if_and_for_is_how_optional_parts_are_written() -> None:
    assert render("{% if missing %}a{% else %}b{% endif %}{% for x in missing %}c{% endfor %}") == "b"


def test_an_error_in_the_log_is_collected(error_log: list[str]) -> None:
    logging.getLogger("partywork.example").error("text %s", 1)
    assert error_log == ["partywork.example: text 1"]


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="text"):
        warnings.warn("text", stacklevel=1)


def test_the_suite_speaks_chinese_and_writes_only_to_its_own_directory() -> None:
    assert get_language() == "zh-hans"
    assert settings.VAR_DIR.name.startswith("partywork-tests-")
    assert (settings.VAR_DIR / "keys" / "secret_key").read_text(encoding="ascii") == settings.SECRET_KEY
