from django.urls import path

from partywork.exports import views
from partywork.exports.forms.library import FORMS

app_name = "exports"
urlpatterns = [
    path("", views.FormList.as_view(), name="forms"),
    *(path(f"{kind.code}/", views.UnitForm.as_view(kind=kind), name=kind.code) for kind in FORMS),
    path("minutes/<int:pk>/", views.MeetingMinutes.as_view(), name="meeting_minutes"),
    path("sign-in/<int:pk>/", views.MeetingSignIn.as_view(), name="meeting_sign_in"),
    path("visits/<int:pk>/", views.VisitRecord.as_view(), name="visit_record"),
]
