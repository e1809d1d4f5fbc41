"""URLs of the citizen's pages."""

from django.urls import path

from rathaus.portal import views, views_of_law

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("leistungen/", views.services, name="services"),
    path("leistungen/vorschlaege/", views.suggest, name="suggest"),
    path("leistungen/<slug:slug>/", views.service, name="service"),
    path("aemter/", views.offices, name="offices"),
    path("aemter/<slug:slug>/", views.office, name="office"),
    path("impressum/", views_of_law.imprint, name="imprint"),
    path("datenschutz/", views_of_law.privacy, name="privacy"),
    path("barrierefreiheit/", views_of_law.accessibility, name="accessibility"),
    path("leichte-sprache/", views_of_law.easy, name="easy"),
    path("gebaerdensprache/", views_of_law.sign, name="sign"),
    path("cookies/", views_of_law.cookies, name="cookies"),
    path("robots.txt", views.robots, name="robots"),
]
