"""A file with data of the office leaves through ``taken_response`` and is on record; what leaves plainly says why."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAIN = {
    "partywork/pages/downloads.py": "the two ways themselves",
    "partywork/attachments/views.py": "evidence is looked at beside its record",
    "partywork/compliance/views.py": "due dates for one's own calendar",
    "partywork/exports/own/views.py": "templates hold no records",
    "partywork/exports/views.py": "has an event of its own that names the form",
    "partywork/imports/views.py": "a workbook to fill in",
    "partywork/privacy/views.py": "has an event of its own that names who asked",
    "summaries/internal/views.py": "has an event of its own with the file's size",
    "summaries/ownforms/views.py": "the superior's form as it was uploaded, and a sample",
}


def test_only_these_give_a_file_without_a_record():
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("partywork", "summaries")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bfile_response\(", path.read_text("utf-8"))
    }
    assert found == set(PLAIN)
