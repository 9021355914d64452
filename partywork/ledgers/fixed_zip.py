"""A zip archive whose bytes depend on its content only, not on the moment: files are known by their hash."""

from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_MOMENT = datetime(2000, 1, 1)


class FixedDateZip(ZipFile):
    """An archive being written, every entry dated alike."""

    def __init__(self, target: str | Path | IO[bytes]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, allowZip64=True)

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Every way of adding an entry ends here, with a ZipInfo that carries date and mode of its source."""
        entry: Any = name
        if isinstance(name, ZipInfo):
            entry.date_time = FIXED_MOMENT.timetuple()[:6]
            entry.external_attr = 0o600 << 16
        return super().open(entry, mode, pwd, force_zip64=force_zip64)
