"""URLs of editing."""

from django.urls import path

from rathaus.editing.views import imports, samples, service, topics, versions

app_name = "editing"
urlpatterns = [
    path("", service.services, name="services"),
    path("neu/", service.new, name="new"),
    path("fertige/", samples.pick, name="pick"),
    path("lebenslagen/", topics.topics, name="topics"),
    path("lebenslagen/<int:topic_id>/", topics.topic, name="topic"),
    path("reihenfolge/", topics.order, name="order"),
    path("dateien/", imports.imports, name="imports"),
    path("dateien/<int:upload_id>/", imports.one, name="import"),
    path("tabelle.csv", imports.export, name="export"),
    path("vorlage.csv", imports.template, name="template"),
    path("<int:service_id>/", service.details, name="service"),
    path("<int:service_id>/texte/<str:code>/", service.words, name="words"),
    path("<int:service_id>/fassungen/", versions.versions, name="versions"),
    path("<int:service_id>/zeigen/", versions.shown, name="shown"),
]
