"""States of the administration."""

from django.utils import timezone

from rathaus.identity.actions import close, invite, make_staff
from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from rathaus.offices.actions import report_barrier, set_legal_text
from rathaus.offices.models import NEEDED, LegalText
from tests.browser.states.stage import PASSWORD, Stage, next_number, prepares, take_texts_away


def administer(stage: Stage, role: Role = Role.ADMIN) -> Staff:
    """This will sign a new member with a role of the town in at Probstadt."""
    member = make_staff(
        email=f"ada-{next_number()}@probe.example", name="Ada Brandt", password=PASSWORD, office_ids=[], role=role,
        at=timezone.now(),
    )  # fmt: skip
    stage.enter(member)
    return member


@prepares("administration:overview", "sections")
def overview(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/")
    stage.sees("Personal")


@prepares("administration:staff", "members")
def staff(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/personal/")
    stage.sees("Ada Brandt")


@prepares("administration:invite", "empty")
def invite_empty(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/personal/einladen/")


@prepares("administration:invite", "errors")
def invite_errors(stage: Stage) -> None:
    invite_empty(stage)
    stage.press("main [type=submit]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("administration:invite", "refused")
def invite_refused(stage: Stage) -> None:
    member = administer(stage)
    stage.open("/desk/verwaltung/personal/einladen/")
    stage.fill(name="Gerda Wolf", email=member.email)
    stage.press("main [type=submit]")
    stage.sees("Diese E-Mail-Adresse hat schon ein Konto.")


def _member(stage: Stage) -> Staff:
    return make_staff(
        email=f"bruno-{next_number()}@probe.example", name="Bruno Berger", password=PASSWORD,
        office_ids=[stage.counter()[0].pk], at=timezone.now(),
    )  # fmt: skip


def _open(stage: Stage, member: Staff) -> None:
    stage.open(f"/desk/verwaltung/personal/{member.pk}/")


@prepares("administration:member", "roles")
def member_roles(stage: Stage) -> None:
    administer(stage)
    _open(stage, _member(stage))
    stage.sees("Rolle geben")


@prepares("administration:member", "invited")
def member_invited(stage: Stage) -> None:
    ada = administer(stage)
    office = stage.counter()[0]
    gerda = invite(
        email=f"gerda-{next_number()}@probe.example", name="Gerda Wolf", role=Role.CLERK, office_id=office.pk,
        by=actor_of(ada), at=timezone.now(),
    )  # fmt: skip
    _open(stage, gerda)
    stage.sees("Neue Einladung senden")


@prepares("administration:member", "closed")
def member_closed(stage: Stage) -> None:
    ada, member = administer(stage), _member(stage)
    close(member_id=member.pk, by=actor_of(ada), at=timezone.now())
    _open(stage, member)
    stage.sees("Konto wieder öffnen")


@prepares("administration:member", "own")
def member_own(stage: Stage) -> None:
    _open(stage, administer(stage))
    stage.sees("Die eigenen Rollen ändert jemand anderes.")


@prepares("administration:member", "refused")
def member_refused(stage: Stage) -> None:
    office = stage.counter()[0]
    head = make_staff(
        email=f"chloe-{next_number()}@probe.example", name="Chloé Richter", password=PASSWORD, office_ids=[office.pk],
        role=Role.HEAD, at=timezone.now(),
    )  # fmt: skip
    stage.enter(head)
    paul = make_staff(
        email=f"paul-{next_number()}@probe.example", name="Paul Winkler", password=PASSWORD, office_ids=[office.pk],
        at=timezone.now(),
    )  # fmt: skip
    Assignment.objects.create(staff=paul, role=Role.PROTECTION)
    _open(stage, paul)
    stage.press("button[value=schliessen]")
    stage.sees("Rollen, die Sie nicht vergeben können")


@prepares("administration:texts", "missing")
def texts_missing(stage: Stage) -> None:
    LegalText.objects.filter(kind="imprint").delete()
    administer(stage)
    stage.open("/desk/verwaltung/texte/")
    stage.sees("bleibt die Stadt für die Öffentlichkeit zu")


@prepares("administration:texts", "complete")
def texts_complete(stage: Stage) -> None:
    ada = administer(stage)
    for kind in NEEDED:
        set_legal_text(kind=kind, language="de", markdown="Text", by=actor_of(ada), at=timezone.now())
    report_barrier(
        page="/termin/", text="Der Kalender wird nicht vorgelesen.", email="", language="de", at=timezone.now()
    )
    stage.open("/desk/verwaltung/texte/")
    stage.sees("Der Kalender wird nicht vorgelesen.")


@prepares("administration:text", "new")
def text_new(stage: Stage) -> None:
    LegalText.objects.filter(kind="sign", language="en").delete()
    administer(stage)
    stage.open("/desk/verwaltung/texte/sign/en/")


@prepares("administration:text", "written")
def text_written(stage: Stage) -> None:
    ada = administer(stage)
    for text in ("Eins", "Zwei"):
        set_legal_text(kind="notice", language="en", markdown=text, by=actor_of(ada), at=timezone.now())
    stage.undo.append(lambda: take_texts_away(LegalText.objects.filter(kind="notice", language="en")))
    stage.open("/desk/verwaltung/texte/notice/en/")
    stage.sees("Fassung davor wiederherstellen")


@prepares("administration:text", "preview")
def text_preview(stage: Stage) -> None:
    administer(stage)
    stage.open("/desk/verwaltung/texte/easy/de/")
    stage.fill(source="## So geht es\n\n- eins\n- zwei")
    stage.press("button[value=vorschau]")
    stage.sees("So geht es")


@prepares("administration:text", "changed")
def text_changed(stage: Stage) -> None:
    ada = administer(stage)
    stage.undo.append(lambda: take_texts_away(LegalText.objects.filter(kind="notice", language="en")))
    stage.open("/desk/verwaltung/texte/notice/en/")
    set_legal_text(kind="notice", language="en", markdown="Theirs", by=actor_of(ada), at=timezone.now())
    stage.fill(source="Mine")
    stage.press("button[value=speichern]")
    stage.sees("Jemand hat diesen Text inzwischen geändert.")
    stage.sees("Theirs")
