"""Pages that tell what went wrong; they have no URL of their own."""

from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tenants.utils import schema_context
from psycopg import sql

from rathaus.booking.actions.hold import HOLDS
from rathaus.core.limits import spend
from tests.browser.states.stage import EMPTY, Stage, in_days, prepares, run
from tests.conftest import server

TOO_MANY_FIELDS = """form => {
  const field = () => Object.assign(document.createElement("input"), {type: "hidden", name: "x"});
  for (let n = 0; n <= 200; n += 1) form.append(field());
}"""
ALLOW = "ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}"
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"


@prepares("error:unreadable", "shown")
def unreadable(stage: Stage) -> None:
    stage.open("/termin/finden/")
    stage.page.locator("main form[method=post]").evaluate(TOO_MANY_FIELDS)
    stage.press("main form[method=post] [type=submit]")
    stage.sees("Das konnten wir nicht lesen")


@prepares("error:forbidden", "shown")
def forbidden(stage: Stage) -> None:
    """Nothing leads there yet, so the page is put where it would be."""
    with translation.override(stage.language):
        body = render_to_string("ui/forbidden.html", {"message": ""})
    answer = {"status": 403, "content_type": "text/html; charset=utf-8", "body": body}
    stage.page.route("**/verboten/", lambda route: route.fulfill(**answer))
    stage.open("/verboten/")
    stage.sees("Dafür fehlt Ihnen die Berechtigung")


@prepares("error:form_too_old", "shown")
def form_too_old(stage: Stage) -> None:
    stage.open("/termin/finden/")
    stage.page.context.clear_cookies()
    stage.press("main form[method=post] [type=submit]")
    stage.sees("Das Formular war zu lange offen")


@prepares("error:not_found", "shown")
def not_found(stage: Stage) -> None:
    stage.open("/gibt-es-nicht/")
    stage.sees("Diese Seite gibt es nicht")


@prepares("error:too_many", "shown")
def too_many(stage: Stage) -> None:
    office, service, _resource = stage.counter()
    for _try in range(HOLDS.most):
        spend(HOLDS, stage.address, at=timezone.now())
    stage.open(f"/termin/zeit/{office.slug}/?l={service.pk}&tag={in_days(4)}")
    stage.press(".rh-slot")
    stage.sees("Bitte warten Sie einen Moment")


@prepares("error:failed", "shown")
def failed(stage: Stage) -> None:
    """A table is missing for a moment: a mistake of ours, as far as the page can tell."""
    stage.expects(500)
    stage.for_a_moment()
    with schema_context(EMPTY):
        run("ALTER TABLE offices_legaltext RENAME TO offices_legaltext_away")
        try:
            stage.open("/impressum/", town=EMPTY)
        finally:
            run("ALTER TABLE offices_legaltext_away RENAME TO offices_legaltext")
    stage.sees("Da ist uns ein Fehler passiert")


@prepares("error:unknown_host", "shown")
def unknown_host(stage: Stage) -> None:
    """Without a town there is no choice of languages."""
    stage.language = "de"
    stage.page.goto(stage.server.url("/", host="unbekannt.localhost"))
    stage.sees("Unter dieser Adresse gibt es kein Rathaus")


@prepares("error:away", "shown")
def away(stage: Stage) -> None:
    stage.expects(503)
    stage.for_a_moment()
    name = stage.server.database
    connection.close()
    server(
        sql.SQL(ALLOW).format(sql.Identifier(name), sql.SQL("false")),
        sql.SQL(TERMINATE).format(sql.Literal(name)),
    )
    try:
        stage.open("/")
    finally:
        server(sql.SQL(ALLOW).format(sql.Identifier(name), sql.SQL("true")))
    stage.sees("Das Rathaus ist gerade nicht erreichbar")
