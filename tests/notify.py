"""A server that keeps strictly to what GOV.UK Notify publishes about sending SMS: a process of its own.

`python -m tests.notify FILE`: prints its port, and writes what it took into FILE, one JSON a line.
"""

import base64
import hashlib
import hmac
import json
import re
import subprocess
import sys
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.repository.tree import ROOT

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"town-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
BODY = "((text))"
TRIAL_LIMIT = "+491510000429"  # a number for which it answers 429, as if the day's limit were reached


class Notify:
    """The process."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "notify.jsonl"

    def __enter__(self) -> "Notify":
        words = [sys.executable, "-m", "tests.notify", str(self.file)]
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())
        self.url = self.address()
        return self

    def address(self, template: str = TEMPLATE, key: str = KEY) -> str:
        return f"notify+http://{template}:{key}@127.0.0.1:{self.port}"

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout
        self.process.stdout.close()

    def taken(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []


class Refused(Exception):
    """An answer with a fault in it."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status, self.error = status, error


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def check_token(header: str) -> None:
    found = re.fullmatch(r"Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)", header)
    if not found:
        raise Refused(401, "AuthError", "Unauthorized: authentication token must be provided")
    head, claims = json.loads(decoded(found[1])), json.loads(decoded(found[2]))
    proof = hmac.digest(SECRET.encode(), f"{found[1]}.{found[2]}".encode(), hashlib.sha256)
    if head != {"typ": "JWT", "alg": "HS256"} or claims.get("iss") != SERVICE or decoded(found[3]) != proof:
        raise Refused(403, "AuthError", "Invalid token: API key not found")
    if abs(time.time() - claims["iat"]) > 30:
        raise Refused(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")


def check_path(path: str, kind: str) -> None:
    if path != "/v2/notifications/sms" or kind != "application/json":
        raise Refused(404, "NotFound", "The requested URL was not found")


def check_sms(sms: dict[str, Any]) -> None:
    unknown = set(sms) - {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"}
    if unknown:
        raise Refused(400, "ValidationError", f"Additional properties are not allowed ({unknown})")
    if not re.fullmatch(r"\+\d{8,15}", str(sms.get("phone_number", ""))):
        raise Refused(400, "ValidationError", "phone_number Not enough digits")
    if sms.get("template_id") != TEMPLATE:
        raise Refused(400, "BadRequestError", "Template not found")
    if set(sms.get("personalisation", {})) != {"text"}:
        raise Refused(400, "BadRequestError", "Missing personalisation: text")
    if sms["phone_number"] == TRIAL_LIMIT:
        raise Refused(429, "TooManyRequestsError", "Exceeded send limits (50) for today")


def check_template(path: str) -> None:
    if path != f"/v2/template/{TEMPLATE}":
        raise Refused(404, "NoResultFound", "No result found")


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    file = Path()

    def do_GET(self) -> None:
        try:
            check_token(self.headers.get("Authorization", ""))
            check_template(self.path)
        except Refused as refused:
            fault = [{"error": refused.error, "message": str(refused)}]
            self.answer(refused.status, {"status_code": refused.status, "errors": fault})
            return
        self.answer(200, {"id": TEMPLATE, "type": "sms", "version": 1, "body": BODY})

    def do_POST(self) -> None:
        try:
            check_token(self.headers.get("Authorization", ""))
            check_path(self.path, self.headers.get("Content-Type", ""))
            sms = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            check_sms(sms)
        except Refused as refused:
            fault = [{"error": refused.error, "message": str(refused)}]
            self.answer(refused.status, {"status_code": refused.status, "errors": fault})
            return
        with self.file.open("a") as file:
            file.write(json.dumps(sms) + "\n")
        content = {"body": sms["personalisation"]["text"], "from_number": "RATHAUS"}
        self.answer(201, {"id": str(uuid.uuid4()), "reference": sms.get("reference"), "content": content})

    def answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
        pass


if __name__ == "__main__":
    Handler.file = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)  # noqa: T201
    server.serve_forever()
