"""URLs of the citizen's pages."""

from django.urls import path

from rathaus.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("leistungen/", views.services, name="services"),
    path("leistungen/vorschlaege/", views.suggest, name="suggest"),
    path("leistungen/<slug:slug>/", views.service, name="service"),
    path("aemter/", views.offices, name="offices"),
    path("aemter/<slug:slug>/", views.office, name="office"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
]
