"""A file that cannot be taken as a whole."""


class UnreadableWorkbook(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""
