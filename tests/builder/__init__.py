"""Synthetic department budgets (部门预算) and final accounts (部门决算) of our own.

``make`` draws a consistent document as a neutral ``Draft``; ``inject`` plants one mistake with its
truth; ``render_pdf``, ``render_text``, ``render_layout_text`` and ``to_reading`` give it a form.
"""

from tests.builder.draft import RULINGS, Draft, Layout
from tests.builder.inject import KINDS, Truth, inject
from tests.builder.make import STYLES, make
from tests.builder.pdf import render_pdf
from tests.builder.reading import to_reading
from tests.builder.text import render_layout_text, render_text

__all__ = [
    "KINDS",
    "RULINGS",
    "STYLES",
    "Draft",
    "Layout",
    "Truth",
    "inject",
    "make",
    "render_layout_text",
    "render_pdf",
    "render_text",
    "to_reading",
]
