"""Members of staff: invited, given and taken roles, closed and opened again.

Every action here starts from what the actor may see (`staff_visible_to`); nobody changes their own roles, and the
last administrator of a town stays.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rathaus.audit.actions import record_write
from rathaus.core.errors import NotPermitted, Refused
from rathaus.identity.actions.sign_in import check_strength, reset_second_factor
from rathaus.identity.invitations import LASTS
from rathaus.identity.models import Assignment, Staff
from rathaus.identity.queries import Actor, staff_stream, staff_visible_to
from rathaus.identity.rights import Role, may_give
from rathaus.identity.sessions import end


class NotAllowed(NotPermitted):
    """The actor may not give or take this role there, or not from this member."""


class LastAdministrator(Refused):
    """A town without an administrator could not help itself any more."""


class AddressTaken(Refused):
    """Somebody has this e-mail address already."""


def invite(*, email: str, name: str, role: str, office_id: int | None, by: Actor, at: datetime) -> Staff:
    """This will make a member who has no password yet; the link of the invitation gives them one within a week.

    :raises NotAllowed: when the actor may not give this role there.
    :raises AddressTaken: when somebody has the address.
    """
    if not may_give(by.grants, role, office_id):
        raise NotAllowed(_("Diese Rolle können Sie dort nicht vergeben."), field="role")
    try:
        with transaction.atomic():
            member = Staff(email=email.strip().lower(), name=name.strip(), invited_until=at + LASTS, invitation=1)
            member.set_unusable_password()
            member.save()
            Assignment.objects.create(staff=member, role=Role(role), office_id=office_id)
            _tell(member, "identity.invite", by, at)
    except IntegrityError as error:
        raise AddressTaken(_("Diese E-Mail-Adresse hat schon ein Konto."), field="email") from error
    return member


def renew_invitation(*, member_id: int, by: Actor, at: datetime) -> Staff:
    """This will make a new link for somebody who has not accepted yet; the old one is void.

    :raises NotAllowed: when the member is not seen, or has a password already.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        if member.has_usable_password():
            raise NotAllowed(_("Dieses Konto hat schon ein Passwort. Eine neue Einladung ist nicht nötig."))
        member.invitation += 1
        member.invited_until = at + LASTS
        member.save(update_fields=["invitation", "invited_until"])
        _tell(member, "identity.invite", by, at)
    return member


def accept(*, member: Staff, password: str, at: datetime) -> None:
    """This will give an invited member the password that they chose; the invitation is used up.

    :raises PasswordTooWeak: when it is too short, well known or like the own name.
    :raises NotAllowed: when the invitation was used meanwhile.
    """
    check_strength(password, member)
    with transaction.atomic():
        fresh = Staff.objects.select_for_update().get(pk=member.pk)
        if fresh.invited_until is None or fresh.invitation != member.invitation:
            raise NotAllowed(_("Diese Einladung wurde schon benutzt. Bitte melden Sie sich an."))
        fresh.set_password(password)
        fresh.invited_until = None
        fresh.invitation += 1
        fresh.save(update_fields=["password", "invited_until", "invitation"])
        record_write(
            stream=staff_stream(fresh), action="identity.accept", purpose="staff", by=staff_stream(fresh), at=at
        )


def give_role(*, member_id: int, role: str, office_id: int | None, by: Actor, at: datetime) -> None:
    """This will give a member a role; one that they have already changes nothing.

    :raises NotAllowed: when the actor may not give it there, or asks for themselves.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        _check(member, role, office_id, by)
        _row, is_new = Assignment.objects.get_or_create(staff=member, role=Role(role), office_id=office_id)
        if is_new:
            _tell(member, "identity.give-role", by, at, role=role, office=office_id or 0)


def take_role(*, member_id: int, assignment_id: int, by: Actor, at: datetime) -> None:
    """This will take a role away; one that is gone already changes nothing.

    :raises NotAllowed: when the actor may not take it there, or asks for themselves.
    :raises LastAdministrator: when nobody would be left.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        found = Assignment.objects.filter(pk=assignment_id, staff=member).first()
        if found is None:
            return
        _check(member, found.role, found.office_id, by)
        if found.role == Role.ADMIN:
            _keep_one_administrator(member)
        found.delete()
        _tell(member, "identity.take-role", by, at, role=found.role, office=found.office_id or 0)


def end_sessions(*, member_id: int, by: Actor, at: datetime) -> None:
    """This will sign a member out everywhere.

    :raises NotAllowed: when the member is not seen.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        end(member.sessions.all())
        _tell(member, "identity.end-sessions", by, at)


def renew_second_factor(*, member_id: int, by: Actor, at: datetime) -> None:
    """This will have a member set up the second step anew at the next sign-in: telephone or key are lost.

    :raises NotAllowed: when the member is not seen, is the actor, or has roles that the actor may not give.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        if staff_stream(member) == by.pseudonym:
            raise NotAllowed(_("Den eigenen zweiten Schritt setzt jemand anderes zurück."))
        _check_all_roles(member, by)
        reset_second_factor(member=member, at=at, by=by)


def renew_password(*, member_id: int, by: Actor, at: datetime) -> Staff:
    """This will void a member's password and sessions; a link gives them another one, the second step stays.

    :raises NotAllowed: when the member is not seen or has no password, or as for `renew_second_factor`.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        if staff_stream(member) == by.pseudonym or not member.has_usable_password():
            raise NotAllowed(_("Für dieses Konto gibt es hier keinen Link für ein neues Passwort."))
        _check_all_roles(member, by)
        member.set_unusable_password()
        member.invitation += 1
        member.invited_until = at + LASTS
        member.save(update_fields=["password", "invitation", "invited_until"])
        end(member.sessions.all())
        _tell(member, "identity.reset-password", by, at)
    return member


def close(*, member_id: int, by: Actor, at: datetime) -> None:
    """This will close an account: sessions, passkeys and recovery codes end, roles and app stay for later.

    :raises NotAllowed: when the member is not seen, or is the actor.
    :raises LastAdministrator: when nobody would be left.
    """
    _set_active(member_id, by, at, is_active=False)


def reopen(*, member_id: int, by: Actor, at: datetime) -> None:
    """This will open a closed account again.

    :raises NotAllowed: when the member is not seen.
    """
    _set_active(member_id, by, at, is_active=True)


def _set_active(member_id: int, by: Actor, at: datetime, *, is_active: bool) -> None:
    with transaction.atomic():
        member = _locked(member_id, by)
        if staff_stream(member) == by.pseudonym:
            raise NotAllowed(_("Das eigene Konto können Sie nicht schließen."))
        _check_all_roles(member, by)
        if not is_active and member.assignments.filter(role=Role.ADMIN).exists():
            _keep_one_administrator(member)
        if member.is_active != is_active:
            member.is_active = is_active
            member.save(update_fields=["is_active"])
            end(member.sessions.all())
            member.passkeys.all().delete()
            member.recovery_codes.all().delete()
            _tell(member, "identity.reopen" if is_active else "identity.close", by, at)


def _locked(member_id: int, by: Actor) -> Staff:
    if not staff_visible_to(by).filter(pk=member_id).exists():
        raise NotAllowed(_("Dieses Konto gibt es hier nicht."))
    return Staff.objects.select_for_update().get(pk=member_id)


def _check(member: Staff, role: str, office_id: int | None, by: Actor) -> None:
    if staff_stream(member) == by.pseudonym:
        raise NotAllowed(_("Die eigenen Rollen ändert jemand anderes."))
    if not may_give(by.grants, role, office_id):
        raise NotAllowed(_("Diese Rolle können Sie dort nicht vergeben oder nehmen."), field="role")


def _check_all_roles(member: Staff, by: Actor) -> None:
    for assignment in member.assignments.all():
        if not may_give(by.grants, assignment.role, assignment.office_id):
            raise NotAllowed(_("Dieses Konto hat Rollen, die Sie nicht vergeben können."))


def _keep_one_administrator(member: Staff) -> None:
    """All rows of administrators are locked in key order, so that two cannot take each other's role at once."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN).order_by("pk")
    others = [r.staff_id for r in rows.select_related("staff") if r.staff_id != member.pk and r.staff.is_active]
    if not others:
        raise LastAdministrator(
            _("Das ist die letzte Administration dieser Stadt. Geben Sie die Rolle erst jemand anderem.")
        )


def _tell(member: Staff, action: str, by: Actor, at: datetime, **facts: str | int) -> None:
    record_write(stream=staff_stream(member), action=action, purpose="staff", by=by.pseudonym, at=at, facts=facts)
