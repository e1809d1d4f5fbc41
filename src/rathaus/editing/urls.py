"""URLs of editing."""

from django.urls import path

from rathaus.editing.views import service, versions

app_name = "editing"
urlpatterns = [
    path("", service.services, name="services"),
    path("neu/", service.new, name="new"),
    path("<int:service_id>/", service.details, name="service"),
    path("<int:service_id>/texte/<str:code>/", service.words, name="words"),
    path("<int:service_id>/fassungen/", versions.versions, name="versions"),
    path("<int:service_id>/zeigen/", versions.shown, name="shown"),
]
