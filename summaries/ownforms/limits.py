"""How large a form may be."""

from partywork.imports.archive import Limits

LIMITS = Limits(file=2 * 1024 * 1024, unpacked=12 * 1024 * 1024)
