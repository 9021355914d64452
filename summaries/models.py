"""The app's models, gathered from its slices so that Django finds them."""

from summaries.checks.models import CheckAcknowledgement
from summaries.reports.models import Paragraph, Report

__all__ = ["CheckAcknowledgement", "Paragraph", "Report"]
