"""A superior's form, filled and opened in LibreOffice: its own formulas take the new rows in."""

import io
import subprocess

import pytest
from openpyxl import load_workbook

from summaries.facts import Facts
from summaries.ownforms.filling import fill
from summaries.ownforms.views import SAMPLE
from tests.summaries.office import make_office, order

pytestmark = pytest.mark.django_db


def test_libreoffice_computes_what_the_form_adds_up(tmp_path):
    source = tmp_path / "form.xlsx"
    source.write_bytes(fill(SAMPLE.read_bytes(), Facts(order(make_office().root))))
    done = subprocess.run(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(source)],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    assert "Error" not in done.stderr
    book = load_workbook(io.BytesIO((tmp_path / "out" / "form.xlsx").read_bytes()), data_only=True)
    rows = [[cell.value for cell in row] for row in book["各支部"]["A4:F6"]]
    assert rows == [
        [1, "青禾第一社区党支部", 6, 2, 2, 10],
        [2, "青禾第二社区党支部", 1, 0, 0, 1],
        ["合计", None, 7, 2, 2, 11],
    ]
    assert [cell.value for cell in book["各月"]["H"][3:5]] == [7, 6]
