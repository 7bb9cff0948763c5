"""The ledger: all figures of a document and all relations that it states between them."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model.figure import Figure
from gouji.model.place import Anchor
from gouji.model.record import Record
from gouji.model.relation import Relation
from gouji.model.tree import Cell, Table


class Indicator(Record):
    """One row of a table of performance targets.

    ``target`` is the cell of its target value, ``unit`` the cell of a column of units where the
    table has one (``has_unit_column``), ``named`` the cell of its name. ``value`` is the figure of
    a target that is money or a percentage, ``bound`` the sign before it (``≥``, ``≤``, ``=`` …,
    empty for none).
    """

    levels: tuple[str, ...]
    name: str
    target: Cell | None
    points: Figure | None
    unit: Cell | None
    has_unit_column: bool = False
    named: Cell | None = None
    value: Figure | None = None
    bound: str = ""

    @property
    def address(self) -> str:
        """The logical address of its target."""
        return self.target.address if self.target else self.name


class Targets(Record):
    """One list of indicators: the targets of a project, or of a whole department.

    ``dimensions`` are those of its levels (``cost``, ``output``, ``benefit``, ``satisfaction``);
    ``progress`` are the rates of payment that count from the beginning of the year, in the order of
    its parts; ``several`` tells that the list holds the targets of several projects.
    """

    table: Table
    indicators: tuple[Indicator, ...]
    dimensions: frozenset[str] = frozenset()
    progress: tuple[Figure, ...] = ()
    several: bool = False

    @property
    def address(self) -> str:
        """The logical address of its table."""
        return self.table.address


class Absence(Record):
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


class Ledger(Record):
    """All figures of a document, all relations between them, the lists of indicators of its tables
    of targets and its statements that there is no money of a kind, each in reading order."""

    figures: tuple[Figure, ...]
    relations: tuple[Relation, ...]
    targets: tuple[Targets, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def indicators(self) -> Iterator[Indicator]:
        """The indicators of all lists."""
        return (indicator for listed in self.targets for indicator in listed.indicators)
