"""How often one person may ask for what costs much. Far above what work needs: against a stuck key and a script."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """``most`` times in ``minutes``. ``pages`` are names of addresses; one that ends in ":" stands for all under it.

    ``verbs`` are the methods that count; ``query`` is the part of the address ("export") that must be there, if any.
    ``in_memory``: counted by each process for itself, not in the database (counting.py says why).
    """

    code: str
    what: str
    most: int
    minutes: int
    pages: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ("GET", "POST")  # HEAD runs the same code and counts as GET
    query: str = ""
    in_memory: bool = False

    def fits(self, name: str, request: HttpRequest) -> bool:
        verb = "GET" if request.method == "HEAD" else request.method
        if verb not in self.verbs or (self.query and self.query not in request.GET):
            return False
        return not self.pages or any(name == page or (page[-1] == ":" and name.startswith(page)) for page in self.pages)


_REPORT_FILES = ("summaries:download", "summaries:pdf", "summaries:version_pdf", "summaries:version_file")
_UPLOADS = ("exports:template_upload", "summaries:own_form_upload")
_COMPILING = ("summaries:create", "summaries:recompile", "summaries:batch", "summaries:own_form_fill")
LIMITS = (
    Limit("reveal", "查看证件号码和电话", 60, 10, ("members:reveal",)),
    Limit("import", "上传要导入的文件", 20, 10, ("imports:import", "imports:again"), ("POST",)),
    Limit("template", "上传模板和上级的表", 20, 10, _UPLOADS, ("POST",)),
    Limit("evidence", "上传佐证材料", 60, 10, ("attachments:add",), ("POST",)),
    Limit("compile", "编制工作总结", 40, 10, _COMPILING, ("POST",)),
    Limit("internal", "导出内部台账和数据副本", 20, 10, ("summaries:internal", "exports:copy"), ("POST",)),
    Limit("report", "下载工作总结", 120, 10, _REPORT_FILES, ("GET",)),
    Limit("form", "生成表册", 120, 10, ("exports:",), ("GET",), query="go"),
    Limit("export", "导出 Excel", 60, 10, (), ("GET",), query="export"),
    Limit("search", "查找", 600, 5, ("search:",), ("GET",), in_memory=True),
)
