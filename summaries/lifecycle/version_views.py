"""Pages of kept versions: reading, downloading, proving and comparing them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from partywork.common.text import format_date
from partywork.pages.downloads import Taken, taken_response
from partywork.pages.views import Crumbs, link
from summaries.exports import FORMATS
from summaries.lifecycle.differences import since
from summaries.lifecycle.kept_files import kept_file
from summaries.lifecycle.models import Snapshot, SnapshotKind
from summaries.lifecycle.panel import panel
from summaries.lifecycle.sealing import document_of, proofs
from summaries.lifecycle.versions import (
    NOW,
    NOW_LABEL,
    compare_versions,
    document_named,
    kept_versions,
    submission_before,
)
from summaries.lifecycle.views import OfSeenReport
from summaries.loop.panel import panel as loop_panel
from summaries.printing.links import pdf_links
from summaries.renderers import html
from summaries.reports.models import ReportState
from summaries.siblings import Beside, beside, passages_kept


class VersionPage(OfSeenReport):
    """A kept version, read only, as it was; for a frozen one also what the records say today."""

    template_name = "summaries/version.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        snapshot, report = self.snapshot, self.report
        latest = next(iter(kept_versions(report).values()))
        return self.show(
            title=snapshot.title,
            version=str(snapshot),
            is_latest=latest.pk == snapshot.pk,
            latest_url=self.url("version", latest.pk),
            report_html=html.render(document_of(snapshot)),
            downloads=self.downloads(),
            lifecycle=panel(report, self.request.gate),
            loop=loop_panel(report, self.request.gate),
            since=self.since(latest),
            before=self.before(),
            beside=self.beside(latest),
            facts=self.facts(),
            proof_url=self.url("proof", snapshot.pk),
        )

    def downloads(self) -> list[dict[str, str]]:
        pk = self.snapshot.pk
        hint = "报送时留存的文件" if self.snapshot.kind == SnapshotKind.SUBMITTED else "定稿时留存的文件"
        kept = [link(each.label, self.url("version_file", pk, name)) | {"hint": hint} for name, each in FORMATS.items()]
        return kept + pdf_links("version_pdf", self.report.pk, pk)

    def since(self, latest: Snapshot) -> dict[str, Any] | None:
        """The figures that changed since; only of the version in force."""
        if self.report.state != ReportState.FROZEN or latest.pk != self.snapshot.pk:
            return None
        return {"figures": since(self.snapshot)}

    def beside(self, latest: Snapshot) -> Beside | None:
        """How much reads like what siblings sent; only of the latest version."""
        if latest.pk != self.snapshot.pk:
            return None
        return beside(self.report, passages_kept(self.snapshot), self.request.gate)

    def before(self) -> dict[str, str] | None:
        """What changed against the submission before: after a return that is what the superior looks for."""
        earlier = submission_before(self.snapshot)
        if earlier is None:
            return None
        changed = compare_versions(document_of(earlier), document_of(self.snapshot))
        url = f"{self.url('compare')}?old={earlier.pk}&new={self.snapshot.pk}"
        return link(f"与{earlier}相比：{changed.words}", url)

    def facts(self) -> list[dict[str, Any]]:
        report, snapshot = self.report, self.snapshot
        return [
            {"label": "单位", "value": report.org.short_name},
            {"label": "期间", "value": report.period.label},
            {"label": "数据截至", "value": format_date(report.data_date)},
            {"label": "版本", "value": str(snapshot)},
            {"label": "签发", "value": snapshot.by.full_name},
            {"label": "留存时间", "value": snapshot.at},
        ]

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(str(self.snapshot), "")]


class VersionFile(OfSeenReport):
    """A file of a kept version, byte for byte as it was kept."""

    def get(self, *args: Any, name: str, **kwargs: Any) -> HttpResponse:
        if name not in FORMATS:
            raise Http404
        kept = kept_file(self.snapshot, name)
        taken = Taken(f"“{kept.filename}”", self.report.org)
        return taken_response(self.request, kept.content, kept.filename, kept.content_type, taken)


class ProofPage(OfSeenReport):
    """Every sum of a kept version computed anew."""

    template_name = "summaries/proof.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(proofs(self.snapshot))
        return self.show(
            title=f"核验{self.snapshot}",
            proofs=found,
            holds=all(proof.holds for proof in found),
            back=link("回到这一版", self.url("version", self.snapshot.pk)),
        )

    def breadcrumbs(self) -> Crumbs:
        version = link(str(self.snapshot), self.url("version", self.snapshot.pk))
        return [*super().breadcrumbs(), version, link("核验", "")]


class VersionList(OfSeenReport):
    """Every version that was kept and every step that was taken."""

    template_name = "summaries/versions.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = kept_versions(self.report)
        versions = [
            {
                "name": str(each),
                "at": each.at,
                "by": each.by.full_name,
                "sha256": each.sha256,
                "url": self.url("version", each.pk),
                "proof_url": self.url("proof", each.pk),
            }
            for each in kept.values()
        ]
        return self.show(
            title="各版和办理经过",
            versions=versions,
            choices=choices(kept, is_own=self.is_own),
            compare_url=self.url("compare"),
            lines=panel(self.report, self.request.gate)["lines"],
        )

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link("各版和办理经过", "")]


def choices(kept: dict[str, Snapshot], *, is_own: bool) -> list[tuple[str, str]]:
    """What may be compared, the newest first."""
    versions = [(name, str(snapshot)) for name, snapshot in kept.items()]
    return [(NOW, NOW_LABEL), *versions] if is_own else versions


class ComparePage(OfSeenReport):
    template_name = "summaries/compare.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = kept_versions(self.report)
        offered = dict(choices(kept, is_own=self.is_own))
        if len(offered) < 2:
            messages.error(self.request, "只有一稿，还没有可以比较的。")
            return redirect(self.home_url())
        names = list(offered)
        new = self.request.GET.get("new", names[0])
        old = self.request.GET.get("old", names[1])
        if new not in offered or old not in offered:
            raise Http404
        documents = [document_named(self.report, name, kept) for name in (old, new)]
        return self.show(
            title="比较两版",
            choices=list(offered.items()),
            old=old,
            new=new,
            old_name=offered[old],
            new_name=offered[new],
            found=compare_versions(*documents),
        )

    def breadcrumbs(self) -> Crumbs:
        versions = link("各版和办理经过", self.url("versions"))
        return [*super().breadcrumbs(), versions, link("比较两版", "")]
