"""URLs of booking for machines and scripts."""

from django.urls import path

from rathaus.booking import api

app_name = "booking-api"
urlpatterns = [
    path("free-times", api.free_times, name="free-times"),
]
