"""How many parts a text message has (3GPP TS 23.038 and 23.040): each part costs."""

GSM_LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_ESCAPED = frozenset("^{}\\[~]|€\f")  # two septets each
GSM_ALONE, GSM_JOINED = 160, 153
UCS2_ALONE, UCS2_JOINED = 70, 67


def is_gsm(text: str) -> bool:
    """This will tell whether a text fits the 7-bit alphabet, where a part holds more than twice as much."""
    return set(text) <= GSM_LETTERS | GSM_ESCAPED


def segments(text: str) -> int:
    """This will return how many parts a text is sent in, at least 1.

    No sign is torn apart between two parts, neither an escaped one nor a surrogate pair.
    """
    is_short = is_gsm(text)
    alone, joined = (GSM_ALONE, GSM_JOINED) if is_short else (UCS2_ALONE, UCS2_JOINED)
    sizes = [1 + (sign in GSM_ESCAPED) if is_short else 1 + (ord(sign) > 0xFFFF) for sign in text]
    if sum(sizes) <= alone:
        return 1
    parts, filled = 1, 0
    for size in sizes:
        if filled + size > joined:
            parts, filled = parts + 1, 0
        filled += size
    return parts
