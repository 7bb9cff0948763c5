"""Where a finding about a whole table is pointed at."""

from __future__ import annotations

from gouji import Paragraph, Table
from gouji_rules.words import bare_title


def title_line(table: Table) -> Paragraph | Table:
    """The line that holds the title of a table, or the table where none does."""
    title = bare_title(table.title)
    lines = [line for line in table.captions if title and title in bare_title(line.text)]
    return lines[-1] if lines else table
