"""Whose answer is believed: only one to our question, from our page, for our host, with a person's consent."""

import json
import os
from typing import Any

import pytest

from rathaus.identity.passkeys.ceremony import (
    LONGEST_ANSWER,
    Holder,
    NewKey,
    NotBelieved,
    Party,
    added,
    claimed,
    goes_back,
    to_add,
    to_use,
    used,
)
from tests.authenticator import ORIGIN, Device, eddsa, es256, rs256

TOWN = Party("localhost", ORIGIN, "Musterstadt")
BRUNO = Holder(b"h" * 32, "bruno@example.org", "Bruno Berger")
CHALLENGE = os.urandom(32)


def make(device: Device, party: Party = TOWN, challenge: bytes = CHALLENGE) -> NewKey:
    return added(party, challenge, device.make(to_add(TOWN, BRUNO, CHALLENGE, known=[])))


def use(device: Device, key: NewKey, party: Party = TOWN, challenge: bytes = CHALLENGE) -> int:
    claim = claimed(device.use(to_use(TOWN, CHALLENGE)))
    return used(party, challenge, claim, public_key=key.public_key)


@pytest.mark.parametrize("kind", [es256, eddsa, rs256])
def test_a_passkey_that_was_added_proves_itself(kind: Any) -> None:
    device = Device(kind)
    key = make(device)

    assert key.credential_id == device.credential_id
    assert use(device, key) == 2


def test_a_browser_is_asked_for_one_that_names_its_holder_and_asks_for_a_person() -> None:
    asked = to_add(TOWN, BRUNO, CHALLENGE, known=[b"old"])

    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required"
    }  # fmt: skip
    assert [one["id"] for one in asked["excludeCredentials"]] == ["b2xk"]
    assert asked["rp"] == {"id": "localhost", "name": "Musterstadt"}
    assert asked["attestation"] == "none"
    assert to_use(TOWN, CHALLENGE)["userVerification"] == "required"
    assert "allowCredentials" not in to_use(TOWN, CHALLENGE)


WRONG: dict[str, dict[str, Any]] = {
    "a page of another host": {"origin": "https://evil.example"},
    "a page of a host below ours": {"origin": "http://evil.localhost"},
    "a page at another port": {"origin": "http://localhost:8000"},
    "our page in a frame of another site": {"cross_origin": True},
    "a key of another host": {"host": "evil.example"},
    "nobody who was recognised": {"is_verified": False},
}
wrongly = pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)


@wrongly
def test_nothing_else_is_added(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        make(Device(**wrong))


@wrongly
def test_nothing_else_signs_in(wrong: dict[str, Any]) -> None:
    device = Device()
    key = make(device)

    with pytest.raises(NotBelieved):
        use(device.but(**wrong), key)


def test_an_answer_to_another_question_is_not_believed() -> None:
    device = Device()
    key = make(device)

    with pytest.raises(NotBelieved):
        make(Device(), challenge=os.urandom(32))
    with pytest.raises(NotBelieved):
        use(device, key, challenge=os.urandom(32))


def test_a_signature_of_another_key_is_not_believed() -> None:
    device = Device()
    key = make(device)
    other = Device(credential_id=device.credential_id)
    make(other)

    with pytest.raises(NotBelieved):
        use(other, key)


def test_the_answer_of_one_ceremony_is_none_of_the_other() -> None:
    device = Device()
    key = make(device)
    added_text = device.make(to_add(TOWN, BRUNO, CHALLENGE, known=[]))

    with pytest.raises(NotBelieved):
        used(TOWN, CHALLENGE, claimed(added_text), public_key=key.public_key)
    with pytest.raises(NotBelieved):
        added(TOWN, CHALLENGE, device.use(to_use(TOWN, CHALLENGE)))


def test_a_kind_of_key_that_was_not_asked_for_is_not_added() -> None:
    device = Device()
    answer = json.loads(device.make(to_add(TOWN, BRUNO, CHALLENGE, known=[])))
    # -7 (ES256) becomes -47 (ES256K) in the key.
    raw = bytes.fromhex("0326"), bytes.fromhex("03382e")
    from fido2.utils import websafe_decode, websafe_encode

    changed = websafe_decode(answer["response"]["attestationObject"]).replace(*raw, 1)
    answer["response"]["attestationObject"] = websafe_encode(changed)

    with pytest.raises(NotBelieved):
        added(TOWN, CHALLENGE, json.dumps(answer))


NONSENSE = ["", "null", "[]", "{}", "0", '"x"', "[" * 15_000, '{"rawId": 1}', "x" * (LONGEST_ANSWER + 1), "\ud800",
            '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}}',
            '{"id": "AA", "rawId": "AA", "response": null}', '{"id": {}, "rawId": "é", "response": []}']  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(NotBelieved):
        added(TOWN, CHALLENGE, text)
    with pytest.raises(NotBelieved):
        claimed(text)


@pytest.mark.parametrize("at", range(0, 400, 13))
def test_an_answer_that_was_altered_anywhere_is_refused(at: int) -> None:
    device = Device()
    key = make(device)
    text = device.use(to_use(TOWN, CHALLENGE))
    parts = json.loads(text)
    place = ["clientDataJSON", "authenticatorData", "signature"][at % 3]
    value = parts["response"][place]
    spot = at % (len(value) - 2)
    parts["response"][place] = value[:spot] + ("A" if value[spot] != "A" else "B") + value[spot + 1 :]

    with pytest.raises(NotBelieved):
        used(TOWN, CHALLENGE, claimed(json.dumps(parts)), public_key=key.public_key)


@pytest.mark.parametrize(
    ("stored", "named", "expected"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 0, True)],
)
def test_a_count_that_does_not_grow_tells_of_a_copy(stored: int, named: int, expected: bool) -> None:
    assert goes_back(stored=stored, named=named) is expected
