from django.urls import path

from partywork.members import flag_views, step_views, views

app_name = "members"
urlpatterns = [
    path("", views.MemberList.as_view(), name="list"),
    path("new/", views.MemberRegister.as_view(), name="create"),
    path("find/", views.MemberFind.as_view(), name="find"),
    path("<int:pk>/", views.MemberDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.MemberEdit.as_view(), name="edit"),
    path("<int:pk>/reveal/", views.MemberReveal.as_view(), name="reveal"),
    path("<int:pk>/stage/", step_views.ChangeStage.as_view(), name="stage"),
    path("<int:pk>/group/", step_views.ChangeGroup.as_view(), name="group"),
    path("<int:pk>/move/", step_views.Move.as_view(), name="move"),
    path("<int:pk>/transfer-out/", step_views.TransferOut.as_view(), name="transfer_out"),
    path("<int:pk>/leave/", step_views.Leave.as_view(), name="leave"),
    path("<int:pk>/return/", step_views.ComeBack.as_view(), name="return"),
    path("<int:pk>/settle/", step_views.Settle.as_view(), name="settle"),
    path("<int:pk>/apply-again/", step_views.ApplyAgain.as_view(), name="apply_again"),
    path("<int:pk>/undo/", step_views.Undo.as_view(), name="undo"),
    path("<int:pk>/annul/", step_views.Annul.as_view(), name="annul"),
    path("standings/<int:pk>/correct/", step_views.Correct.as_view(), name="correct"),
    path("<int:pk>/flag/", flag_views.RaiseFlag.as_view(), name="flag"),
    path("flags/", flag_views.FlagList.as_view(), name="flags"),
    path("flags/<int:pk>/lower/", flag_views.LowerFlag.as_view(), name="lower_flag"),
    path("flags/<int:pk>/withdraw/", flag_views.WithdrawFlag.as_view(), name="withdraw_flag"),
]
