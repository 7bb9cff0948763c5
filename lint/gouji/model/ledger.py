"""The ledger: all figures of a document and all relations that it states between them."""

from __future__ import annotations

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.record import record
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Table


@record
class Indicator:
    """One row of a table of performance targets.

    ``target`` is the cell of its target value, ``unit`` the cell of a column of units where the
    table has one (``has_unit_column``).
    """

    levels: tuple[str, ...]
    name: str
    target: Cell | None
    points: Figure | None
    unit: Cell | None
    has_unit_column: bool = False

    @property
    def address(self) -> str:
        """The logical address of its target."""
        return self.target.address if self.target else self.name


@record
class Absence:
    """A statement that there is no such money (没有使用政府性基金预算拨款安排的支出).

    ``subject`` is what it speaks of; ``table`` the table it belongs to when it is a table's note.
    """

    subject: str
    place: Anchor
    table: Table | None = None

    @property
    def address(self) -> str:
        """The logical address of the statement."""
        return self.place.address


@record
class Ledger:
    """All figures of a document, all relations between them, the indicators of its tables of
    targets and its statements that there is no money of a kind, each in reading order."""

    figures: tuple[Figure, ...]
    relations: tuple[Relation, ...]
    indicators: tuple[Indicator, ...] = ()
    absences: tuple[Absence, ...] = ()
