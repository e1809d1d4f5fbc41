"""What every answer must keep: what it may name, its headers, its cookies, its markup."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.access.world import TownWorld

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

STATUS = {
    "p": {200}, "P": {200}, "w": {200, 422}, "D": {302, 303}, ">": {302, 303}, "s": {302},
    "-": {404}, "!": {403}, "x": {405}, "k": {401}, "N": {200},
}  # fmt: skip
NAMED = {"P", "D", ">"}  # an answer that may name persons: those that the actor may see
SIGN_IN = ("/desk/anmelden/", "/en/desk/anmelden/")
LINK = re.compile(r"/(?:termin|t)/[\w-]{30}")
PRIVATE = re.compile(r"(/[a-z]{2})?/(desk/|termin/finden/|termin/[\w-]{30}/)")
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|(href|src|action)\s*=\s*[\"']?\s*javascript:"
    r"|<script(?![^>]*\ssrc=)|srcdoc|<base\b",
    re.IGNORECASE,
)
CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


def faults(answer: "Answer", outcome: str, town: TownWorld, actor: str) -> Iterator[str]:
    """This will tell what is wrong with an answer to somebody who ought to get the outcome."""
    if answer.status_code not in STATUS[outcome]:
        yield f"status {answer.status_code}"
    location = answer.headers.get("Location", "")
    if (outcome == "s") != location.startswith(SIGN_IN):
        yield f"led to {location}"
    allowed = visible(town, actor) if outcome in NAMED else frozenset()
    text = LINK.sub("", said(answer)) if actor == "revoked" else said(answer)  # one's own address may be echoed
    named = {word for word in town.all_words if word in text}
    if named - allowed:
        yield f"names {sorted(named - allowed)}"
    if outcome == "P" and not named and answer.request["REQUEST_METHOD"] != "HEAD":
        yield "names nobody"
    yield from faults_of_headers(answer)
    yield from faults_of_markup(answer)


def visible(town: TownWorld, actor: str) -> frozenset[str]:
    """This will return the words about persons that an actor may see."""
    if actor in {"holder", "own", "lead", "head", "protection"}:
        return town.own_words
    return town.foreign.words if actor == "other_office" else frozenset()


def said(answer: "Answer") -> str:
    """This will return all that an answer tells: body, headers and cookies, as people read it."""
    body = answer.content.decode(errors="replace").replace("&#x27;", "'")
    return f"{body}\n{answer.serialize_headers().decode('latin-1')}\n{answer.cookies.output()}"


def faults_of_headers(answer: "Answer") -> Iterator[str]:
    """This will tell which protection an answer lacks."""
    headers = answer.headers
    parts = (part.strip().partition(" ") for part in headers.get("Content-Security-Policy", "").split(";"))
    if {name: sources for name, _, sources in parts} != POLICY:
        yield "another content policy"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "content may be sniffed"
    if headers.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    path = answer.request["PATH_INFO"]
    wanted = "strict-origin" if re.match(r"(/en)?/termin/[\w-]{30}/", path) and answer.status_code < 400 else None
    if headers.get("Referrer-Policy") not in {wanted or "same-origin", "strict-origin"}:
        yield f"referrer {headers.get('Referrer-Policy')}"
    if PRIVATE.match(path) and "no-store" not in headers.get("Cache-Control", ""):
        yield f"may be kept: {headers.get('Cache-Control')}"
    for cookie in answer.cookies.values():
        if not (cookie["httponly"] or not cookie.value) or cookie["samesite"] != "Lax" or cookie["domain"]:
            yield f"cookie {cookie.OutputString()}"


def faults_of_markup(answer: "Answer") -> Iterator[str]:
    """This will tell what a strict content policy would stop in an HTML answer."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    found = INLINE.search(answer.content.decode())
    if found:
        yield f"inline: {found[0]}"


def calm(answer: "Answer", *changing: str) -> tuple[int, str]:
    """This will return status and text of an answer without what changes every time."""
    text = answer.content.decode() + "\n" + answer.headers.get("Location", "")
    for word in changing:
        text = text.replace(word, "")
    return answer.status_code, CSRF.sub(r"\1", text)
