"""No ID number and no mobile number reaches a log file."""

import io
import logging
import sys

import pytest

from partywork.audit.redaction import RedactingFilter, redact

NUMBER = "11010519491231002X"
DIGEST = f"a17016485464f{'0c' * 25}b"  # 64 characters, eleven of them like a mobile number
HIDDEN = "110**************X"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"号码{NUMBER}有误", f"号码{HIDDEN}有误"),
        (f"{NUMBER.lower()},{NUMBER}", f"{HIDDEN[:-1]}x,{HIDDEN}"),
        ("电话13812345678。", "电话138****5678。"),
        ("+8613812345678", "+86138****5678"),
        ("138-1234-5678 或 138 1234 5678", "138****5678 或 138****5678"),
        ("订单20260618和2026年6月18日", "订单20260618和2026年6月18日"),
        ("1234567890123456789012", "1234567890123456789012"),
        ("12812345678", "12812345678"),
        (f"每日 1:{DIGEST}", f"每日 1:{DIGEST}"),
        (f"{DIGEST}c", f"a170****5464{DIGEST[12:]}c"),
    ],
)
def test_personal_numbers_are_starred_out(text, shown):
    assert redact(text) == shown


def logged(log) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    handler.addFilter(RedactingFilter())  # two handlers share a record; twice must do no harm
    logger = logging.Logger("redaction")
    logger.addHandler(handler)
    log(logger)
    return stream.getvalue()


def test_in_the_message():
    assert logged(lambda logger: logger.warning(f"收到 {NUMBER}")) == f"收到 {HIDDEN}\n"


def test_in_the_arguments():
    shown = logged(lambda logger: logger.warning("%s：%d", NUMBER, 13812345678))
    assert shown == f"{HIDDEN}：138****5678\n"


def test_put_together_from_several_arguments():
    assert logged(lambda logger: logger.warning("%s%s", NUMBER[:9], NUMBER[9:])) == f"{HIDDEN}\n"


def test_a_percent_sign_survives():
    assert logged(lambda logger: logger.warning("完成 100%")) == "完成 100%\n"


def test_in_the_traceback_and_the_stack():
    def fail(logger):
        try:
            raise LookupError(NUMBER)
        except LookupError:
            logger.warning("失败", exc_info=sys.exc_info(), stack_info=True)

    shown = logged(fail)
    assert NUMBER not in shown
    assert f"LookupError: {HIDDEN}\n" in shown


def test_the_values_of_a_row_that_postgresql_refused_are_left_out():
    told = 'unique constraint "once"\nDETAIL:  Key (name)=(示例姓名) already exists.\n  at line'
    assert redact(told) == 'unique constraint "once"\nDETAIL: （此处数据不记入日志）\n  at line'
