from django.urls import path

from partywork.accounts import own_views

app_name = "own"
urlpatterns = [
    path("", own_views.OwnAccount.as_view(), name="account"),
    path("awake/", own_views.Awake.as_view(), name="awake"),
    path("sessions/end/", own_views.SessionEnd.as_view(), name="session_end"),
    path("second-factor/", own_views.SecondFactor.as_view(), name="second_factor"),
    path("second-factor/codes/", own_views.RecoveryCodes.as_view(), name="recovery_codes"),
    path("second-factor/off/", own_views.SecondFactorOff.as_view(), name="second_factor_off"),
]
