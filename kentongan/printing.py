"""Papers as PDF: a Typst template of a room, and data that is only ever data.

Whatever people wrote reaches the template as JSON in `sys.inputs` and becomes text there, never markup (docs/decisions/0052).
The fonts are those inside Typst; nothing is taken from the machine, and nothing is fetched.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

# For archives and for readers of screens: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
STANDARDS: Sequence[Any] = ("a-2a", "ua-1")
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
NO_PACKAGES = Path(__file__).parent / "no-packages"
"""Not there: a template that asks for a package is refused."""
NO_SIGN = "could not be displayed"


def printed(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a paper as a tagged PDF.

    A sign that the fonts do not have becomes a box; such a paper no longer claims the two standards.

    Args:
        template: A Typst file; it reads `json(bytes(sys.inputs.data))`, and files beside it only.
        data: What JSON can hold.
        at: When the paper was made: the same paper again has the same bytes.

    Raises:
        typst.TypstError: If the template is faulty.
    """
    try:
        return compiled(template, data, at, STANDARDS)
    except typst.TypstError as error:
        if NO_SIGN not in error.message:
            raise
    return compiled(template, data, at, ())


def compiled(template: Path, data: Mapping[str, Any], at: datetime, standards: Sequence[Any]) -> bytes:
    """Return a paper by these standards."""
    paper: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=list(standards),
        package_path=str(NO_PACKAGES),
        package_cache_path=str(NO_PACKAGES),
        timestamp=int(at.timestamp()),
    )
    return paper
