"""URLs of the desk."""

from django.urls import path

from rathaus.desk.views import appointment, book, calls, day, find, problems

app_name = "desk"
urlpatterns = [
    path("", day.today, name="today"),
    path("amt/", day.choose_office, name="office"),
    path("buchen/", book.book, name="book"),
    path("suche/", find.find, name="find"),
    path("anruf/", calls.call, name="call"),
    path("meldungen/", problems.problems, name="problems"),
    path("meldungen/aufgabe/<int:job_id>/", problems.retry_job, name="retry_job"),
    path("meldungen/nachricht/<int:delivery_id>/", problems.retry_message, name="retry_message"),
    path("termine/<uuid:appointment_id>/", appointment.appointment, name="appointment"),
    path("termine/<uuid:appointment_id>/schritt/", day.step, name="step"),
    path("termine/<uuid:appointment_id>/beleg/", appointment.slip, name="slip"),
    path("termine/<uuid:appointment_id>/verschieben/", appointment.move, name="move"),
    path("termine/<uuid:appointment_id>/link/", appointment.renew_link, name="renew_link"),
    path("termine/<uuid:appointment_id>/absagen/", appointment.cancel, name="cancel"),
]
