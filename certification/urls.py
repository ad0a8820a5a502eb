from django.urls import path

from certification import views

app_name = "certification"
urlpatterns = [
    path("certificates/", views.mine, name="mine"),
    path("certificates/register/", views.register, name="register"),
    path("certificates/awards/<int:pk>/", views.confirm, name="confirm"),
    path("certificates/<str:number>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:number>/revoke/", views.revoke, name="revoke"),
    path("certificates/<str:number>/correct/", views.correct, name="correct"),
    path("v/<str:token>/", views.verify, name="verify"),
]
