"""All URLs: German at the root, other languages under their code, machines under /api and /health."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from rathaus.api.views_of_examples import page as page_of_examples
from rathaus.booking.views.short import short
from rathaus.operations.views import metrics, ready, status
from rathaus.portal.views_of_law import security_txt
from rathaus.portal.views_of_theme import arms_of_town, theme
from rathaus.project import views

handler400 = "rathaus.project.views.unreadable"
handler403 = "rathaus.project.views.forbidden"
handler404 = "rathaus.project.views.not_found"
handler500 = "rathaus.project.views.failed"

urlpatterns = [  # what is busiest comes first: it is found soonest
    *i18n_patterns(path("termin/", include("rathaus.booking.urls")), prefix_default_language=False),
    path("api/v1/", include("rathaus.booking.api_urls")),
    path("api/v1/", include("rathaus.api.urls")),
    path("health/", views.health, name="health"),
    path("ready/", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("stadt.css", theme, name="theme"),
    path("wappen", arms_of_town, name="arms"),
    path(".well-known/", include([path("security.txt", security_txt, name="security_txt")])),
    re_path(r"^t/(?P<token>[^/]+)/?$", short, name="short"),
    path("sms/notify/", include("rathaus.integrations.notify.urls")),
    path("sms/kannel/", include("rathaus.integrations.kannel.urls")),
    *i18n_patterns(
        path("", include("rathaus.portal.urls")),
        path("desk/", include("rathaus.identity.urls")),
        path("status/", status, name="status"),
        path("gestaltung/", include("rathaus.ui.urls")),
        path("schnittstelle/", page_of_examples, name="api-examples"),
        path("desk/verwaltung/betrieb/", include("rathaus.operations.urls")),
        path("desk/verwaltung/datenschutz/", include("rathaus.protection.urls")),
        path("desk/verwaltung/", include("rathaus.administration.urls")),
        path("desk/verwaltung/aemter/", include("rathaus.planning.urls")),
        path("desk/verwaltung/leistungen/", include("rathaus.editing.urls")),
        path("desk/verwaltung/schnittstellen/", include("rathaus.api.urls_of_keys")),
        path("desk/", include("rathaus.desk.urls")),
        prefix_default_language=False,
    ),
]
