"""The id of a row in an address or a form field."""

LONGEST_ID = 18  # digits: what both databases hold


def id_from(given: object) -> int | None:
    """The id that ``given`` (of a browser, so anything) names; None where it is none: ²、１, 5,000 digits, nothing."""
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None
