"""URLs of the booking journey."""

from django.urls import path

from rathaus.booking.views import appointment, choose, contact, find, hold, times

app_name = "booking"
urlpatterns = [
    path("", choose.matters, name="matters"),
    path("ort/", choose.office, name="office"),
    path("zeit/<slug:slug>/", times.time, name="time"),
    path("halten/", hold.hold, name="hold"),
    path("finden/", find.find, name="find"),
    path("<str:token>/", appointment.view, name="view"),
    path("<str:token>/kontakt/", contact.contact, name="contact"),
    path("<str:token>/verlaengern/", contact.extend_hold, name="extend"),
    path("<str:token>/freigeben/", contact.release, name="release"),
    path("<str:token>/qr.svg", appointment.qr, name="qr"),
    path("<str:token>/kalender.ics", appointment.calendar, name="calendar"),
    path("<str:token>/verschieben/", appointment.move, name="move"),
    path("<str:token>/absagen/", appointment.cancel, name="cancel"),
    path("<str:token>/bestaetigen/", appointment.confirm, name="confirm"),
]
