from django.urls import path, register_converter

from reporting import views


class CountryCode:
    regex = "[A-Z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CountryCode, "country")
app_name = "reporting"
urlpatterns = [
    path("", views.index, name="index"),
    path("<country:code>/", views.country, name="country"),
    path("<country:code>/people/", views.people, name="people"),
    path("<country:code>/figures.xlsx", views.xlsx, name="xlsx"),
    path("<country:code>/figures.csv", views.csv, name="csv"),
]
