"""What is done to the town as a place and to its offices; each action is one transaction, with `by=` and `at=`."""

from rathaus.offices.actions.colours import HardToRead, NotAColour, set_colours
from rathaus.offices.actions.hours import set_hours
from rathaus.offices.actions.notices import NoticeRefused, NoticeWords, end_notice, save_notice
from rathaus.offices.actions.office import OfficeFacts, Words, add_closure, change_office, create_office, remove_closure
from rathaus.offices.actions.place import (
    NoSuchLand,
    answered,
    forget_reports,
    report_barrier,
    set_legal_text,
    set_place,
)
from rathaus.offices.actions.town import NoArms, NoTitle, arms_before, remove_arms, rename, set_arms

__all__ = [
    "HardToRead",
    "NoArms",
    "NoSuchLand",
    "NoTitle",
    "NotAColour",
    "NoticeRefused",
    "NoticeWords",
    "OfficeFacts",
    "Words",
    "add_closure",
    "answered",
    "arms_before",
    "change_office",
    "create_office",
    "end_notice",
    "forget_reports",
    "remove_arms",
    "remove_closure",
    "rename",
    "report_barrier",
    "save_notice",
    "set_arms",
    "set_colours",
    "set_hours",
    "set_legal_text",
    "set_place",
]
