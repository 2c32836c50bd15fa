"""How the program's workbooks look: one font, quiet headings, input cells marked by a border."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

_LINE = Side(style="thin", color="FFB8C1CC")
_FIELD = Side(style="thin", color="FF23477F")

BODY = Font(name="Arial", size=11)
QUIET = Font(name="Arial", size=11, color="FF43505F")
TITLE = Font(name="Arial", size=16, bold=True)
HEADING = Font(name="Arial", size=11, bold=True, color="FF17212E")
HEADING_FILL = PatternFill("solid", fgColor="FFEEF1F5")
INPUT_FILL = PatternFill("solid", fgColor="FFFFFBE8")
ROW_BORDER = Border(bottom=_LINE)
INPUT_BORDER = Border(left=_FIELD, right=_FIELD, top=_FIELD, bottom=_FIELD)
UNLOCKED = Protection(locked=False)
TEXT = Alignment(horizontal="left", vertical="top", wrap_text=True)
ONE_LINE = Alignment(horizontal="left", vertical="top")
NUMBER = Alignment(horizontal="right", vertical="top")
HEADING_ALIGNMENT = Alignment(horizontal="left", vertical="center", wrap_text=True)
NUMBER_HEADING = Alignment(horizontal="right", vertical="center", wrap_text=True)


class OrderedFont(Font):
    """A font whose parts stand in the order of the standard's schema; openpyxl has its own."""

    tagname = "font"
    __nested__ = Font.__nested__
    __elements__ = (
        *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
        *("sz", "color", "name", "family", "charset", "scheme"),
    )


INK = "FF0B0C0C"
PACK_BODY = OrderedFont(name="Arial", size=12, color=INK)
PACK_HEADING = OrderedFont(name="Arial", size=14, bold=True, color=INK)
PACK_TITLE = OrderedFont(name="Arial", size=16, bold=True, color=INK)
PACK_COLUMN = OrderedFont(name="Arial", size=12, bold=True, color=INK)
PACK_LINK = OrderedFont(name="Arial", size=12, underline="single", color="FF12436D")
COLUMN = Alignment(horizontal="left", vertical="center", wrap_text=True)
NUMBER_COLUMN = Alignment(horizontal="right", vertical="center", wrap_text=True)
INSET_COLUMN = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
INSET_TEXT = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
TEXT_FOR_NUMBER = Alignment(horizontal="right", vertical="top", wrap_text=True)
