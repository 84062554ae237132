"""The shell of all pages: base template, components, language switch, situation."""
