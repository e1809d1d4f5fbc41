"""States of the sign-in."""

from django.utils import timezone

from rathaus.core.limits import spend
from rathaus.identity.actions import PASSWORDS, invite, make_staff
from rathaus.identity.invitations import token_of
from rathaus.identity.models import Staff, StaffSession
from rathaus.identity.queries import actor_of
from rathaus.identity.rights import Role
from tests.browser.states.passkeys import give_passkey
from tests.browser.states.stage import PASSWORD, Stage, next_number, prepares
from tests.browser.watch import forgive

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _staff(*, secret: str = SECRET) -> Staff:
    return make_staff(
        email=f"chloe-{next_number()}@probe.example", name="Chloé Richter", password=PASSWORD, office_ids=[],
        totp_secret=secret, at=timezone.now(),
    )  # fmt: skip


def _give_password(stage: Stage, member: Staff, password: str = PASSWORD) -> None:
    stage.open("/desk/anmelden/")
    stage.fill(email=member.email, password=password)
    stage.press("main [type=submit]")


@prepares("account_login", "empty")
def login_empty(stage: Stage) -> None:
    stage.open("/desk/anmelden/")


@prepares("account_login", "errors")
def login_errors(stage: Stage) -> None:
    stage.open("/desk/anmelden/")
    stage.press("main [type=submit]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("account_login", "refused")
def login_refused(stage: Stage) -> None:
    _give_password(stage, _staff(), "falsch-und-lang-genug")
    stage.sees("passen nicht zusammen")


@prepares("account_login", "too-many")
def login_too_many(stage: Stage) -> None:
    member = _staff()
    for _try in range(PASSWORDS.most):
        spend(PASSWORDS, f"{member.email}|{stage.address}", at=timezone.now())
    _give_password(stage, member)
    stage.sees("Das waren gerade sehr viele Versuche.")


def _second_step(stage: Stage, *, secret: str = SECRET, has_passkey: bool = False) -> None:
    member = _staff(secret=secret)
    if has_passkey:
        give_passkey(member)
    _give_password(stage, member)
    stage.page.wait_for_url("**/anmelden/*/")


def _wrong_code(stage: Stage) -> None:
    stage.fill(code="000000")
    stage.press("main [type=submit]")
    stage.sees("Dieser Code passt nicht (mehr).")


@prepares("mfa_authenticate", "empty")
def code_empty(stage: Stage) -> None:
    _second_step(stage, has_passkey=True)
    stage.sees("alle 30 Sekunden neue")


@prepares("mfa_authenticate", "wrong")
def code_wrong(stage: Stage) -> None:
    _second_step(stage)
    _wrong_code(stage)


@prepares("mfa_activate_totp", "empty")
def set_up_empty(stage: Stage) -> None:
    _second_step(stage, secret="")
    stage.sees("Zweiten Schritt einrichten")


@prepares("mfa_activate_totp", "wrong")
def set_up_wrong(stage: Stage) -> None:
    _second_step(stage, secret="")
    _wrong_code(stage)


def _invited(stage: Stage) -> str:
    office = stage.counter()[0]
    head = make_staff(
        email=f"chloe-{next_number()}@probe.example", name="Chloé Richter", password=PASSWORD, office_ids=[office.pk],
        role=Role.HEAD, at=timezone.now(),
    )  # fmt: skip
    gerda = invite(
        email=f"gerda-{next_number()}@probe.example", name="Gerda Wolf", role=Role.CLERK, office_id=office.pk,
        by=actor_of(head), at=timezone.now(),
    )  # fmt: skip
    return f"/desk/einladung/{token_of(gerda)}/"


@prepares("identity:invitation", "empty")
def invitation_empty(stage: Stage) -> None:
    stage.open(_invited(stage))
    stage.sees("Willkommen im Rathaus")


@prepares("identity:invitation", "weak")
def invitation_weak(stage: Stage) -> None:
    stage.open(_invited(stage))
    stage.fill(password="kurz")
    stage.press("main [type=submit]")
    stage.sees("Bitte prüfen Sie Ihre Angaben")


@prepares("identity:invitation", "wrong-link")
def invitation_wrong_link(stage: Stage) -> None:
    forgive(stage.page, "404")
    stage.open("/desk/einladung/so-heisst-keine/")
    stage.sees("Diese Einladung gilt nicht")


def _recovery_codes(stage: Stage) -> None:
    stage.sign_in(stage.counter()[0])
    stage.open("/desk/konto/ersatzcodes/")


@prepares("account_recovery_codes", "empty")
def recovery_codes_empty(stage: Stage) -> None:
    _recovery_codes(stage)
    stage.sees("Sie bekommen zehn.")


@prepares("account_recovery_codes", "made")
def recovery_codes_made(stage: Stage) -> None:
    _recovery_codes(stage)
    stage.fill(password=PASSWORD)
    stage.press("main [type=submit]")
    stage.sees("Sie stehen nur jetzt hier.")


def _account(stage: Stage) -> Staff:
    member = stage.sign_in(stage.counter()[0])
    stage.open("/desk/konto/")
    return member


@prepares("account_sessions", "sessions")
def account_sessions(stage: Stage) -> None:
    member = _account(stage)
    give_passkey(member)
    now = timezone.now()
    StaffSession.objects.create(
        key=f"elsewhere-{member.pk}", staff=member, started_at=now, seen_at=now, device="Firefox, Windows",
        network="192.0.2.7",
    )  # fmt: skip
    stage.open("/desk/konto/")
    stage.sees("Firefox, Windows")


@prepares("account_sessions", "ended")
def account_ended(stage: Stage) -> None:
    account_sessions(stage)
    stage.press("main form:not(:has([name=sitzung])):not(:has([name=current])) button")
    stage.sees("Wer dort weitermachen will")


@prepares("account_sessions", "changed")
def account_changed(stage: Stage) -> None:
    _account(stage)
    stage.fill(current=PASSWORD, password="vier-neue-worte-hier")
    stage.press("button[value=passwort]")
    stage.sees("Das Passwort ist geändert.")


@prepares("account_sessions", "wrong")
def account_wrong(stage: Stage) -> None:
    _account(stage)
    stage.fill(current="falsch", password="vier-neue-worte-hier")
    stage.press("button[value=passwort]")
    stage.sees("Das bisherige Passwort stimmt nicht.")
