from django.urls import path

from summaries.inspection import views

urlpatterns = [
    path("inspection/", views.KeptList.as_view(), name="inspection"),
    path("inspection/pack/", views.PackCreate.as_view(), name="inspection_pack"),
]
