"""On a person's page: which import the entry came with. The other way round, ``ImportedRow`` names the rows."""

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.imports.models import ImportedRow
from partywork.members.models import Member
from partywork.members.page_parts import PagePart, register
from partywork.pages.http import PageRequest
from partywork.pages.views import link


class ImportedPart(PagePart):
    code = "imports"

    def links(self, member: Member, request: PageRequest) -> list[dict[str, str]]:
        if not request.gate.allows(Permission.IMPORT_RECORDS):
            return []
        rows = ImportedRow.objects.filter(model=Member._meta.label_lower, record_id=member.pk, filled=[])
        row = restrict(rows, request.gate.scope(Permission.IMPORT_RECORDS)).select_related("batch").first()
        return [link(f"来自导入的“{row.batch.file_name}”", row.batch.get_absolute_url())] if row else []


def install() -> None:
    """Called once when the application is ready."""
    register([ImportedPart()])
