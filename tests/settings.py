"""The product's settings with what tests change: a private var directory, quick hashes, strict templates.

A module of its own, because pytest-django loads the settings before it reads any conftest.py.
"""

import atexit
import copy
import os
import shutil
import tempfile
from pathlib import Path

from tests.strict_templates import RaiseWhenUndefined

for name in [name for name in os.environ if name.startswith("PARTYWORK_")]:
    del os.environ[name]  # a developer's own install must not decide what the tests see
_var = Path(tempfile.mkdtemp(prefix="partywork-tests-"))  # one per process: xdist's workers share nothing
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ["PARTYWORK_VAR"] = str(_var)

from partywork.settings import *  # noqa: E402, F403
from partywork.settings import STATIC_ROOT, STORAGES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
LIMITS_HOLD = False  # tests/limits sets it
AUDIT_IS_APPEND_ONLY = False  # tests empty their tables; tests/audit/test_triggers.py sets the triggers

TEMPLATES = copy.deepcopy(TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = RaiseWhenUndefined("undefined")  # type: ignore[index]

# Hashed names need collectstatic first; tests/commands/test_serve.py checks them in a real server.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir()  # WhiteNoise warns when it is missing, and a warning is an error here
