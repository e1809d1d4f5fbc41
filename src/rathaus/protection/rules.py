"""Pure decisions: what somebody is asked for by, and whether a reason names nobody."""

from rathaus.core.ids import ALPHABET, REFERENCE_LENGTH, normal_reference
from rathaus.core.persons import Kind


def kind_of(text: str) -> Kind:
    """This will tell an e-mail address from a reference from a mobile number.

    A number begins with 0, + or a bracket, a reference never does.
    """
    if "@" in text:
        return Kind.EMAIL
    reference = normal_reference(text)
    is_reference = len(reference) == REFERENCE_LENGTH and all(c in ALPHABET for c in reference)
    return Kind.REFERENCE if is_reference and text.strip()[:1] not in {"0", "+", "("} else Kind.MOBILE


def names_somebody(reason: str) -> bool:
    """This will tell whether a reason for the trail, from which nothing can be erased, holds an e-mail address."""
    return "@" in reason
