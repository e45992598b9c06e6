"""Small XLSX files made by hand, harmless and harmful ones.  No spreadsheet library would write the harmful ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Cell format 1 is a date.
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


Row = Sequence[str | float | None]


class ExcelDay(int):
    """A day number that is shown as a date."""


def column_letters(position: int) -> str:
    """Return the letters of a column, 0 being A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_xml(rows: Sequence[Row], first_row: int = 1) -> str:
    """Return the XML of a sheet; numbers stay numbers, texts become inline strings."""
    lines = []
    for number, row in enumerate(rows, start=first_row):
        cells = "".join(
            _cell(f"{column_letters(position)}{number}", value)
            for position, value in enumerate(row)
            if value not in (None, "")
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(reference: str, value: str | float | None) -> str:
    if isinstance(value, ExcelDay):
        return f'<c r="{reference}" s="1"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def workbook(sheets: Mapping[str, str], extra: Mapping[str, bytes] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """Return an XLSX file of the given sheets (name to XML), with more entries if wanted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = related = ""
        for number, (name, xml) in enumerate(sheets.items(), start=1):
            state = ' state="hidden"' if name in hidden else ""
            listed += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="r{number}"/>'
            related += (
                f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            )
            archive.writestr(f"xl/worksheets/sheet{number}.xml", xml)
        related += f'<Relationship Id="rs" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        archive.writestr("xl/styles.xml", _STYLES)
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>')
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()
