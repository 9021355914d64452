from importlib import import_module

from django.apps import AppConfig

from partywork import nav
from partywork.access.permissions import Permission
from partywork.dashboard import panels
from partywork.demo.added import add_maker
from partywork.entries import origins


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = "工作总结"

    def ready(self) -> None:
        import_module("summaries.batch.work")  # registers its kind of background work, which names models
        import_module("summaries.inspection.work")  # so does this
        panels.register(import_module("summaries.lifecycle.waiting").panel)
        panels.register(import_module("summaries.tasks.panel").panel)
        for part in ("summaries.lifecycle.waiting", "summaries.tasks.panel"):
            import_module("partywork.reminders.waiting").register(import_module(part).waiting)
        import_module("partywork.dashboard.tour").add_step(import_module("summaries.reports.first_steps").COMPILE)

        origins.register(
            import_module("summaries.reports.models").Report, import_module("summaries.loop.panel").report_link
        )

        add_maker(import_module("summaries.demo").make_task)

        item = nav.Item("工作总结", "summaries:list", "file-earmark-text", Permission.COMPILE_REPORTS)
        received = nav.Item("下级报送", "summaries:received", "inbox", Permission.RECEIVE_REPORTS)
        confirming = nav.Item("数字确认", "summaries:replies", "check2-square", Permission.COMPILE_REPORTS)
        periods = nav.Item("两期对比", "summaries:periods", "clipboard2-data", Permission.VIEW_RECORDS)
        forms = nav.Item("上级表格", "summaries:own_forms", "file-earmark-excel", Permission.COMPILE_REPORTS)
        outlines = nav.Item("体例", "summaries:outlines", "list-ul", Permission.COMPILE_REPORTS)
        phrases = nav.Item("句库", "summaries:phrases", "journal-text", Permission.COMPILE_REPORTS)
        inspection = nav.Item("巡察材料", "summaries:inspection", "patch-check", Permission.INSPECT)
        items = (item, received, confirming, periods, forms, outlines, phrases, inspection)
        nav.add_group(nav.Group("总结", items, ahead_for=Permission.RECEIVE_REPORTS), after="应办")
