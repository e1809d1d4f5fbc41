"""Who asks for a passkey, and of whom: the town at the host name of the request, and a member."""

from django.http import HttpRequest
from django.http.request import split_domain_port

from rathaus.core.keys import mac
from rathaus.identity.models import Staff
from rathaus.identity.passkeys.ceremony import Holder, Party


def party_of(request: HttpRequest) -> Party:
    """This will return the town as passkeys know it: they are good at this host name and nowhere else."""
    at = request.get_host()
    host = split_domain_port(at)[0]
    title = str(getattr(getattr(request, "town", None), "title", "") or host)
    return Party(host, f"{request.scheme}://{at.lower()}", title)


def holder_of(member: Staff) -> Holder:
    """This will return whose passkey it will be; the handle is derived, so that nothing is stored for it."""
    return Holder(mac("passkey-handle", "staff", str(member.pk)), member.email, member.name)
