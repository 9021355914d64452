from django.apps import AppConfig

from partywork import nav
from partywork.access.permissions import Permission


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = "工作总结"

    def ready(self) -> None:
        item = nav.Item("工作总结", "summaries:list", "file-earmark-text", Permission.COMPILE_REPORTS)
        received = nav.Item("下级报送", "summaries:received", "inbox", Permission.RECEIVE_REPORTS)
        periods = nav.Item("两期对比", "summaries:periods", "clipboard2-data", Permission.VIEW_RECORDS)
        nav.add_group(nav.Group("总结", (item, received, periods)))
