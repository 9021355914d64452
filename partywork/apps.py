from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


class PartyworkConfig(AppConfig):
    name = "partywork"
    verbose_name = "党建工作台账"

    def ready(self) -> None:
        # Models are loaded only now, and measures and ledgers name models.
        from partywork import catalogue, checks  # noqa: F401  checks register themselves
        from partywork.accounts import checks as account_checks  # noqa: F401
        from partywork.accounts import sessions, signins
        from partywork.audit import anchors, downloads, triggers
        from partywork.backups import daily
        from partywork.bulkedit.panel import BulkEdit
        from partywork.common.counted import count_for
        from partywork.compliance import overviews
        from partywork.dashboard import panels
        from partywork.exports import places
        from partywork.health import readiness
        from partywork.imports import page_part, steps  # noqa: F401  steps registers its kind of background work
        from partywork.imports.actions import sweep
        from partywork.jobs import routines
        from partywork.pages import list_parts
        from partywork.pictures.panels import half_year
        from partywork.privacy import places as personal
        from partywork.reminders.sending import round_of
        from partywork.rules.loading import after_migrate
        from partywork.savedfilters.panel import SavedFilters
        from partywork.yearplan import hours

        catalogue.install()
        downloads.install()
        list_parts.register(SavedFilters())
        list_parts.register(BulkEdit())
        hours.install()
        places.install()
        personal.install()
        page_part.install()
        signins.connect()
        routines.register("reminders", round_of)
        routines.register("backup", daily.round_of)
        routines.register("sessions", lambda clock: sessions.clear_expired(clock()))
        routines.register("anchor", anchors.round_of)
        routines.register("sign of life", readiness.round_of)
        routines.register("imports", lambda clock: sweep(clock()))
        routines.register("overviews", overviews.round_of)
        routines.register("statistics", lambda clock: count_for(timezone.localdate(clock())))
        panels.register(half_year, last=True)
        post_migrate.connect(after_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
