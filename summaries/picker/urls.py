from django.urls import path

from summaries.picker import views

urlpatterns = [
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/try/", views.TryText.as_view(), name="try_text"),
]
