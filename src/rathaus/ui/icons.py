"""The icons that pages may use: from KERN, and our own (styles/icons.css)."""

KERN_ICONS = frozenset(
    {
        "account-circle", "add", "arrow-back", "arrow-down", "arrow-forward", "arrow-up",
        "autorenew", "calendar-today", "check", "checklist", "chevron-left", "chevron-right",
        "close", "content-copy", "danger", "delete", "download", "draft", "easy-language", "edit",
        "help", "home", "info", "language", "logout", "mail", "more-vert", "open-in-new", "search",
        "sign-language", "success", "visibility", "warning",
    }
)  # fmt: skip
OWN_ICONS = frozenset({"euro", "people", "phone", "place", "print", "queue", "schedule", "settings"})
ICONS = KERN_ICONS | OWN_ICONS
