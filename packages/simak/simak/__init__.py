"""Reads Indonesian field reports: text in, a draft with spans and confidence out."""
