"""Whoever guesses begins with the name of the town."""

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rathaus.identity import forms as forms_of_identity
from rathaus.identity.models import Staff
from rathaus.identity.passwords import leans_on

TOWN = ("Köln", "rathaus")


@pytest.mark.parametrize(
    "password", ["Köln2026!Köln2026", "KÖLN-koln-RATHAUS", "rathausrathaus1", "R.a.t.h.a.u.s.2026"]
)
def test_the_towns_name_and_a_year_is_no_password(password: str) -> None:
    assert leans_on(password, TOWN)


@pytest.mark.parametrize(
    "password", ["gemeinsam-ins-rathaus-2026", "vier-neue-worte-hier", "köln hat am rhein viel platz"]
)
def test_a_sentence_with_the_name_in_it_is_one(password: str) -> None:
    assert not leans_on(password, TOWN)


@pytest.mark.parametrize("password", ["Musterstadt2026!", "Willkommen-Passwort", "Bürgerbüro-Rathaus"])
def test_it_is_refused_with_a_word_of_advice(town: str, password: str) -> None:
    with pytest.raises(ValidationError, match="leicht zu erraten"):
        validate_password(password)


def test_a_typed_password_is_hidden_and_never_sent_back() -> None:
    classes = [one for one in vars(forms_of_identity).values() if isinstance(one, type) and issubclass(one, forms.Form)]
    member = Staff(password="argon2$x")
    made = [one(member=member) if issubclass(one, forms_of_identity.ProofForm) else one() for one in classes]
    found = [field for form in made for name, field in form.fields.items() if name in {"password", "current"}]
    assert len(found) >= 6
    for field in found:
        assert isinstance(field.widget, forms.PasswordInput)
        assert not field.widget.render_value
