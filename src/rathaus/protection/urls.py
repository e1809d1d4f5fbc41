"""URLs of the data protection officer; whom the data are about never stands in an address."""

from django.urls import path

from rathaus.protection import views

app_name = "protection"
urlpatterns = [
    path("", views.find, name="find"),
    path("auskunft/", views.export, name="export"),
    path("loeschen/", views.erase, name="erase"),
    path("einschraenken/", views.restrict, name="restrict"),
    path("pseudonym/", views.resolve, name="resolve"),
]
