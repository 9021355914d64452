from django.urls import path

from partywork.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<slug:holder>/<int:record_pk>/add/", views.AttachmentAdd.as_view(), name="add"),
    path("<int:pk>/", views.AttachmentFile.as_view(), name="file"),
    path("<int:pk>/remove/", views.AttachmentRemove.as_view(), name="remove"),
]
