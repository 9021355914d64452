from django.urls import path

from summaries.tasks import reply_views, views

urlpatterns = [
    path("confirm/", reply_views.ReplyList.as_view(), name="replies"),
    path("confirm/<int:pk>/", reply_views.ReplyPage.as_view(), name="reply"),
    path("confirm/<int:pk>/return/", reply_views.ReplyReturn.as_view(), name="reply_return"),
    path("confirm/tasks/", views.TaskList.as_view(), name="tasks"),
    path("confirm/tasks/new/", views.TaskCreate.as_view(), name="task_create"),
    path("confirm/tasks/<int:pk>/", views.TaskPage.as_view(), name="task"),
    path("confirm/tasks/<int:pk>/edit/", views.TaskEdit.as_view(), name="task_edit"),
    path("confirm/tasks/<int:pk>/withdraw/", views.TaskWithdraw.as_view(), name="task_withdraw"),
]
