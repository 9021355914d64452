"""What every process holds all day is loaded when the program starts; what few need is not among it."""

import subprocess
import sys

from tests.architecture.test_project import ROOT

SELDOM_NEEDED = ("PIL", "argon2", "docx", "docxtpl", "lxml", "openpyxl", "pypinyin", "segno")
LOADED = f"""
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*[each for each in {SELDOM_NEEDED!r} if each in sys.modules])
"""


def test_all_pages_are_loaded_without_what_only_files_pictures_and_names_need():
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
