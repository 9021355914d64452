from django.urls import path

from partywork.accounts import role_views, shared_reset_views, signin_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.UserList.as_view(), name="list"),
    path("roles/", role_views.RolesPage.as_view(), name="roles"),
    path("new/", views.UserCreate.as_view(), name="create"),
    path("<int:pk>/", views.UserDetail.as_view(), name="detail"),
    path("<int:pk>/appointments/new/", views.AppointmentAdd.as_view(), name="appoint"),
    path("<int:pk>/appointments/end/", views.AppointmentEnd.as_view(), name="appointment_end"),
    path("<int:pk>/reset/", views.PasswordReset.as_view(), name="reset"),
    path("<int:pk>/active/", views.ActiveSwitch.as_view(), name="active"),
    path("<int:pk>/unlock/", signin_views.Unlock.as_view(), name="unlock"),
    path("<int:pk>/sessions/", signin_views.SessionsEnd.as_view(), name="sessions_end"),
    path("<int:pk>/second-factor/", signin_views.SecondFactorReset.as_view(), name="second_factor_reset"),
    path("<int:pk>/reset/ask/", shared_reset_views.ResetAsk.as_view(), name="reset_ask"),
    path("resets/<int:pk>/", shared_reset_views.ResetAgree.as_view(), name="reset_agree"),
]
