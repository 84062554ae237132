"""The hidden key of a form that has nothing but a button."""

from django import template
from django.utils.safestring import SafeString

from kentongan.people.forms import KeyForm

register = template.Library()


@register.simple_tag
def key_field() -> SafeString:
    """Draw a fresh key, so that a second press of the same button does nothing."""
    return KeyForm(auto_id=False)["key"].as_hidden()
