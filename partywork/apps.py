from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartyworkConfig(AppConfig):
    name = "partywork"
    verbose_name = "党建工作台账"

    def ready(self) -> None:
        # Models are loaded only now, and measures and ledgers name models.
        from partywork import catalogue
        from partywork.accounts import checks, signins  # noqa: F401  checks registers what check --deploy says
        from partywork.audit import downloads, triggers
        from partywork.backups import daily
        from partywork.bulkedit.panel import BulkEdit
        from partywork.dashboard import panels
        from partywork.exports import places
        from partywork.imports import page_part, steps  # noqa: F401  steps registers its kind of background work
        from partywork.imports.actions import sweep
        from partywork.jobs import routines
        from partywork.pages import list_parts
        from partywork.pictures.panels import half_year
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
        page_part.install()
        signins.connect()
        routines.register("reminders", round_of)
        routines.register("backup", daily.round_of)
        routines.register("imports", lambda clock: sweep(clock()))
        panels.register(half_year, last=True)
        post_migrate.connect(after_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
