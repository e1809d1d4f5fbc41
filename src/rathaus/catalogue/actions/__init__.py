"""What is done to the catalogue: a source is imported, a service is written."""

from rathaus.catalogue.actions.asking import CARRY_OUT, ask, carry_out, hand_in
from rathaus.catalogue.actions.pick import pick
from rathaus.catalogue.actions.service import (
    ChangedMeanwhile,
    NeedsGermanTitle,
    change_service,
    create_service,
    publish,
    restore,
)
from rathaus.catalogue.actions.source import STREAM, import_dldb
from rathaus.catalogue.actions.topic import (
    TopicWords,
    change_topic,
    create_topic,
    move,
    show_topic,
    words_of_topic,
)
from rathaus.catalogue.actions.upload import (
    ASKED,
    MOST_BYTES,
    OF_OFFICES,
    CatalogueChanged,
    File,
    NotAtThatPoint,
    TooLarge,
    apply,
    bring_in,
    check,
    take_in,
    undo,
)

__all__ = [
    "ASKED",
    "CARRY_OUT",
    "MOST_BYTES",
    "OF_OFFICES",
    "STREAM",
    "CatalogueChanged",
    "ChangedMeanwhile",
    "File",
    "NeedsGermanTitle",
    "NotAtThatPoint",
    "TooLarge",
    "TopicWords",
    "apply",
    "ask",
    "bring_in",
    "carry_out",
    "change_service",
    "change_topic",
    "check",
    "create_service",
    "create_topic",
    "hand_in",
    "import_dldb",
    "move",
    "pick",
    "publish",
    "restore",
    "show_topic",
    "take_in",
    "undo",
    "words_of_topic",
]
