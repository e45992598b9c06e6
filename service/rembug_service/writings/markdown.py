r"""Markdown: how texts are written out, read in, and how the templates beside this code are kept.

    # Anggaran Dasar BKM Sukamaju

    A paragraph of the preamble.

    ## BAB I KETENTUAN UMUM

    ### Pasal 1 Arti istilah

    (1) A clause.

    a. A letter of it.

    ---

    A paragraph of the closing.

Numbers are written for people; reading counts anew.  A backslash takes a sign's meaning away; at the end of a line it
keeps the next line in the same paragraph.
"""

import re
from collections.abc import Iterable
from typing import Final

from rembug_ballots.documents import Line, Rank
from rembug_service.writings.outline import END, Block, Outline, is_heading, recognise

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*")
_RULE: Final = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}")
_BULLET: Final = re.compile(r"[-*+]\s+(.*)", re.DOTALL)
_COUNTED: Final = re.compile(r"\(\d{1,3}\)|\d{1,3}[.)](?:\s|$)|[a-z][.)](?:\s|$)")
_NAMED: Final = re.compile(r"(?:bab\s+(?:[ivxlc]+|\d+)|pasal\s+\d+)\b", re.IGNORECASE)
_LONE: Final = re.compile(_NAMED.pattern + r"[.:]?", re.IGNORECASE)
_BOLD: Final = re.compile(r"\*\*.+\*\*|__.+__", re.DOTALL)
_EMPHASIS: Final = re.compile(r"(?<!\\)(?:\*\*|__|\*|`)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS: Final = re.compile(r"[\\`*_]")
_FIRST: Final = re.compile(r"[#>+(\-]")
_FIRST_COUNT: Final = re.compile(r"(\d{1,3}|[a-z])([.)])(?=\s|\\\n|$)")
_CONTINUED: Final = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_MARKS: Final = {Rank.CHAPTER: "##", Rank.ARTICLE: "###"}


def write_markdown(title: str, text: Iterable[Line]) -> str:
    """Return a text as Markdown; reading it gives the same lines, without their ids."""
    found = [f"# {_inline(title)}"]
    is_closing = False
    for line in text:
        if line.rank is Rank.CLOSING and not is_closing:
            found.append("---")
            is_closing = True
        found.append(_written(line))
    return "\n\n".join(found) + "\n"


def _written(line: Line) -> str:
    mark = _MARKS.get(line.rank)
    if mark is not None:
        return " ".join(each for each in (mark, line.number, _inline(line.text)) if each)
    return f"{line.number} {_inline(line.text)}" if line.number else _paragraph(line.text)


def _inline(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\\n")


def _paragraph(text: str) -> str:
    text = _inline(text)
    if _FIRST.match(text):
        return f"\\{text}"
    return _FIRST_COUNT.sub(r"\1\\\2", text, count=1) if _FIRST_COUNT.match(text) else text


def write_plain(title: str, text: Iterable[Line]) -> str:
    """Return a text for people to read, with its numbers."""
    found = [title.upper()]
    for line in text:
        words = " ".join(each for each in (line.number, line.text) if each)
        if line.rank is Rank.CHAPTER:
            found += ["", "", words.upper()]
        elif line.rank is Rank.LETTER:
            found.append(f"    {words}")
        elif line.rank is Rank.CLAUSE:
            found.append(words)
        else:
            found += ["", words]
    return "\n".join(found) + "\n"


def read_markdown(text: str) -> Outline:
    """Recognise the lines of a text in Markdown, or in plain paragraphs."""
    paragraphs = _paragraphs(text)
    # Where headings say what the articles are, no sentence is taken for one.
    headed = any(_is_article(each) for each in paragraphs)
    titled = sum(each.startswith("# ") for each in paragraphs) == 1
    return recognise([_block(each, headed=headed, titled=titled) for each in paragraphs])


def _is_article(paragraph: str) -> bool:
    found = _HEADING.fullmatch(paragraph)
    return found is not None and _NAMED.match(found.group(2)) is not None


def _paragraphs(text: str) -> list[str]:
    """Join the lines of each paragraph."""
    found: list[str] = []
    is_open = is_continued = is_named = False
    for raw in text.splitlines():
        line = raw.strip()
        continues = is_continued
        is_continued = _CONTINUED.search(line) is not None
        if is_continued:
            line = line[:-1]
        if continues:
            found[-1] += f"\n{line}"
        elif not line or _HEADING.fullmatch(line) or _RULE.fullmatch(line):
            is_open = False
            if line:
                found.append(line)
        elif is_open and not _begins(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
            # Under a lone number stands a title, which the next line does not go on.
            is_open = not _LONE.fullmatch(line) and not (is_named and is_heading(line))
            is_named = _LONE.fullmatch(line) is not None
    return found


def _begins(line: str) -> bool:
    starts = (_COUNTED.match, _NAMED.match, _BULLET.fullmatch, END.match)
    return any(each(line) is not None for each in starts)


def _block(paragraph: str, *, headed: bool, titled: bool) -> Block:
    if _RULE.fullmatch(paragraph):
        return Block("", rule=True)
    heading = _HEADING.fullmatch(paragraph)
    if heading:
        return _heading(_unmarked(heading.group(2)), title=titled and paragraph.startswith("# "))
    bullet = _BULLET.fullmatch(paragraph)
    if bullet:
        return Block(_unmarked(bullet.group(1)), Rank.LETTER)
    first = paragraph.lstrip("*_")
    speaks = _COUNTED.match(first) is not None or (not headed and _NAMED.match(first) is not None)
    return Block(_unmarked(paragraph), heading=_BOLD.fullmatch(paragraph) is not None, plain=headed and not speaks)


def _heading(text: str, *, title: bool) -> Block:
    if title or not _NAMED.match(text):
        return Block(text, heading=True, title=title)
    return Block(text, Rank.CHAPTER if text[0] in "bB" else Rank.ARTICLE, heading=True)


def _unmarked(text: str) -> str:
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", text))
