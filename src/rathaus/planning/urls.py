"""URLs of planning."""

from django.urls import path

from rathaus.planning.views import counter, days, holidays, hours, offer, office, town

app_name = "planning"
urlpatterns = [
    path("", office.offices, name="offices"),
    path("neu/", office.new, name="new"),
    path("ganze-stadt/", town.town_days, name="town_days"),
    path("feiertage/", holidays.holidays, name="holidays"),
    path("<int:office_id>/", counter.office, name="office"),
    path("<int:office_id>/leistung/", offer.offer, name="offer"),
    path("<int:office_id>/schliesstage/", days.closures, name="closures"),
    path("<int:office_id>/zurueckgehalten/", days.withheld, name="withheld"),
    path("<int:office_id>/schalter/<int:counter_id>/", counter.counter, name="counter"),
    path("<int:office_id>/schalter/<int:counter_id>/regel/", counter.rule, name="rule"),
    path("<int:office_id>/oeffnungszeiten/", hours.hours, name="hours"),
    path("<int:office_id>/angaben/", office.details, name="details"),
]
