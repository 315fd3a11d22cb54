"""What changed, as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree as ET

from graph.catalogue import ChangeRow, Upgrade
from graph.models import localize
from i18n import Language
from ontology import ROOT

ATOM = "http://www.w3.org/2005/Atom"
TITLE = localize("distrograph: recent changes")
ET.register_namespace("", ATOM)


def atom(rows: Sequence[ChangeRow], base: str, language: Language) -> bytes:
    """Write changes as a feed; `base` is the address of the service, with its slash.

    What an entry is called never changes, so that readers do not show it twice.
    """
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    _add_element(feed, "id", f"{ROOT}changes")
    _add_element(feed, "title", TITLE.render(language))
    _add_element(feed, "updated", _stamp(rows[0]) if rows else "1970-01-01T00:00:00Z")
    author = _add_element(feed, "author", None)
    _add_element(author, "name", "distrograph")
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": f"{base}changes.atom?lang={language}"})
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": f"{base}changes"})
    for row in rows:
        _entry(feed, row, base, language)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, row: ChangeRow, base: str, language: Language) -> None:
    """Add the entry of a change."""
    element = _add_element(feed, "entry", None)
    _add_element(element, "id", f"{ROOT}changes/{quote(row.id, safe='/:#+@')}")
    _add_element(element, "title", row.title.render(language))
    _add_element(element, "updated", _stamp(row))
    ET.SubElement(element, f"{{{ATOM}}}link", {"rel": "alternate", "href": _change_address(row, base)})
    ET.SubElement(element, f"{{{ATOM}}}category", {"term": row.kind})
    if row.upgrades:
        _add_element(element, "summary", "\n".join(line(upgrade, language) for upgrade in row.upgrades))


def _change_address(row: ChangeRow, base: str) -> str:
    """Return the page that a change is read on: that of the release, or else that of what was spoken of."""
    return f"{base}id/{quote(row.release.id if row.release else row.subject.id, safe='/+@:')}"


def line(upgrade: Upgrade, language: Language) -> str:
    """Write an upgrade."""
    return f"{upgrade.label.render(language)} {'/'.join(upgrade.before)} → {'/'.join(upgrade.after)}"


def _stamp(row: ChangeRow) -> str:
    """Write the day of a change as RFC 3339 has it."""
    return f"{row.day}T00:00:00Z"


def _add_element(parent: ET.Element, name: str, text: str | None) -> ET.Element:
    """Add an element of the feed."""
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text
    return element
