"""Every address of the product, in Chinese labels and English paths."""

from django.contrib.auth import views as auth
from django.urls import include, path

from partywork.accounts import logins
from partywork.dashboard import views as dashboard
from partywork.health import views as health

handler400 = "partywork.pages.errors.bad_request"
handler404 = "partywork.pages.errors.not_found"
handler403 = "partywork.pages.errors.permission_denied"
handler500 = "partywork.pages.errors.server_error"

urlpatterns = [
    path("", dashboard.Home.as_view(), name="home"),
    path("tour/close/", dashboard.TourClose.as_view(), name="tour_close"),
    path("login/", logins.Login.as_view(), name="login"),
    path("login/code/", logins.LoginCode.as_view(), name="login_code"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", logins.PasswordChange.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("account/", include("partywork.accounts.own_urls")),
    path("health/", health.Health.as_view(), name="health"),
    path("ready/", health.Ready.as_view(), name="ready"),
    path("audit/", include("partywork.auditlog.urls")),
    path("accounts/", include("partywork.accounts.urls")),
    path("orgs/", include("partywork.orgs.urls")),
    path("committees/", include("partywork.committees.urls")),
    path("members/held/", include("partywork.privacy.urls")),
    path("members/", include("partywork.members.urls")),
    path("meetings/", include("partywork.meetings.urls")),
    path("development/steps/", include("partywork.development.step_urls")),
    path("development/reviews/", include("partywork.development.review_urls")),
    path("development/extensions/", include("partywork.development.extension_urls")),
    path("development/", include("partywork.development.urls")),
    path("dues/standards/", include("partywork.dues.standard_urls")),
    path("dues/reductions/", include("partywork.dues.reduction_urls")),
    path("dues/consents/", include("partywork.dues.consent_urls")),
    path("dues/voluntary/", include("partywork.dues.voluntary_urls")),
    path("dues/remittances/", include("partywork.dues.remittance_urls")),
    path("dues/publications/", include("partywork.dues.publication_urls")),
    path("dues/", include("partywork.dues.urls")),
    path("visits/", include("partywork.visits.urls")),
    path("talks/", include("partywork.visits.talk_urls")),
    path("rectification/", include("partywork.rectification.urls")),
    path("appraisals/", include("partywork.appraisal.urls")),
    path("attachments/", include("partywork.attachments.urls")),
    path("compliance/", include("partywork.compliance.urls")),
    path("charts/", include("partywork.pictures.urls")),
    path("rules/", include("partywork.rules.urls")),
    path("holidays/", include("partywork.holidays.urls")),
    path("worklog/", include("partywork.worklog.urls")),
    path("plans/", include("partywork.plans.urls")),
    path("year-plan/", include("partywork.yearplan.urls")),
    path("indicators/", include("partywork.plans.indicator_urls")),
    path("indicator-values/", include("partywork.plans.value_urls")),
    path("starts/", include("partywork.declared.start_urls")),
    path("declared/", include("partywork.declared.urls")),
    path("import/", include("partywork.imports.urls")),
    path("reminders/targets/", include("partywork.reminders.target_urls")),
    path("reminders/", include("partywork.reminders.urls")),
    path("search/", include("partywork.search.urls")),
    path("filters/", include("partywork.savedfilters.urls")),
    path("bulk/", include("partywork.bulkedit.urls")),
    path("forms/", include("partywork.exports.urls")),
    path("jobs/", include("partywork.jobs.urls")),
    path("help/", include("partywork.manual.urls")),
    path("summaries/", include("summaries.urls")),
]
