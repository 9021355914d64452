"""For whatever watches over the service or shares requests out: does this node live, and can it take requests?

Open to everybody, and tells nothing but yes or no of each thing looked at.
"""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

LEAST_FREE = 200 * 1024 * 1024  # bytes: a few days of records and the next backup of a small office


class Live(View):
    """The process answers. It touches no database: a node whose database is away must not be restarted for that."""

    @method_decorator(never_cache)
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class Ready(View):
    """200 when the database answers and the disk has room, else 503; which of the two is in the answer."""

    @method_decorator(never_cache)
    def get(self, _request: HttpRequest) -> HttpResponse:
        found = {"database": _database_answers(), "disk": shutil.disk_usage(settings.VAR_DIR).free > LEAST_FREE}
        return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
