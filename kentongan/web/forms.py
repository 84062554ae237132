"""How every form of the service looks."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws a field as label, hint, error and input, in this order (docs/reference/components.md)."""

    form_template_name = "web/_form.html"
    field_template_name = "web/_field.html"
