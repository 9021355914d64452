from django.urls import path

from summaries.printing import views

urlpatterns = [
    path("<int:pk>/pdf/", views.DraftPdf.as_view(), name="pdf"),
    path("<int:pk>/pdf/<int:version>/", views.VersionPdf.as_view(), name="version_pdf"),
]
