"""States of bringing services in from a file."""

from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from rathaus.catalogue.actions import ASKED, CARRY_OUT
from rathaus.catalogue.models import Service
from rathaus.catalogue.uploads import Upload
from rathaus.identity.rights import Role
from tests.browser.states.administration import administer
from tests.browser.states.editing import service_written
from tests.browser.states.stage import PROBE, Stage, next_number, prepares, run
from tests.editing.jobs import done_at

PATH = "/desk/verwaltung/leistungen/dateien/"
TITLES = "schluessel;titel\n"
JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)
VALUES (
    'default', %s, jsonb_build_object('town', %s, 'upload_id', %s::int),
    %s::procrastinate_job_status, now() + interval '1 day'
)
"""


def _uploaded(stage: Stage, rows: str) -> None:
    """Upload a table and see the comparison."""
    stage.open(PATH)
    file = FilePayload(name="leistungen.csv", mimeType="text/csv", buffer=(TITLES + rows).encode())
    stage.page.set_input_files("main [name=first]", file)
    stage.press("main button[type=submit]")
    stage.page.wait_for_url("**/dateien/*/")
    _carried_out(stage)


def _new(stage: Stage) -> str:
    """Sign an editor in, and name a service that is not there yet."""
    administer(stage, Role.EDITOR)
    return f"pilzberatung-{next_number()}"


@prepares("editing:imports", "blank")
def imports_blank(stage: Stage) -> None:
    administer(stage)
    stage.open(PATH)
    stage.sees("Was in die Spalten gehört")


@prepares("editing:imports", "errors")
def imports_errors(stage: Stage) -> None:
    imports_blank(stage)
    stage.press("main button[type=submit]")
    stage.sees("Bitte füllen Sie „Datei“ aus.")


@prepares("editing:imports", "earlier")
def imports_earlier(stage: Stage) -> None:
    import_compared(stage)
    stage.open(PATH)
    stage.sees("Die letzten 30 Tage")


@prepares("editing:import", "compared")
def import_compared(stage: Stage) -> None:
    service_written(stage)
    _uploaded(stage, f"hundesteuer;Hunde anmelden\npilzberatung-{next_number()};Pilzberatung\n")
    stage.sees("Hunde anmelden")


@prepares("editing:import", "conflicts")
def import_conflicts(stage: Stage) -> None:
    service_written(stage)
    title = f"Hunde besteuern {next_number()}"
    stage.fill(title=title)
    stage.press("main [value=speichern]")
    expect(stage.page.locator("h1")).to_contain_text(title)
    _uploaded(stage, f"{Service.objects.latest('pk').slug};Dackel anmelden\n")
    stage.sees("Angaben der Datei nehmen")


@prepares("editing:import", "broken")
def import_broken(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    _uploaded(stage, "Ein Hund;Hunde\n")
    stage.sees("So lässt sich die Datei nicht übernehmen")


@prepares("editing:import", "nothing")
def import_nothing(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    service = stage.make.service("Pilzberatung", slug=f"pilze-{next_number()}")
    _uploaded(stage, f"{service.slug};Pilzberatung\n")
    stage.sees("Es gibt nichts zu übernehmen.")


def _upload_of(stage: Stage) -> int:
    return int(stage.page.url.rstrip("/").rpartition("/")[2])


def _asked(stage: Stage, status: str) -> None:
    """An import whose job has this status and stays there."""
    _uploaded(stage, f"{_new(stage)};Pilzberatung\n")
    upload_id = _upload_of(stage)
    Upload.objects.filter(pk=upload_id).update(state=Upload.State.APPLYING)
    run(JOB, CARRY_OUT, PROBE, str(upload_id), status)
    stage.undo.append(lambda: run("DELETE FROM procrastinate_jobs WHERE task_name = %s", CARRY_OUT))
    stage.page.reload()


@prepares("editing:import", "waiting")
def import_waiting(stage: Stage) -> None:
    _asked(stage, "todo")
    stage.sees("Die Datei wird übernommen")


@prepares("editing:import", "failed")
def import_failed(stage: Stage) -> None:
    _asked(stage, "failed")
    stage.sees("Das ist nicht gelungen")


def _carried_out(stage: Stage) -> None:
    """Have the job done: here, or by the worker that a journey started, which may have taken it already."""
    stage.page.wait_for_load_state()
    done_at(timezone.now())
    under_way = Upload.objects.filter(pk=_upload_of(stage), state__in=ASKED)
    for _look in range(100):
        if not under_way.exists():
            break
        stage.page.wait_for_timeout(100)
    stage.page.reload()


@prepares("editing:import", "applied")
def import_applied(stage: Stage) -> None:
    _uploaded(stage, f"{_new(stage)};Pilzberatung\n")
    stage.press("main [value=uebernehmen]")
    _carried_out(stage)
    stage.sees("Die Datei ist übernommen.")


@prepares("editing:import", "undone")
def import_undone(stage: Stage) -> None:
    import_applied(stage)
    stage.press("main [value=zuruecknehmen]")
    _carried_out(stage)
    stage.sees("wieder, wie es vorher war")


@prepares("editing:pick", "offered")
def pick_offered(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    stage.open("/desk/verwaltung/leistungen/fertige/")
    stage.sees("Reisepass")


@prepares("editing:pick", "none")
def pick_none(stage: Stage) -> None:
    administer(stage, Role.EDITOR)
    stage.open("/desk/verwaltung/leistungen/fertige/?q=quallenzucht")
    stage.sees("Dazu bringt Rathaus keine Leistung mit.")
