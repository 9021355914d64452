from django.urls import path

from partywork.exports import views
from partywork.exports.copy import views as copy
from partywork.exports.forms.library import FORMS
from partywork.exports.own import views as own

app_name = "exports"
urlpatterns = [
    path("", views.FormList.as_view(), name="forms"),
    *(path(f"{kind.code}/", views.UnitForm.as_view(kind=kind), name=kind.code) for kind in FORMS),
    path("minutes/<int:pk>/", views.MeetingMinutes.as_view(), name="meeting_minutes"),
    path("sign-in/<int:pk>/", views.MeetingSignIn.as_view(), name="meeting_sign_in"),
    path("visits/<int:pk>/", views.VisitRecord.as_view(), name="visit_record"),
    path("copy/", copy.CopyCreate.as_view(), name="copy"),
    path("templates/", own.TemplateList.as_view(), name="templates"),
    path("templates/upload/", own.TemplateUpload.as_view(), name="template_upload"),
    *(
        path(f"templates/{kind.code}/", own.TemplateHelp.as_view(kind=kind), name=f"template-{kind.code}")
        for kind in FORMS
        if kind.takes_templates
    ),
    path("templates/<int:pk>/", own.TemplatePage.as_view(), name="template"),
    path("templates/<int:pk>/file/", own.TemplateFile.as_view(), name="template_file"),
    path("templates/<int:pk>/withdraw/", own.TemplateWithdraw.as_view(), name="template_withdraw"),
]
