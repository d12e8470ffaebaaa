"""How good is a diagnosis without its entry in the bank? Leave each mistake out in turn.

    python benchmarks/diagnosis.py

Every mistake is graded as a submission, once with the whole bank and once as if it were not in it.
What is said then is the sentence of another mistake that does the same in every call, or a general
pattern (labkit/patterns.py). A pattern states something about the calls that the checks made;
here it must hold on the calls of other seeds as well, or it counts as false. Prints the table of
docs/diagnosis.md, and lists all that was said in place of an entry's own sentence.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tqdm import tqdm

from labkit import bank
from labkit.build import lesson_names
from labkit.diagnosis import Diagnosis, Finding
from labkit.fixtures import Context, exercise_of, provide
from labkit.student import Call, Submission

ROOT = Path(__file__).parents[1]
SEEDS = (1, 2, 3)  # the first is the grading, the others try what it said


@dataclass
class Said:
    """What one mistake is told, with its entry in the bank and without."""

    entry: bank.Entry
    with_entry: Finding | None
    without: Finding | None
    holds: bool  # with the other seeds, too


class Bench:
    """pytest plug-in: collects the checks, then puts every mistake through them."""

    def __init__(self, modules: list[str]) -> None:
        self._modules = modules
        self.said: list[Said] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        checks: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            checks[exercise_of(item)].append(item)
        diagnosis = Diagnosis(ROOT)
        entries = [e for module in self._modules for e in bank.entries(ROOT, "mistakes", module)]
        for entry in tqdm(entries, unit="mistake"):
            first, *others = (list(calls(entry, checks[entry.exercise], seed)) for seed in SEEDS)
            found = diagnosis.of(entry.exercise, first)
            left_out = diagnosis.of(entry.exercise, first, without=entry.name)
            again = [diagnosis.of(entry.exercise, other, without=entry.name) for other in others]
            holds = left_out is None or all(f and f.name == left_out.name for f in again)
            self.said.append(Said(entry, found, left_out, holds))
        diagnosis.close()
        return True


def calls(entry: bank.Entry, checks: list[pytest.Item], seed: int) -> Iterator[Call]:
    """The calls that the checks make of a mistake."""
    submission = Submission(bank.variant_sources(ROOT, "mistakes", entry))
    context = Context(submission, seed, ROOT)
    try:
        for item in checks:
            wanted = item.function.__code__.co_varnames[: item.function.__code__.co_argcount]
            submission.transcript.clear()
            try:
                item.function(**{name: provide(name, context, item) for name in wanted})
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
            yield from list(submission.transcript)
    finally:
        submission.close()


def table(said: list[Said]) -> str:
    """One line for each lesson's bank, and one for all."""
    lines = [
        "| lesson | mistakes | own sentence | left out: a general one | left out: another's |"
        " left out: silent | general, but not with other seeds |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    modules = list(dict.fromkeys(one.entry.module for one in said))
    for name in [*modules, "all"]:
        some = [one for one in said if name in (one.entry.module, "all")]
        count: Counter = Counter()
        for one in some:
            count["own"] += bool(one.with_entry and one.with_entry.name == one.entry.name)
            kind = "silent" if one.without is None else "other" if banked(one) else "general"
            count[kind] += 1
            count["false"] += kind == "general" and not one.holds
        lines.append(
            f"| {name} | {len(some)} | {count['own']} | {count['general']} | {count['other']} |"
            f" {count['silent']} | {count['false']} |"
        )
    return "\n".join(lines)


def banked(one: Said) -> bool:
    return "__" in one.without.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = [name.partition("_")[2] for name in lesson_names(ROOT)]
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--list", action="store_true", help="also print what was said of each")
    chosen = parser.parse_args()
    bench = Bench(chosen.modules or known)
    options = ["--import-mode=importlib", "--noconftest", "-o", "addopts=", "-p", "labkit.fixtures"]
    options += ["-p", "no:cacheprovider", "-p", "no:xdist", "-q", "--capture=no", "--no-summary"]
    folders = [str(ROOT / "tests" / "exercises"), str(ROOT / "solutions" / "tests")]
    pytest.main([*options, f"--rootdir={ROOT}", *folders], plugins=[bench])
    print(table(bench.said))
    for one in bench.said if chosen.list else ():
        if one.without:
            mark = "" if one.holds else " (not with other seeds)"
            print(f"\n{one.entry.module}.{one.entry.name}: {one.entry.sentence}")
            print(f"    left out -> {one.without.name}{mark}: {one.without.sentence}")


if __name__ == "__main__":
    main()
