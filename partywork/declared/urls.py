from django.urls import path

from partywork.declared import views

app_name = "declared"
urlpatterns = [
    path("", views.DeclaredList.as_view(), name="list"),
    path("new/", views.DeclaredCreate.as_view(), name="create"),
    path("<int:pk>/", views.DeclaredDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.DeclaredEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.DeclaredCancel.as_view(), name="cancel"),
]
