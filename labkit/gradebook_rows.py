"""The rows of nbgrader's gradebook that belong to one submission, written as one transaction.

nbgrader's own API commits every row by itself and asks before it adds, so that two writers get
into each other's way and a crash leaves half a submission. Here everything about a submission is
read, compared with what it should be, and only what differs is written: all of it or nothing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.plugins import BasePlugin
from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    create_engine,
    event,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from labkit.course import CourseError

ATTEMPTS = 10  # to write a submission that others are writing, too
PATIENCE = 60.0  # seconds until nothing is tried again

ASSIGNMENT, NOTEBOOK, CELL = Assignment.__table__, Notebook.__table__, BaseCell.__table__
STUDENT, SUBMISSION = Student.__table__, SubmittedAssignment.__table__
PAGE, GRADE, COMMENT = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__

FIND = (
    select(
        ASSIGNMENT.c.id.label("assignment"),
        ASSIGNMENT.c.duedate,
        NOTEBOOK.c.id.label("notebook"),
        STUDENT.c.id.label("student"),
        SUBMISSION.c.id.label("submission"),
        SUBMISSION.c.timestamp,
        SUBMISSION.c.extension,
        PAGE.c.id.label("page"),
        PAGE.c.late_submission_penalty.label("penalty"),
    )
    .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
    .outerjoin(STUDENT, STUDENT.c.id == bindparam("student_id"))
    .outerjoin(
        SUBMISSION,
        and_(
            SUBMISSION.c.assignment_id == ASSIGNMENT.c.id, SUBMISSION.c.student_id == STUDENT.c.id
        ),
    )
    .outerjoin(
        PAGE, and_(PAGE.c.notebook_id == NOTEBOOK.c.id, PAGE.c.assignment_id == SUBMISSION.c.id)
    )
    .where(ASSIGNMENT.c.name == bindparam("lesson"), NOTEBOOK.c.name == bindparam("lesson"))
)
CELLS = (
    select(CELL.c.id, CELL.c.name, CELL.c.type)
    .where(CELL.c.notebook_id == bindparam("key"))
    .order_by(CELL.c.name)  # so that points are always added up in the same order
)


def _rows_of(table: Any, *columns: Any) -> Any:
    """Rows of a submitted notebook by their cells: the only way for which there is an index."""
    return select(table.c.cell_id, table.c.id, *columns).where(
        table.c.cell_id.in_(bindparam("cells", expanding=True)),
        table.c.notebook_id == bindparam("page"),
    )


GRADES = _rows_of(
    GRADE,
    GRADE.c.auto_score,
    GRADE.c.manual_score,
    GRADE.c.extra_credit,
    GRADE.c.needs_manual_grade,
)
COMMENTS = _rows_of(COMMENT, COMMENT.c.auto_comment)


@dataclass(frozen=True)
class Verdict:
    """What the autograder has to say about one submission. Keys are names of cells; a cell that is
    not named is left as it is."""

    student: str
    lesson: str
    timestamp: datetime | None  # None: not known, or as it was
    scores: Mapping[str, float | None]  # None: a person decides
    unsure: frozenset[str]  # these have a score, and a person should look
    comments: Mapping[str, str | None]
    rewritten: Callable[[str], bool]  # is this answer another than the one a person saw last?


@dataclass(frozen=True)
class _Cells:
    """The cells of a notebook, id to name: those with a grade and those with a comment."""

    graded: dict[str, str]
    commented: dict[str, str]


class Rows:
    """The gradebook at a database's URL; many processes may write to it at a time."""

    def __init__(self, url: str, late: BasePlugin) -> None:
        """`late` decides what a late submission loses. nbgrader made the tables before."""
        self._engine = _engine(url)
        self._late = late
        self._cells: dict[str, _Cells] = {}

    def close(self) -> None:
        self._engine.dispose()

    def write(self, verdict: Verdict) -> None:
        """Write what differs from what is there.

        Raises CourseError where the assignment was never generated, or the database does not take
        the submission in the end.
        """
        pauses = _pauses()
        while True:
            try:
                with self._engine.begin() as connection:
                    self._write(connection, verdict)
                return
            except (IntegrityError, OperationalError) as error:
                # Somebody else wrote the same rows, or holds the lock: look again at what is there.
                self._cells.clear()
                pause = next(pauses, None)
                if pause is None:
                    raise _failure(verdict, error) from error
                time.sleep(pause)
            except DBAPIError as error:
                raise _failure(verdict, error) from error

    def _write(self, connection: Connection, verdict: Verdict) -> None:
        place = {"lesson": verdict.lesson, "student_id": verdict.student}
        found = connection.execute(FIND, place).one_or_none()
        if found is None:
            raise CourseError(
                f"The gradebook does not know {verdict.lesson}. "
                f"Run `nbgrader generate_assignment {verdict.lesson}` first."
            )
        cells = self._cells_of(connection, found.notebook)
        grades = _Changes(GRADE, cells.graded, _there(connection, GRADES, found, cells.graded))
        comments = _Changes(
            COMMENT, cells.commented, _there(connection, COMMENTS, found, cells.commented)
        )
        for key, name in cells.graded.items():
            grades.want(key, _grade(verdict, name, grades.there.get(key)))
        for key, name in cells.commented.items():
            if name in verdict.comments or key not in comments.there:
                comments.want(key, {"auto_comment": verdict.comments.get(name)})
        timestamp = verdict.timestamp or found.timestamp
        penalty = self._penalty(verdict.student, found, timestamp, grades)
        same = found.page and (timestamp, penalty) == (found.timestamp, found.penalty)
        if not same or grades or comments:
            page = _frame(connection, verdict.student, found, timestamp, penalty)
            grades.write(connection, page)
            comments.write(connection, page)

    def _cells_of(self, connection: Connection, notebook: str) -> _Cells:
        if notebook not in self._cells:
            found = connection.execute(CELLS, {"key": notebook}).all()
            self._cells[notebook] = _Cells(
                {row.id: row.name for row in found if row.type in ("GradeCell", "TaskCell")},
                {row.id: row.name for row in found if row.type in ("SolutionCell", "TaskCell")},
            )
        return self._cells[notebook]

    def _penalty(
        self, student: str, found: Row, timestamp: datetime | None, grades: _Changes
    ) -> float | None:
        """What nbgrader's AssignLatePenalties would set."""
        if timestamp is None or found.duedate is None:
            return None
        due = found.duedate + (found.extension or timedelta(0))
        late = (timestamp - due).total_seconds()
        if late <= 0:
            return None
        score = sum(_score(row) for row in grades.after())
        penalty = self._late.late_submission_penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0), score)


class _Changes:
    """The rows of a submission in one table: what is there, and what should be otherwise."""

    def __init__(self, table: Any, cells: Mapping[str, str], there: dict[str, Row]) -> None:
        self.there = there
        self._table, self._cells = table, cells
        self._new: dict[str, dict[str, Any]] = {}
        self._other: dict[str, dict[str, Any]] = {}

    def want(self, cell: str, values: dict[str, Any]) -> None:
        row = self.there.get(cell)
        if row is None:
            self._new[cell] = values
        elif any(getattr(row, name) != value for name, value in values.items()):
            self._other[cell] = values

    def __bool__(self) -> bool:
        return bool(self._new or self._other)

    def after(self) -> Iterator[dict[str, Any]]:
        """Every row as it will be."""
        for cell in self._cells:
            before = self.there[cell]._mapping if cell in self.there else {}
            yield {**before, **self._new.get(cell, {}), **self._other.get(cell, {})}

    def write(self, connection: Connection, page: str) -> None:
        if self._new:
            rows = [
                {"id": new_uuid(), "cell_id": cell, "notebook_id": page, **values}
                for cell, values in self._new.items()
            ]
            connection.execute(insert(self._table), rows)
        if self._other:
            rows = [{"key": self.there[cell].id, **values} for cell, values in self._other.items()]
            statement = update(self._table).where(self._table.c.id == bindparam("key"))
            connection.execute(statement, rows)


def _grade(verdict: Verdict, name: str, row: Row | None) -> dict[str, Any]:
    """What a grade should be. A person who gave points is asked again only where there is news."""
    known = name in verdict.scores
    if row is not None and not known:
        return {}
    score = verdict.scores.get(name)
    asks = score is None or name in verdict.unsure
    if row is not None and (row.manual_score is not None or row.extra_credit is not None):
        news = row.auto_score != score or verdict.rewritten(name)
        asks = row.needs_manual_grade or news
    return {"auto_score": score, "needs_manual_grade": asks}


def _score(row: Mapping[str, Any]) -> float:
    """As nbgrader has it: a person's points before ours, and extra credit."""
    manual, auto = row.get("manual_score"), row.get("auto_score")
    return (manual if manual is not None else auto or 0.0) + (row.get("extra_credit") or 0.0)


def _there(
    connection: Connection, query: Any, found: Row, cells: Mapping[str, str]
) -> dict[str, Row]:
    if found.page is None:
        return {}
    rows = connection.execute(query, {"page": found.page, "cells": list(cells)})
    return {row.cell_id: row for row in rows}


def _frame(
    connection: Connection,
    student: str,
    found: Row,
    timestamp: datetime | None,
    penalty: float | None,
) -> str:
    """Write student, submission and submitted notebook; return the id of the last.

    The row of the submission is always written, also where it stays the same: of two writers with
    the same submission one then fails, and looks again at what the other wrote.
    """
    if found.student is None:
        connection.execute(insert(STUDENT), {"id": student})
    submission = found.submission or new_uuid()
    if found.submission is None:
        connection.execute(
            insert(SUBMISSION),
            {
                "id": submission,
                "assignment_id": found.assignment,
                "student_id": student,
                "timestamp": timestamp,
            },
        )
    else:
        statement = update(SUBMISSION).where(SUBMISSION.c.id == bindparam("key"))
        connection.execute(statement, {"key": submission, "timestamp": timestamp})
    page = found.page or new_uuid()
    if found.page is None:
        connection.execute(
            insert(PAGE),
            {
                "id": page,
                "assignment_id": submission,
                "notebook_id": found.notebook,
                "late_submission_penalty": penalty,
            },
        )
    elif penalty != found.penalty:
        statement = update(PAGE).where(PAGE.c.id == bindparam("key"))
        connection.execute(statement, {"key": page, "late_submission_penalty": penalty})
    return page


def _engine(address: str) -> Engine:
    """Connections in which what was read stays true until it is written upon, or fails."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ")
    # SQLite: one writer at a time, and whoever waits does so before reading. Python's own way,
    # a transaction that begins with the first change, would read without one.
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _: object) -> None:
        connection.isolation_level = None
        # To make and delete a file at each transaction costs more than to empty one.
        connection.execute("PRAGMA journal_mode = TRUNCATE")

    @event.listens_for(engine, "begin")
    def take_the_lock(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _pauses() -> Iterator[float]:
    """How long to wait before each further attempt, at random: two writers shall not meet again."""
    end = time.monotonic() + PATIENCE
    for attempt in range(1, ATTEMPTS):
        if time.monotonic() < end:
            yield random.uniform(0.0, min(2.0, 0.01 * 2**attempt))


def _failure(verdict: Verdict, error: DBAPIError) -> CourseError:
    reason = " ".join(str(error.orig).split())
    return CourseError(
        f"The gradebook did not take {verdict.lesson} of {verdict.student}: {reason}. "
        "What is recorded stays; run the same command again once that is mended."
    )
