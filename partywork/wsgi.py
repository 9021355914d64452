"""The WSGI entry point for gunicorn and the like; ``manage.py serve`` uses it too."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partywork.settings")
application = get_wsgi_application()
