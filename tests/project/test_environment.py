"""The lists of dependencies agree: pyproject.toml, environment.yml and the two files of pins."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PINS = {"requirements.txt": (), "requirements-test.txt": ("test",)}

# Packages that conda-forge names differently.
CONDA_NAMES = {"msgpack-python": "msgpack"}
# In environment.yml for conda's own sake: the interpreter and what `pip install -e .` needs.
CONDA_ONLY = {"python", "pip", "setuptools"}


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def ranges(*extras: str) -> dict[str, SpecifierSet]:
    """The range of each direct dependency, by name, as pyproject.toml has it."""
    project = pyproject()["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


def pins(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def conda() -> tuple[dict[str, SpecifierSet], list[str]]:
    """The packages of environment.yml under the names pip knows, and its part for pip."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    packages = {}
    for line in listed:
        if isinstance(line, str):
            name, _, spec = line.partition(" ")
            packages[CONDA_NAMES.get(name, name)] = SpecifierSet(spec)
    (pip_part,) = [line["pip"] for line in listed if isinstance(line, dict)]
    return packages, pip_part


def test_conda_users_get_the_same_set():
    packages, pip_part = conda()
    course = {name: spec for name, spec in packages.items() if name not in CONDA_ONLY}
    assert course == ranges()
    assert pip_part == ["-e ."]


def test_conda_has_the_same_python_and_build_tool():
    packages, _ = conda()
    assert packages["python"] == SpecifierSet(pyproject()["project"]["requires-python"])
    (build_tool,) = map(Requirement, pyproject()["build-system"]["requires"])
    assert packages[build_tool.name] == build_tool.specifier


@pytest.mark.parametrize("name", PINS)
def test_pins_are_exact_versions_inside_their_ranges(name):
    allowed = ranges(*PINS[name])
    # The project is installed without build isolation, so the pins bring the build tool as well.
    build_tools = map(Requirement, pyproject()["build-system"]["requires"])
    allowed |= {tool.name: tool.specifier for tool in build_tools}
    pinned = set()
    for pin in pins(name):
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), f"{pin} is not one exact version"
        version = Version(str(pin.specifier).removeprefix("=="))
        spec = allowed.get(canonicalize_name(pin.name), SpecifierSet())
        assert version in spec, f"{pin} is outside {spec} (run `make lock`)"
        pinned.add(canonicalize_name(pin.name))
    assert set(allowed) <= pinned, f"not pinned (run `make lock`): {set(allowed) - pinned}"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("name", PINS)
def test_each_package_has_one_version_for_a_python(name, python):
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_version": f"{python}.9",
    }
    names = [p.name for p in pins(name) if p.marker is None or p.marker.evaluate(environment)]
    assert sorted(names) == sorted(set(names))
    assert set(ranges(*PINS[name])) <= {canonicalize_name(n) for n in names}


def test_tests_run_on_the_versions_the_course_pins():
    # The markers may differ: what a test needs everywhere, the course may need on some systems.
    course, tests = ({f"{p.name}{p.specifier}" for p in pins(name)} for name in PINS)
    assert course <= tests


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_place(name):
    """Where packages come from is the user's own setting; nobody's paths belong here either."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert "/" not in line and "\\" not in line and "@" not in line, line
        assert not line.startswith("-"), line


def test_one_oldest_python_everywhere():
    """The Makefile refuses, pins and lints for what pyproject.toml says."""
    minimum = pyproject()["project"]["requires-python"].removeprefix(">=")
    asked = "({}, {})".format(*minimum.split("."))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"sys\.version_info < (\(.*?\))\)", makefile)) == {asked}
    assert f"--python-version {minimum} " in makefile
    ruff = pyproject()["tool"]["ruff"]["target-version"]
    assert ruff == "py" + minimum.replace(".", "")
