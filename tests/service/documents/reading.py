"""Reading a PDF as a person's program would: its text, page by page, and the files inside."""

import io

import pypdf
import pypdfium2

from rembug_service.documents.printable import BREAK


def pages(data: bytes) -> list[str]:
    """Return the text of each page, in the order of reading."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
        return found
    finally:
        document.close()


def words(data: bytes) -> str:
    """Return the whole text in one line, breaks inside long words closed."""
    return " ".join(" ".join(pages(data)).replace(BREAK, "").split())


def bare(text: str) -> str:
    """Return a text without any space, as lines may break anywhere between words."""
    return "".join(text.replace(BREAK, "").split())


def attached(data: bytes) -> dict[str, bytes]:
    """Return the files inside a PDF."""
    return {name: files[0] for name, files in pypdf.PdfReader(io.BytesIO(data)).attachments.items()}
