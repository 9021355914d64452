"""The PDF among the downloads of a report's page."""

from typing import Any

from django.urls import reverse

from summaries.renderers import pdf


def pdf_links(name: str, *args: Any) -> list[dict[str, str]]:
    """The download as a report's page lists it; none where no PDF can be made here."""
    if not pdf.is_available():
        return []
    return [{"label": "PDF", "hint": "版面固定，供阅读和打印", "url": reverse(f"summaries:{name}", args=args)}]
