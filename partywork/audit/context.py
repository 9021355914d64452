"""Where the running request comes from, for audit events and log lines."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Client address and request id; both empty outside a request (commands, jobs)."""

    address: str = ""
    request_id: str = ""


OUTSIDE_A_REQUEST = Origin()
current_origin: ContextVar[Origin] = ContextVar("audit_origin", default=OUTSIDE_A_REQUEST)


class RequestIdFilter(logging.Filter):
    """Puts the request id on every log record, "-" outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_origin.get().request_id or "-"
        return True
