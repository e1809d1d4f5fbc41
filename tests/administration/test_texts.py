"""Two who write the same legal text do not undo each other."""

from datetime import datetime

from rathaus.identity.models import Staff
from rathaus.identity.queries import SYSTEM
from rathaus.offices.actions import set_legal_text
from rathaus.offices.models import LegalText
from tests.administration.conftest import browser_of, words

PAGE = "/desk/verwaltung/texte/imprint/de/"


def test_what_somebody_saved_meanwhile_is_shown_before_it_is_replaced(ada: Staff, now: datetime) -> None:
    browser = browser_of(ada)
    stand = browser.get(PAGE).context["stand"]
    set_legal_text(kind="imprint", language="de", markdown="Von Edda", by=SYSTEM, at=now)

    answer = browser.post(PAGE, {"source": "Von Ada", "stand": stand, "schritt": "speichern"})
    assert "Von Edda" in words(answer)
    assert "Von Ada" in words(answer)
    assert LegalText.objects.get().source == "Von Edda"
    browser.post(PAGE, {"source": "Von beiden", "stand": answer.context["stand"], "schritt": "speichern"})

    assert LegalText.objects.get().source == "Von beiden"


def test_a_text_says_whether_somebody_read_it_and_each_change_says_so_anew(ada: Staff, now: datetime) -> None:
    browser, page = browser_of(ada), PAGE.replace("/de/", "/en/")
    browser.post(page, {"source": "We", "is_reviewed": "on", "schritt": "speichern"})
    assert LegalText.objects.get().is_reviewed
    assert browser.get(page).context["form"].initial["is_reviewed"]

    browser.post(page, {"source": "Us", "stand": browser.get(page).context["stand"], "schritt": "speichern"})

    assert not LegalText.objects.get().is_reviewed
    assert "ungeprüft" in words(browser.get("/desk/verwaltung/texte/"))
