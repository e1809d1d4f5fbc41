"""`{% load ui %}`: every component of the design system."""

from django.template import Library

from rathaus.ui.tags import blocks, booking, desk, forms, pages

register = Library()
for _module in (blocks, booking, desk, forms, pages):
    register.tags.update(_module.register.tags)
    register.filters.update(_module.register.filters)
