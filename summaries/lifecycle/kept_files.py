"""The files of a kept version: as they were kept, whatever the records say today."""

from dataclasses import dataclass

from summaries.exports import FORMATS, set_again
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.sealing import document_of


@dataclass(frozen=True)
class KeptFile:
    filename: str
    content_type: str
    content: bytes


def kept_file(snapshot: Snapshot, name: str) -> KeptFile:
    """The file byte for byte. Raises KeyError for a format there is not.

    Submissions used to be kept without files: theirs are set again from the text and figures that were kept, and
    the workbook says that ledgers were not.
    """
    known = FORMATS[name]
    part = snapshot.parts.filter(name=name).exclude(filename="").first()
    if part is not None:
        return KeptFile(part.filename, part.content_type, bytes(part.content))
    content = set_again(document_of(snapshot), name, str(snapshot))
    return KeptFile(f"{snapshot.title}（{snapshot}）.{name}", known.content_type, content)
