from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartyworkConfig(AppConfig):
    name = "partywork"
    verbose_name = "党建工作台账"

    def ready(self) -> None:
        # Models are loaded only now, and measures and ledgers name models.
        from partywork import catalogue
        from partywork.accounts import signins
        from partywork.audit import triggers
        from partywork.imports import page_part, steps  # noqa: F401  steps registers its kind of background work
        from partywork.rules.loading import after_migrate
        from partywork.yearplan import hours

        catalogue.install()
        hours.install()
        page_part.install()
        signins.connect()
        post_migrate.connect(after_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
