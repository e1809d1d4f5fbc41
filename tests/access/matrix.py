"""Who gets what: one row for each URL, one column for each who may come along. Tests walk it cell by cell.

    stranger  somebody without link and session      own, lead, head   clerk, lead, head of the appointment's office
    holder    has the right link                     other             clerk of another office of the town
    revoked   has a link that was taken back         town              clerk of another town, session carried over
                                                     editor, admin, protection, operator   of the whole town
                                                     none              clerk who works in no office (any more)

What they get:

    p  a page, with nobody's data                    P  a page about persons, only those they may see
    w  the page again: it says what is wrong         D  it is done: rows change, and one is led on
    N  it is done, and the answer shows it at once
    >  led on, nothing changes                       s  led to the sign-in
    -  404, as for what never was                    !  403, with a word why
    x  405                                           k  401: only programs with a key
"""

from dataclasses import dataclass

ACTORS = (
    "stranger", "holder", "revoked", "own", "lead", "head", "other_office", "other_town",
    "editor", "admin", "protection", "operator", "no_office",
)  # fmt: skip

MATRIX = """
                          GET and HEAD                         POST
                          stranger             other           stranger             other
                            holder  own          town            holder  own          town
                              revoked lead            editor admin protection operator   none   (both halves alike)
                                        head
health                    p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
ready                     p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
metrics                   - - -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
ui:gallery                p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
status                    p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
short                     - > -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
notify:receipt            ! ! !  ! ! !  ! !  ! ! ! !  !       ! ! !  ! ! !  ! !  ! ! ! !  !
kannel:receipt            - - -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
booking-api:free-times    p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
api:offices               p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
api:services              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
api:document              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
api:appointment           k k k  k k k  k k  k k k k  k       x x x  x x x  x x  x x x x  x
api:holds                 x x x  x x x  x x  x x x x  x       k k k  k k k  k k  k k k k  k
api:confirmation          x x x  x x x  x x  x x x x  x       k k k  k k k  k k  k k k k  k
api:move                  x x x  x x x  x x  x x x x  x       k k k  k k k  k k  k k k k  k
api:cancellation          x x x  x x x  x x  x x x x  x       k k k  k k k  k k  k k k k  k
api-examples              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x

portal:start              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:services           p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:suggest            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:service            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:offices            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:office             p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:imprint            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:privacy            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:robots             p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
security_txt              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
theme                     p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
arms                      p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:accessibility      p p p  p p p  p p  p p p p  p       D D D  D D D  D D  D D D D  D
portal:easy               p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:sign               p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
portal:cookies            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x

booking:matters           p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
booking:office            p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
booking:time              p p p  p p p  p p  p p p p  p       x x x  x x x  x x  x x x x  x
booking:hold              > > >  > > >  > >  > > > >  >       D D D  D D D  D D  D D D D  D
booking:find              p p p  p p p  p p  p p p p  p       w > w  w w w  w w  w w w w  w
booking:view              - P -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
booking:contact           - P -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -
booking:extend            - > -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -
booking:release           - > -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -
booking:qr                - p -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
booking:calendar          - P -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
booking:move              - P -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -
booking:cancel            - P -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -
booking:confirm           - P -  - - -  - -  - - - -  -       - D -  - - -  - -  - - - -  -

identity:invitation       - - -  - - -  - -  - - - -  -       - - -  - - -  - -  - - - -  -
account_login             p p p  > > >  > p  > > > >  >       w w w  > > >  > w  > > > >  >
mfa_authenticate          s s s  s s s  s s  s s s s  s       s s s  s s s  s s  s s s s  s
mfa_activate_totp         s s s  s s s  s s  s s s s  s       s s s  s s s  s s  s s s s  s
account_provider          - - -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
account_provider_return   - - -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
account_provider_leave    - - -  - - -  - -  - - - -  -       x x x  x x x  x x  x x x x  x
account_provider_logout   ! ! !  ! ! !  ! !  ! ! ! !  !       ! ! !  ! ! !  ! !  ! ! ! !  !
account_sessions          s s s  p p p  p s  p p p p  p       s s s  w w w  w s  w w w w  w
account_passkey_new       s s s  p p p  p s  p p p p  p       s s s  w w w  w s  w w w w  w
account_passkey           s s s  - - -  - s  - - - -  -       s s s  - - -  - s  - - - -  -
account_recovery_codes    s s s  p p p  p s  p p p p  p       s s s  w w w  w s  w w w w  w
passkey_sign_in           s s s  > > >  > s  > > > >  >       ! ! !  > > >  > !  > > > >  >
passkey_question          x x x  x x x  x x  x x x x  x       w w w  w w w  w w  w w w w  w
account_logout            > > >  > > >  > >  > > > >  >       s s s  s s s  s s  s s s s  s

desk:today                s s s  P P P  P s  > > > >  !       x x x  x x x  x x  x x x x  x
desk:office               x x x  x x x  x x  x x x x  x       s s s  > > >  > s  > > > >  !
desk:book                 s s s  p p p  p s  > > > >  !       s s s  D D D  D s  > > > >  !
desk:find                 s s s  p p p  p s  > > > >  !       s s s  P P P  P s  > > > >  !
desk:call                 s s s  p p p  p s  > > > >  !       s s s  D D D  D s  > > > >  !
desk:problems             s s s  P P P  P s  > > > >  !       x x x  x x x  x x  x x x x  x
desk:retry_job            x x x  x x x  x x  x x x x  x       s s s  D D D  D s  > > > >  !
desk:retry_message        x x x  x x x  x x  x x x x  x       s s s  D D D  - s  > > > >  !
desk:appointment          s s s  P P P  - s  > > > >  !       x x x  x x x  x x  x x x x  x
desk:step                 x x x  x x x  x x  x x x x  x       s s s  D D D  - s  > > > >  !
desk:slip                 s s s  P P P  - s  > > > >  !       x x x  x x x  x x  x x x x  x
desk:move                 s s s  P P P  - s  > > > >  !       s s s  D D D  - s  > > > >  !
desk:renew_link           x x x  x x x  x x  x x x x  x       s s s  D D D  - s  > > > >  !
desk:cancel               s s s  P P P  - s  > > > >  !       s s s  D D D  - s  > > > >  !

operations:health         s s s  ! ! !  ! s  ! ! ! p  !       x x x  x x x  x x  x x x x  x
administration:overview   s s s  ! p p  ! s  p p p p  !       x x x  x x x  x x  x x x x  x
protection:find           s s s  ! ! !  ! s  ! ! p !  !       s s s  ! ! !  ! s  ! ! P !  !
protection:export         s s s  ! ! !  ! s  ! ! > !  !       s s s  ! ! !  ! s  ! ! P !  !
protection:erase          s s s  ! ! !  ! s  ! ! > !  !       s s s  ! ! !  ! s  ! ! D !  !
protection:restrict       s s s  ! ! !  ! s  ! ! > !  !       s s s  ! ! !  ! s  ! ! D !  !
protection:resolve        s s s  ! ! !  ! s  ! ! p !  !       s s s  ! ! !  ! s  ! ! p !  !
administration:texts      s s s  ! ! !  ! s  ! p ! !  !       x x x  x x x  x x  x x x x  x
administration:text       s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
administration:look       s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
administration:colours    s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
administration:notices    s s s  ! ! !  ! s  p p ! !  !       x x x  x x x  x x  x x x x  x
administration:new_notice s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
administration:notice     s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
administration:wordings   s s s  ! ! !  ! s  p p ! !  !       x x x  x x x  x x  x x x x  x
administration:wording    s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
api-keys:list             s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! N ! !  !
api-keys:revoke           x x x  x x x  x x  x x x x  x       s s s  ! ! !  ! s  ! D ! !  !
administration:provider   s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
administration:barrier    x x x  x x x  x x  x x x x  x       s s s  ! ! !  ! s  ! D ! !  !
administration:phones     s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
administration:staff      s s s  ! ! p  ! s  ! p ! !  !       x x x  x x x  x x  x x x x  x
administration:invite     s s s  ! ! p  ! s  ! p ! !  !       s s s  ! ! D  ! s  ! D ! !  !
administration:member     s s s  ! ! p  ! s  ! p ! !  !       s s s  ! ! D  ! s  ! D ! !  !

planning:offices          s s s  ! p p  ! s  ! p ! !  !       x x x  x x x  x x  x x x x  x
planning:new              s s s  ! p p  ! s  ! p ! !  !       s s s  ! w w  ! s  ! D ! !  !
planning:details          s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:office           s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:offer            s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:counter          s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:rule             s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:closures         s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:town_days        s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
planning:holidays         s s s  ! ! !  ! s  ! p ! !  !       s s s  ! ! !  ! s  ! D ! !  !
planning:hours            s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !
planning:withheld         s s s  ! p p  ! s  ! p ! !  !       s s s  ! D D  ! s  ! D ! !  !

editing:services          s s s  ! ! !  ! s  p p ! !  !       x x x  x x x  x x  x x x x  x
editing:new               s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:service           s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:words             s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:versions          s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:shown             x x x  x x x  x x  x x x x  x       s s s  ! ! !  ! s  D D ! !  !
editing:pick              s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:topics            s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:topic             s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:order             s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:imports           s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  w w ! !  !
editing:import            s s s  ! ! !  ! s  p p ! !  !       s s s  ! ! !  ! s  D D ! !  !
editing:export            s s s  ! ! !  ! s  p p ! !  !       x x x  x x x  x x  x x x x  x
editing:template          s s s  ! ! !  ! s  p p ! !  !       x x x  x x x  x x  x x x x  x
"""


@dataclass(frozen=True)
class Row:
    """What everybody gets at one URL, by the names of ACTORS."""

    name: str
    look: dict[str, str]
    send: dict[str, str]

    @property
    def takes_forms(self) -> bool:
        """Whether anybody may send anything there."""
        return not set(self.send.values()) <= {"x", "k"}


def _row(line: str) -> Row:
    name, *cells = line.split()
    assert len(cells) == 2 * len(ACTORS), line
    half = len(ACTORS)
    return Row(name, dict(zip(ACTORS, cells[:half], strict=True)), dict(zip(ACTORS, cells[half:], strict=True)))


ROWS = {row.name: row for row in (_row(line) for line in MATRIX.splitlines() if line[:1].isalpha())}
