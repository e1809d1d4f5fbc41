"""URLs of the administration."""

from django.urls import path

from rathaus.administration.views import overview, staff

app_name = "administration"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("personal/", staff.staff, name="staff"),
    path("personal/einladen/", staff.invite, name="invite"),
    path("personal/<int:member_id>/", staff.member, name="member"),
]
