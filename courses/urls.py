from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("courses/", views.catalogue, name="catalogue"),
    path("courses/<slug:course>/groups/", views.groups, name="groups"),
    path("courses/<slug:course>/enrol/", views.enrol, name="enrol"),
    path(
        "courses/<slug:course>/<slug:module>/<slug:lesson>/read/",
        views.read,
        name="read",
    ),
]
