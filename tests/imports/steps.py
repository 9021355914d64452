"""Going through an import in the browser, for the tests of its pages."""

from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from partywork.imports.models import ImportBatch

URL = "/import/"


class _Fields(HTMLParser):
    """What a browser would send with a page's forms: every named field as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            self.found[name] = ""
        elif tag == "option" and "selected" in given:
            self.found[self._select] = given.get("value", "")
        elif tag == "input" and name not in ("", "csrfmiddlewaretoken") and _is_sent(given):
            self.found[name] = given.get("value", "")


def _is_sent(given: dict[str, str]) -> bool:
    return given.get("type") not in ("checkbox", "radio") or "checked" in given


def fields(page: Any) -> dict[str, str]:
    parser = _Fields()
    parser.feed(page.content.decode())
    return parser.found


def upload(client: Any, content: bytes, name: str = "花名册.xlsx", **more: Any) -> Any:
    return client.post(URL, {"workbook": SimpleUploadedFile(name, content), **more})


def opened(client: Any, content: bytes, name: str = "花名册.xlsx", **more: Any) -> ImportBatch:
    """Upload a file that is taken."""
    response = upload(client, content, name, **more)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.get(pk=int(response["Location"].rstrip("/").rsplit("/", 1)[-1]))


def page_of(client: Any, batch: ImportBatch, name: str = "") -> Any:
    return client.get(f"{URL}{batch.pk}/{name}", follow=True)


def send(client: Any, batch: ImportBatch, name: str, data: dict[str, Any] | None = None) -> Any:
    response = client.post(f"{URL}{batch.pk}/{name}/", data or {}, follow=True)
    batch.refresh_from_db()
    return response


def assigned(client: Any, batch: ImportBatch, **changes: str) -> Any:
    """Take the columns as they are proposed, but for ``changes``."""
    return send(client, batch, "columns", fields(page_of(client, batch, "columns/")) | changes)


def fixed(client: Any, batch: ImportBatch, **changes: str) -> Any:
    """Put something right on the page; a key is the field's name with - written as _."""
    given = {key.replace("__", "-"): value for key, value in changes.items()}
    return send(client, batch, "fix", fields(page_of(client, batch)) | given)


def counts(batch: ImportBatch) -> list[list[Any]]:
    batch.refresh_from_db()
    return batch.counts
