"""Draws a form on A4 pages with fields that can be filled in. The same form is the same bytes each time."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO, Final

from reportlab.lib.colors import Color, HexColor, black, white  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.utils import simpleSplit  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfdoc import PDFName  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from projections.forms.questions import Form, Question, Section

WIDTH, HEIGHT = A4
_MARGIN: Final = 50
_FOOT: Final = 52
_GAP: Final = 12
_INNER: Final = WIDTH - 2 * _MARGIN
_FIELD: Final = 19
_LINES: Final = 48
_TICK: Final = 13
_DARK: Final = HexColor(0x154273)
_GREY: Final = HexColor(0x444444)
_LINE: Final = HexColor(0x7A8AA0)
_PALE: Final = HexColor(0xF3F6FA)
_BODY, _BOLD = "Helvetica", "Helvetica-Bold"
_CHOOSE: Final = "- kies -"


def draw(form: Form, file: BinaryIO) -> None:
    """Write the form as PDF."""
    pages = _count(form)
    _Pages(form, file, pages).draw()


def _count(form: Form) -> int:
    drawn = _Pages(form, BytesIO(), 0)
    drawn.draw()
    return drawn.page


class _Pages:
    """The pages of one form, filled from top to bottom."""

    def __init__(self, form: Form, file: BinaryIO, pages: int) -> None:
        self._form, self._pages = form, pages
        self._canvas = Canvas(file, pagesize=A4, invariant=1, lang="nl-NL", pageCompression=1)
        self._canvas.setTitle(form.title)
        self._canvas.setSubject("Loonkostensubsidie")
        self._canvas.setCreator("LKS")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self.page = 1
        self._top = HEIGHT - _MARGIN

    def draw(self) -> None:
        self._text(self._form.title, _BOLD, 20, _DARK, 26)
        self._top -= 4
        for paragraph in self._form.explained:
            self._text(paragraph, _BODY, 10, black, 14)
            self._top -= 5
        for section in self._form.sections:
            self._section(section)
        self._end_page()
        for page in self._canvas._doc.Pages.pages:
            _tab_by_row(self._canvas._doc, page)
        self._canvas.save()

    def _section(self, section: Section) -> None:
        explained = simpleSplit(section.explained, _BODY, 9, _INNER) if section.explained else []
        self._room(34 + 12 * len(explained) + _height(section.rows[0]))
        self._top -= 14
        self._canvas.setFillColor(_DARK)
        self._canvas.rect(_MARGIN, self._top - 16, _INNER, 18, stroke=0, fill=1)
        self._canvas.setFillColor(white)
        self._canvas.setFont(_BOLD, 11)
        self._canvas.drawString(_MARGIN + 6, self._top - 11, section.heading)
        self._top -= 24
        if explained:
            self._text(section.explained, _BODY, 9, _GREY, 12)
        for row in section.rows:
            self._row(row)

    def _row(self, row: Sequence[Question]) -> None:
        height = _height(row)
        self._room(height)
        left = float(_MARGIN)
        for question in row:
            width = (_INNER + _GAP) * question.width / 12 - _GAP
            self._question(question, left, width)
            left += width + _GAP
        self._top -= height

    def _question(self, question: Question, left: float, width: float) -> None:
        if question.answer == "tick":
            self._tick(question, left, width)
            return
        self._canvas.setFillColor(_GREY)
        self._canvas.setFont(_BODY, 9)
        self._canvas.drawString(left, self._top - 11, question.asked)
        height = _LINES if question.answer == "lines" else _FIELD
        place = {"x": left, "y": self._top - 15 - height, "width": width, "height": height}
        shown = {"fontName": _BODY, "fontSize": 10, **_colours(), **place}
        forms = self._canvas.acroForm
        named = {"name": question.name, "tooltip": question.tooltip}
        if question.answer == "choice":
            options = [(_CHOOSE, " "), *((words, code) for code, words in question.choices)]
            forms.choice(value=question.filled or " ", options=options, fieldFlags="combo", **named, **shown)
        else:
            flags = "multiline" if question.answer == "lines" else ""
            forms.textfield(value=question.filled, maxlen=None, fieldFlags=flags, **named, **shown)

    def _tick(self, question: Question, left: float, width: float) -> None:
        y = self._top - 4 - _TICK
        self._canvas.acroForm.checkbox(
            name=question.name,
            tooltip=question.tooltip,
            x=left,
            y=y,
            size=_TICK,
            buttonStyle="cross",
            fieldFlags="",
            **_colours(),
        )
        self._canvas.setFillColor(black)
        self._canvas.setFont(_BODY, 9.5)
        for nth, line in enumerate(_tick_lines(question, width)):
            self._canvas.drawString(left + _TICK + 8, self._top - 14 - 12 * nth, line)

    def _text(self, text: str, font: str, size: float, colour: Color, leading: float) -> None:
        self._canvas.setFillColor(colour)
        self._canvas.setFont(font, size)
        for line in simpleSplit(text, font, size, _INNER):
            self._top -= leading
            self._canvas.drawString(_MARGIN, self._top + leading - size, line)

    def _room(self, height: float) -> None:
        """Another page when there is no room for so much."""
        if self._top - height < _FOOT:
            self._end_page()
            self.page += 1
            self._top = HEIGHT - _MARGIN

    def _end_page(self) -> None:
        self._canvas.setFillColor(_GREY)
        self._canvas.setFont(_BODY, 8)
        self._canvas.drawString(_MARGIN, 30, self._form.title)
        self._canvas.drawRightString(WIDTH - _MARGIN, 30, f"Pagina {self.page} van {self._pages}")
        self._canvas.showPage()


def _height(row: Sequence[Question]) -> float:
    if row[0].answer == "tick":
        return 8 + 12 * len(_tick_lines(row[0], _INNER))
    return 21 + (_LINES if any(one.answer == "lines" for one in row) else _FIELD)


def _tick_lines(question: Question, width: float) -> list[str]:
    lines: list[str] = simpleSplit(question.asked, _BODY, 9.5, width - _TICK - 8)
    return lines


def _colours() -> dict[str, Any]:
    return {"borderColor": _LINE, "fillColor": _PALE, "textColor": black, "borderWidth": 0.7}


def _tab_by_row(document: Any, reference: Any) -> None:
    """The key to the next field goes row by row."""
    page = document.idToObject[reference.name] if hasattr(reference, "name") else reference
    page.__NoDefault__ = [*page.__NoDefault__, "Tabs"]
    page.Tabs = PDFName("R")
