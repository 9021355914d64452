"""Having a template filled by the process of ``child``: bounded in time, without our environment."""

import base64
import json
import logging
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from partywork.exports.fields import Data, Field, sample

START_SECONDS, SECONDS_EACH = 30.0, 0.5
BROKEN = "这个模板填不出来。请用下载的示范模板重新做一份，再上传。"
SLOW = "填这个模板用时太久，已停下。请把模板做简单一些，或把日期选短一些。"
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from partywork.exports.own.child import main; main()"
_PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")  # nothing that holds a secret or an address

_log = logging.getLogger(__name__)


def shape_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {each.name: shape_of(each.items) if each.is_list else None for each in fields}


def fill(template: bytes, fields: tuple[Field, ...], copies: list[Data]) -> list[bytes]:
    """The template filled with each copy's data. Raises ValidationError that says what is wrong in the template."""
    order = {"template": base64.b64encode(template).decode(), "shape": shape_of(fields), "copies": copies}
    answer = _ask(order, START_SECONDS + SECONDS_EACH * len(copies))
    if "problems" in answer:
        raise ValidationError(list(dict.fromkeys(answer["problems"])))
    return [base64.b64decode(each) for each in answer["files"]]


def try_out(template: bytes, fields: tuple[Field, ...]) -> None:
    """Fill it with invented data, once full and once empty. Raises ValidationError like ``fill``."""
    full = sample(fields)
    empty = {name: [] if isinstance(value, list) else "" for name, value in full.items()}
    fill(template, fields, [full, empty])


def _ask(order: dict[str, Any], seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-I", "-B", "-c", _BOOT, str(settings.BASE_DIR)]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment | {"PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(SLOW) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        _log.warning("a template could not be filled (exit %s): %s", done.returncode, done.stderr[-2000:])
        raise ValidationError(BROKEN) from None
    return answer
