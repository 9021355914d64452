from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rendering import convert_to_pdf, write_fontconfig

SofficePdf = Callable[[bytes, str], Path]


@pytest.fixture(scope="session")
def soffice_pdf(tmp_path_factory: pytest.TempPathFactory) -> SofficePdf:
    """Converts the bytes of an office file (and its suffix) to a PDF whose faces are tests.rendering's."""
    fontconfig = write_fontconfig(tmp_path_factory.mktemp("fonts"))

    def convert(data: bytes, suffix: str) -> Path:
        folder = tmp_path_factory.mktemp("office")
        source = folder / f"report{suffix}"
        source.write_bytes(data)
        return convert_to_pdf(source, folder, fontconfig)

    return convert
