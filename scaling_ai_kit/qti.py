"""Write the checkpoints' questions for learning platforms: ``coursekit qti [OUT]``.

Canvas, and other platforms that read QTI 1.2, take an archive with a quiz per lesson. Moodle
doesn't read QTI; it has its own format, and gets a file with a category per lesson.
"""

from __future__ import annotations

import argparse
import html
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from course.recall import checkpoints
from course.syllabus.syllabus import COURSE, MODULES, Module

CANVAS, MOODLE = "checkpoints-qti.zip", "checkpoints-moodle.xml"
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_META = "http://canvas.instructure.com/xsd/cccv1p0"  # what QTI doesn't say of a quiz
_RESPONSE = "response1"

Question = dict[str, Any]


def write(out: Path) -> list[Path]:
    """Write all questions for Canvas and for Moodle into a folder; return the files."""
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out / CANVAS, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in for_canvas().items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    (out / MOODLE).write_bytes(for_moodle())
    return [out / CANVAS, out / MOODLE]


def for_canvas() -> dict[str, bytes]:
    """Return the files of the archive, by their paths."""
    manifest = ET.Element("manifest", xmlns=_PACKAGE, identifier=f"{COURSE.slug}-checkpoints")
    metadata = ET.SubElement(manifest, "metadata")
    _text(metadata, "schema", "IMS Content")
    _text(metadata, "schemaversion", "1.1.3")
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    files: dict[str, bytes] = {}
    for module, questions in _lessons():
        name = module.slug
        quiz, meta = f"{name}/{name}.xml", f"{name}/assessment_meta.xml"
        files |= {quiz: _bytes(_quiz(module, questions)), meta: _bytes(_meta(module))}
        resource = ET.SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
        ET.SubElement(resource, "file", href=quiz)
        ET.SubElement(resource, "dependency", identifierref=f"{name}-meta")
        kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
        about = ET.SubElement(
            resources, "resource", identifier=f"{name}-meta", type=kind, href=meta
        )
        ET.SubElement(about, "file", href=meta)
    return {"imsmanifest.xml": _bytes(manifest), **files}


def for_moodle() -> bytes:
    """Return the questions as Moodle's XML."""
    root = ET.Element("quiz")
    for module, questions in _lessons():
        category = ET.SubElement(root, "question", type="category")
        path = f"$course$/top/{COURSE.title}/{_title(module).replace('/', '//')}"
        _text(ET.SubElement(category, "category"), "text", path)
        for question in questions:
            root.append(_moodle_question(module, question))
    return _bytes(root)


def _lessons() -> Iterator[tuple[Module, list[dict[str, Any]]]]:
    for module in MODULES:
        if module.slug in checkpoints.modules():
            yield module, checkpoints.questions(module.slug)


def _title(module: Module) -> str:
    return f"{module.number}. {module.question}"


def _quiz(module: Module, questions: list[dict[str, Any]]) -> ET.Element:
    """Return a lesson's questions as a QTI 1.2 assessment."""
    root = ET.Element("questestinterop", xmlns=_QTI)
    assessment = ET.SubElement(root, "assessment", ident=module.slug, title=_title(module))
    section = ET.SubElement(assessment, "section", ident="root_section")
    for number, question in enumerate(questions, start=1):
        identifier = f"{module.slug}_{question['id']}"
        item = ET.SubElement(section, "item", ident=identifier, title=f"Question {number}")
        _describe(item)
        _present(item, question)
        _mark(item, question)
        for index, option in enumerate(question["options"]):
            feedback = ET.SubElement(item, "itemfeedback", ident=f"option{index}_fb")
            _material(ET.SubElement(feedback, "flow_mat"), option["why"])
    return root


def _describe(item: ET.Element) -> None:
    """Say what kind of question it is, which QTI leaves to platforms."""
    fields = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in (("question_type", "multiple_choice_question"), ("points_possible", "1")):
        field = ET.SubElement(fields, "qtimetadatafield")
        _text(field, "fieldlabel", label)
        _text(field, "fieldentry", entry)


def _present(item: ET.Element, question: Question) -> None:
    """Add the question and its options, in any order."""
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, question["prompt"])
    response = ET.SubElement(presentation, "response_lid", ident=_RESPONSE, rcardinality="Single")
    choice = ET.SubElement(response, "render_choice", shuffle="Yes")
    for index, option in enumerate(question["options"]):
        _material(ET.SubElement(choice, "response_label", ident=f"option{index}"), option["text"])


def _mark(item: ET.Element, question: Question) -> None:
    """Add the feedback of each option, and then the score: Canvas takes an option's last."""
    processing = ET.SubElement(item, "resprocessing")
    score = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"}
    ET.SubElement(ET.SubElement(processing, "outcomes"), "decvar", score)

    def chosen(index: int, *, goes_on: bool) -> ET.Element:
        condition = ET.SubElement(
            processing, "respcondition", {"continue": "Yes" if goes_on else "No"}
        )
        equal = ET.SubElement(condition, "conditionvar")
        _text(equal, "varequal", f"option{index}", respident=_RESPONSE)
        return condition

    for index in range(len(question["options"])):
        attributes = {"feedbacktype": "Response", "linkrefid": f"option{index}_fb"}
        ET.SubElement(chosen(index, goes_on=True), "displayfeedback", attributes)
    (right,) = (n for n in range(len(question["options"])) if checkpoints.is_right(question, n))
    _text(chosen(right, goes_on=False), "setvar", "100", action="Set", varname="SCORE")


def _meta(module: Module) -> ET.Element:
    """Return what Canvas keeps of a quiz: it's for practice, and options are shuffled."""
    root = ET.Element("quiz", xmlns=_META, identifier=module.slug)
    _text(root, "title", _title(module))
    _text(
        root, "description", "Your first answer counts. Each option says why it is right or wrong."
    )
    _text(root, "shuffle_answers", "true")
    _text(root, "quiz_type", "practice_quiz")
    return root


def _moodle_question(module: Module, question: Question) -> ET.Element:
    """Return a question as Moodle's XML; its texts are plain."""
    root = ET.Element("question", type="multichoice")
    name = f"{module.slug}: {question['id']}"
    _text(ET.SubElement(root, "name"), "text", name)
    _text(ET.SubElement(root, "questiontext", format="plain_text"), "text", question["prompt"])
    for tag, text in {
        "defaultgrade": "1",
        "idnumber": f"{module.slug}.{question['id']}",
        "single": "true",
        "shuffleanswers": "true",
        "answernumbering": "abc",
    }.items():
        _text(root, tag, text)
    for index, option in enumerate(question["options"]):
        fraction = "100" if checkpoints.is_right(question, index) else "0"
        answer = ET.SubElement(root, "answer", fraction=fraction, format="plain_text")
        _text(answer, "text", option["text"])
        _text(ET.SubElement(answer, "feedback", format="plain_text"), "text", option["why"])
    return root


def _material(parent: ET.Element, text: str) -> None:
    """Add a text to an element of QTI, as HTML without tags."""
    material = ET.SubElement(parent, "material")
    _text(material, "mattext", html.escape(text, quote=False), texttype="text/html")


def _text(parent: ET.Element, tag: str, text: str, **about: str) -> None:
    ET.SubElement(parent, tag, about).text = text


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def main(arguments: Sequence[str]) -> None:
    """Write the files, and say where they are."""
    parser = argparse.ArgumentParser(prog="coursekit qti", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("var/questions"))
    for path in write(parser.parse_args(arguments).out):
        print(path)
