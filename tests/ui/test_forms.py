"""Fields: label, hint and error belong to the control, whatever its kind."""

import pytest
from django import forms
from django.forms import BoundField

from rathaus.ui.forms import errors_of
from rathaus.ui.tags.forms import Suggestion
from tests.ui.gallery.render import SampleForm
from tests.ui.markup import Markup, render

ONE_CONTROL = ["name", "email", "note", "office", "agree"]


def shown(form: forms.Form) -> Markup:
    fields = "".join(f"{{% field form.{name} %}}" for name in form.fields)
    return render("{% error_summary form %}" + fields, form=form)


@pytest.mark.parametrize("name", ONE_CONTROL)
def test_every_control_has_its_label(name: str) -> None:
    page = shown(SampleForm())
    control = page.one(name=name)
    assert page.one("label", for_=control["id"]).text.startswith(str(SampleForm.base_fields[name].label))


@pytest.mark.parametrize("name", ONE_CONTROL)
def test_hint_and_error_describe_their_control(name: str) -> None:
    form = SampleForm({"email": "amina@", "note": "x" * 3})
    page = shown(form)
    bound, control = form[name], page.one(name=name)
    described = control.get("aria-describedby").split()
    assert all(reference in page.ids for reference in described)
    assert (f"id_{name}-error" in described) == bool(bound.errors)
    assert (f"id_{name}-hint" in described) == bool(bound.help_text)
    assert (control.get("aria-invalid") == "true") == bool(bound.errors)


def test_radio_buttons_stand_in_a_fieldset_with_their_question() -> None:
    page = shown(SampleForm({"reply": "mobile"}))
    radios = page.all("input", type_="radio")
    assert {radio.parents[-3].tag for radio in radios} == {"fieldset"}
    assert [radio["value"] for radio in radios if "checked" in radio.attributes] == ["mobile"]
    assert [page.one("label", for_=radio["id"]).text for radio in radios] == ["E-Mail", "Handy", "Gar nicht"]
    assert "Wie erreichen wir Sie?" in [legend.text for legend in page.all("legend")]


def test_what_is_voluntary_is_said_so() -> None:
    page = shown(SampleForm())
    assert page.one("label", for_="id_email").text == "E-Mail (freiwillig)"
    assert page.one("label", for_="id_name").text == "Vor- und Nachname"


def test_no_id_occurs_twice() -> None:
    ids = shown(SampleForm({})).ids
    assert sorted(ids) == sorted(set(ids))


def test_every_error_in_the_summary_leads_to_a_control() -> None:
    page = shown(SampleForm({}))
    links = [link for link in page.all("a") if link["href"].startswith("#")]
    controls = {element.get("id") for element in page.elements if element.tag in {"input", "select", "textarea"}}
    assert links
    assert {link["href"][1:] for link in links} <= controls


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=SampleForm()).elements == []


def test_errors_of_hidden_fields_and_of_the_whole_form_are_told_too() -> None:
    class Stale(forms.Form):
        start = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Bitte wählen Sie eine Zeit."})

        def clean(self) -> None:
            raise forms.ValidationError("Das Amt hat an diesem Tag geschlossen.")

    page = render("{% error_summary form %}", form=Stale({}))
    texts = [paragraph.text for paragraph in page.all("p")]
    assert texts == ["Das Amt hat an diesem Tag geschlossen.", "Bitte wählen Sie eine Zeit."]


def error_of(field: forms.Field, value: object) -> str:
    class OneField(forms.Form):
        one = field

    bound = OneField({"one": value})["one"]
    assert isinstance(bound, BoundField)
    return errors_of(bound)[0]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (forms.CharField(label="Name"), "", "Bitte füllen Sie „Name“ aus."),
        (forms.BooleanField(label="Gelesen."), "", "Bitte setzen Sie das Häkchen bei „Gelesen“."),
        (forms.ChoiceField(label="Ort", choices=[("a", "A")]), "", "Bitte wählen Sie etwas aus bei „Ort“."),
        (
            forms.ChoiceField(label="Ort", choices=[("a", "A")]),
            "b",
            "Bitte wählen Sie bei „Ort“ einen Eintrag aus der Liste.",
        ),
        (forms.CharField(label="Name", max_length=3), "abcd", "Bitte kürzen Sie „Name“ auf höchstens 3 Zeichen."),
        (
            forms.EmailField(),
            "amina@",
            "Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de",
        ),
        (
            forms.CharField(label="Name"),
            "a\0b",
            "Bitte tippen Sie „Name“ noch einmal: Ein Zeichen darin können wir nicht lesen.",
        ),
        (forms.CharField(error_messages={"required": "Wie heißen Sie?"}), "", "Wie heißen Sie?"),
    ],
)
def test_an_error_says_what_to_do(field: forms.Field, value: str, text: str) -> None:
    assert error_of(field, value) == text


def test_a_quantity_is_a_list_that_works_without_scripts() -> None:
    form = SampleForm({"persons": "2"})
    page = render('{% quantity form.persons one="Person" many="Personen" %}', form=form)
    options = page.all("option")
    assert [option.text for option in options][:2] == ["1 Person", "2 Personen"]
    assert [option["value"] for option in options if "selected" in option.attributes] == ["2"]
    assert page.one("label")["for"] == page.one("select")["id"]


def test_a_quantity_needs_its_bounds() -> None:
    class Open(forms.Form):
        persons = forms.IntegerField()

    with pytest.raises(ValueError, match="min_value and max_value"):
        render("{% quantity form.persons %}", form=Open())


def test_the_search_is_a_plain_form_and_asks_while_typing() -> None:
    page = render('{% search_box "/leistungen/" suggest_url="/vorschlaege/" value="pass" %}')
    field = page.one("input", type_="search")
    assert (page.one("form")["action"], page.one("form")["method"]) == ("/leistungen/", "get")
    assert (field["name"], field["value"], field["hx-get"]) == ("q", "pass", "/vorschlaege/")
    assert field["hx-target"].removeprefix("#") in page.ids
    assert page.one("label")["for"] == field["id"]


def test_suggestions_are_links_and_tell_their_number() -> None:
    items = [Suggestion("Reisepass", "/a/", "ab 37,50 Euro"), Suggestion("Kinderpass", "/b/")]
    page = render("{% suggestions items query='pass' %}", items=items)
    assert [link["href"] for link in page.all("a")] == ["/a/", "/b/"]
    assert page.one("ul")["data-rh-spoken"].startswith("2 Vorschläge")


def test_nothing_found_says_what_to_do() -> None:
    page = render("{% suggestions items query='xyz' %}", items=[])
    assert "anderes Wort" in page.one("p").text
    assert render("{% suggestions items query='' %}", items=[]).elements == []
