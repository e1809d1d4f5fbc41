"""URLs of planning."""

from django.urls import path

from rathaus.planning.views import office

app_name = "planning"
urlpatterns = [
    path("", office.offices, name="offices"),
    path("neu/", office.new, name="new"),
    path("<int:office_id>/angaben/", office.details, name="details"),
]
