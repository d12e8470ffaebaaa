"""`nnlab doctor`: what it looks at, and that each fault comes with what mends it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from labkit import doctor
from labkit.isolation.levels import LIMITS
from labkit.study.progress import FILE


def found() -> dict[str, tuple[bool | None, str]]:
    return {name.strip(): (good, words) for good, name, words in doctor.findings()}


def test_a_healthy_checkout_has_nothing_to_mend(place: Path, nnlab) -> None:
    done = nnlab(place / "course", "doctor", "--json")
    findings = {entry["name"]: entry for entry in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert {"Python", "numpy", "watchfiles", "isolation", "course", "nnlab/"} <= set(findings)
    assert str(place) in findings["course"]["words"]
    assert findings[FILE.as_posix()]["good"] is True
    assert "✓ numpy" in nnlab(place, "doctor").stdout


def test_outside_of_a_course_it_still_looks_at_the_machine(tmp_path: Path, nnlab) -> None:
    done = nnlab(tmp_path, "doctor")
    assert done.returncode == 1
    assert "✓ Python" in done.stdout and "✗ course" in done.stdout
    assert "Change into the folder" in done.stdout


def test_packages_and_python_outside_their_ranges(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    wanted = [Requirement("numpy>=99"), Requirement("no-such-package-as-this>=1")]
    monkeypatch.setattr(doctor, "_wanted", lambda: (SpecifierSet(">=4"), wanted))
    result = found()
    for name in ("numpy", "no-such-package-as-this", "Python"):
        assert result[name][0] is False and "make setup" in result[name][1]
    assert ">=99" in result["numpy"][1]


def test_the_ranges_are_those_of_the_course_as_it_is_now() -> None:
    python, packages = doctor._wanted()
    names = {package.name for package in packages}
    assert "3.11" in python and {"numpy", "watchfiles"} <= names
    assert not names & {"hypothesis", "ruff", "distributed"}  # only tests and clusters need them


def test_weak_isolation_is_no_fault_on_a_machine_of_ones_own(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setattr(doctor.isolation, "best_level", lambda: LIMITS)
    monkeypatch.setattr(doctor.isolation, "why_not", lambda: {"landlock": "not on this system"})
    result = found()
    assert result["isolation"][0] is None and "limits" in result["isolation"][1]
    assert "--unsafe" in result["meaning"][1]
    assert "Linux 5.13" in result["not landlock"][1]


def test_missing_folders(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    shutil.rmtree(place / "nnlab")
    shutil.rmtree(place / "tests")
    result = found()
    for name, command in (("nnlab/", "git checkout nnlab"), ("tests/exercises/", "git checkout")):
        assert result[name][0] is False and command in result[name][1]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root"
)
def test_folders_that_cannot_be_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    (place / "nnlab").chmod(0o555)
    try:
        good, words = found()["nnlab/"]
    finally:
        (place / "nnlab").chmod(0o755)
    assert good is False and "owner or mode" in words
