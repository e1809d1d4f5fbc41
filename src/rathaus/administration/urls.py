"""URLs of the administration."""

from django.urls import path

from rathaus.administration.views import (
    notices,
    overview,
    phones,
    provider,
    staff,
    texts,
    town_colours,
    town_look,
    wordings,
)

app_name = "administration"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("texte/", texts.texts, name="texts"),
    path("texte/<slug:kind>/<slug:code>/", texts.text, name="text"),
    path("barrieren/<int:report_id>/", texts.answered, name="barrier"),
    path("stadt/", town_look.name_and_arms, name="look"),
    path("stadt/farben/", town_colours.colours, name="colours"),
    path("hinweise/", notices.notices, name="notices"),
    path("hinweise/neu/", notices.new_notice, name="new_notice"),
    path("hinweise/<int:notice_id>/", notices.notice, name="notice"),
    path("nachrichten/", wordings.wordings, name="wordings"),
    path("nachrichten/<slug:kind>/<slug:code>/", wordings.wording, name="wording"),
    path("sms/", phones.phones, name="phones"),
    path("anmeldung/", provider.provider, name="provider"),
    path("personal/", staff.staff, name="staff"),
    path("personal/einladen/", staff.invite, name="invite"),
    path("personal/<int:member_id>/", staff.member, name="member"),
]
