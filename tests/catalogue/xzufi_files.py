"""Small XZuFi files, built as the messages of the standard are."""

from html import escape

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
DOGS = "99102013104000"


def module(code: str, text: str, language: str = "de-DE", *, links: str = "") -> str:
    """This will return a module text of a service."""
    return (
        f'<x:modulText><x:inhalt languageCode="{language}">{escape(text)}</x:inhalt>{links}'
        f'<x:leikaTextmodul listVersionID="20240216"><code>{code}</code></x:leikaTextmodul>'
        "</x:modulText>"
    )


def link(uri: str, title: str, language: str = "de") -> str:
    """This will return a further page of a module text."""
    return (
        f'<x:weiterfuehrenderLink languageCode="{language}"><x:uri>{escape(uri)}</x:uri>'
        f"<x:titel>{escape(title)}</x:titel></x:weiterfuehrenderLink>"
    )


def leistung(key: str = "L100", title: str = "Hundesteuer anmelden", *more: str, leika: str = DOGS) -> str:
    """This will return a service with its name and the given modules."""
    return (
        f'<x:leistung><x:id schemeAgencyID="L100022">{key}</x:id>'
        f"<x:referenzLeiKa><code>{leika}</code></x:referenzLeiKa>{module('02', title)}{''.join(more)}</x:leistung>"
    )


def office(key: str = "O7", name: str = "Steueramt", *services: str) -> str:
    """This will return an office that is responsible for services."""
    offered = "".join(
        f'<x:zustaendigkeit><x:leistungID schemeAgencyID="L100022">{one}</x:leistungID></x:zustaendigkeit>'
        for one in services
    )
    return (
        f'<x:organisationseinheit><x:id schemeAgencyID="L100022">{key}</x:id>'
        f'<x:name><x:name languageCode="de-DE">{escape(name)}</x:name></x:name>'
        "<x:anschrift><x:strasse>Marktplatz</x:strasse><x:hausnummer>1</x:hausnummer>"
        "<x:postleitzahl>12345</x:postleitzahl><x:ort>Musterstadt</x:ort></x:anschrift>"
        "<x:kommunikation><x:kanal><code>02</code></x:kanal><x:kennung>0221 4710</x:kennung></x:kommunikation>"
        "<x:kommunikation><x:kanal><code>01</code></x:kanal><x:kennung>steuer@town.example</x:kennung></x:kommunikation>"
        f"<x:internetadresse><x:uri>https://town.example/steuer</x:uri></x:internetadresse>{offered}"
        "</x:organisationseinheit>"
    )


def transfer(*objects: str, namespace: str = NAMESPACE) -> bytes:
    """This will return a message that writes objects."""
    inside = "\n".join(f"<x:schreibe>{one}</x:schreibe>" for one in objects)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<x:transfer.operationen.040501 xmlns:x="{namespace}" '
        f'xzufiVersion="2.2.0"><x:nachrichtenkopf/>\n{inside}\n</x:transfer.operationen.040501>'
    ).encode()
