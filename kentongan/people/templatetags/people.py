"""The hidden key of a form that has nothing but a button."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def key_field() -> SafeString:
    """Draw a fresh key, so that a second press of the same button does nothing."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())
