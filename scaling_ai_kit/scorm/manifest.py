"""Describe a package to a learning platform: ``imsmanifest.xml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

FILE = "imsmanifest.xml"
LAUNCH = "launch.html"


@dataclass(frozen=True)
class _Version:
    """What the manifests of two versions call things."""

    schemaversion: str
    packaging: str  # namespaces
    ours: str
    type: str  # an attribute
    sequencing: str = ""


VERSIONS = {
    "1.2": _Version(
        "1.2",
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        "scormtype",
    ),
    "2004": _Version(
        "2004 4th Edition",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "http://www.adlnet.org/xsd/adlcp_v1p3",
        "scormType",
        "http://www.imsglobal.org/xsd/imsss",
    ),
}


def manifest(version: str, name: str, title: str, files: Iterable[str]) -> bytes:
    """Return the manifest of a package with one unit, which reports for all of its pages.

    The name identifies the package; the title is what the platform shows. The files are the paths
    of all that is in the package, without the manifest.
    """
    names = VERSIONS[version]
    ET.register_namespace("", names.packaging)
    ET.register_namespace("adlcp", names.ours)
    root = ET.Element(_in(names.packaging, "manifest"), identifier=f"scaling-ai-{name}")

    def add(parent: ET.Element, tag: str, text: str | None = None, **about: str) -> ET.Element:
        child = ET.SubElement(parent, _in(names.packaging, tag), about)
        child.text = text
        return child

    metadata = add(root, "metadata")
    add(metadata, "schema", "ADL SCORM")
    add(metadata, "schemaversion", names.schemaversion)
    organization = add(
        add(root, "organizations", default="course"), "organization", identifier="course"
    )
    add(organization, "title", title)
    item = add(organization, "item", identifier="item", identifierref="pages")
    add(item, "title", title)
    if names.sequencing:
        _leave_to_content(item, names.sequencing)
    resource = add(
        add(root, "resources"), "resource", identifier="pages", type="webcontent", href=LAUNCH
    )
    resource.set(_in(names.ours, names.type), "sco")
    for path in sorted(files):
        add(resource, "file", href=path)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _leave_to_content(item: ET.Element, sequencing: str) -> None:
    """Keep the platform from calling a unit completed by itself."""
    ET.register_namespace("imsss", sequencing)
    controls = {"completionSetByContent": "true", "objectiveSetByContent": "true"}
    rules = ET.SubElement(item, _in(sequencing, "sequencing"))
    ET.SubElement(rules, _in(sequencing, "deliveryControls"), controls)


def _in(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"
