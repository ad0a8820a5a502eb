from django.urls import URLPattern

app_name = "controllist"
urlpatterns: list[URLPattern] = []
