"""A logo (SVG) that can do nothing but be drawn: no scripts, no text, nothing from elsewhere."""

import re

from lxml import etree

from ledger.refusal import Misuse

LONGEST = 100_000
"""Characters of a logo at most."""

_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol", "pattern",
})  # fmt: skip
_REFERENCE = re.compile(r"url\(\s*[^#\s)]", re.IGNORECASE)
_FORBIDDEN_STYLE = re.compile(r"@|expression|javascript:", re.IGNORECASE)


def check(text: str) -> None:
    """Raises Misuse where the logo is no SVG, or holds anything but shapes of its own."""
    if len(text) > LONGEST:
        raise _wrong(f"longer than {LONGEST:,} characters", "Simplify its paths.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _wrong("no well-formed XML", "Export it as plain SVG.") from None
    if root.tag != f"{{{_SVG}}}svg" or root.getroottree().docinfo.doctype:
        raise _wrong("no plain SVG", "Export it as plain SVG, without a document type.")
    for element in root.iter():
        _check_element(element)


def _check_element(element: etree._Element) -> None:
    if element.tag is etree.Comment:
        return
    namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
    if namespace != _SVG or name not in _DRAWN:
        remedy = "Keep shapes only; turn text into outlines." if name == "text" else "Keep shapes only."
        raise _wrong(f"not of shapes only (line {element.sourceline}: {name or 'an instruction'})", remedy)
    for attribute, value in element.attrib.items():
        _check_attribute(element, str(attribute).rpartition("}")[2], str(value))


def _check_attribute(element: etree._Element, name: str, value: str) -> None:
    outside = name == "href" and not value.startswith("#")
    if name.lower().startswith("on") or outside or _REFERENCE.search(value) or _FORBIDDEN_STYLE.search(value):
        what = f"not closed in itself (line {element.sourceline}: {name})"
        raise _wrong(what, "Leave out scripts and whatever refers to something outside the file.")


def _wrong(what: str, remedy: str) -> Misuse:
    return Misuse(f"the logo is {what}.", field="logo", remedy=remedy)
