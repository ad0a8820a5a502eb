from django.urls import path

from academy.urls import handler400, handler403, handler404, handler500
from academy.urls import urlpatterns as academy
from bench.bare import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("bare/save/", views.save), *academy]
