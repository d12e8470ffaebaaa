"""Small tools for the text of modules and hints: one function, its fingerprint, its formulas."""

import ast
import textwrap
from pathlib import Path

import pytest

from labkit import bank, source
from labkit.course import Course
from labkit.study import fingerprint
from labkit.study.maths import formula, readable

TEXT = '''"""A module."""

import numpy as np


def step(z):
    """Fire."""
    return z > 0


# about forward
@np.vectorize
def forward(
    x,
    w=1,
) -> int:
    return step(x * w)


def alone(x):
    return x
'''
BROKEN = TEXT.replace("return z > 0", "return z >")
STUB = "def step(z):\n    raise NotImplementedError\n"


@pytest.mark.parametrize("text", [TEXT, BROKEN], ids=["whole", "broken"])
def test_a_function_is_found_whether_the_file_parses_or_not(text: str) -> None:
    assert source.take(text, "step").startswith("def step(z):\n")
    assert source.take(text, "step").endswith(("z > 0\n", "z >\n"))
    assert source.take(text, "forward").startswith("@np.vectorize\ndef forward(\n")
    assert source.take(text, "forward").endswith("return step(x * w)\n")
    assert source.take(text, "st") == source.take(text, "missing") == ""


def test_a_function_that_lost_its_indentation_goes_as_a_whole() -> None:
    text = BROKEN.replace("    return z >", "return z >")
    assert "return z" not in source.put(text, "step", STUB)


@pytest.mark.parametrize("text", [TEXT, BROKEN], ids=["whole", "broken"])
def test_putting_one_back_leaves_every_other_line(text: str) -> None:
    new = source.put(text, "step", STUB)
    ast.parse(new)
    assert source.take(new, "step") == STUB
    head, tail = text.partition("def step")[0], text.partition("\n\n\n# about")[2]
    assert new.startswith(head) and new.endswith(tail)


def test_a_function_that_is_gone_comes_back_at_the_end() -> None:
    text = TEXT.replace(source.take(TEXT, "alone"), "")
    assert source.put(text, "alone", "def alone(x): ...\n").endswith("\n\n\ndef alone(x): ...\n")


def test_every_stub_of_the_course_is_in_the_manifest(course: Course) -> None:
    for exercise in course.exercises:
        if exercise.kind == "function":
            text = (course.root / "nnlab" / f"{exercise.module}.py").read_text(encoding="utf-8")
            assert exercise.stub and exercise.stub in text
            assert len(exercise.hints) == 3
            assert source.put(text, exercise.name, exercise.stub) == text


# --- fingerprints --------------------------------------------------------------------------------


def prints(**files: str) -> dict[str, str]:
    sources = {f"{name}.py": text for name, text in files.items()}
    places = [("a", "step"), ("a", "forward"), ("a", "alone"), ("b", "net")]
    return {name: fingerprint.of_function(sources, module, name) for module, name in places}


NET = "from nnlab.a import forward as f\n\n\ndef net(x):\n    return f(x)\n"


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("z > 0", "z >= 0", {"step", "forward", "net"}),
        ("step(x * w)", "step(x / w)", {"forward", "net"}),
        ("    return x\n", "    return -x\n", {"alone"}),
        (
            "import numpy as np",
            "import numpy as np\nLIMIT = 3",
            {"step", "forward", "alone", "net"},
        ),
        ("# about forward", "# about something else", set()),
        ("\n\n\n", "\n\n\n\n", set()),
        ("z > 0\n", "z > 0   \n", set()),
        ("z > 0", "z >", {"step", "forward", "alone", "net"}),
    ],
)
def test_a_change_counts_for_what_uses_it(old: str, new: str, changed: set[str]) -> None:
    before, after = prints(a=TEXT, b=NET), prints(a=TEXT.replace(old, new), b=NET)
    assert {name for name in before if before[name] != after[name]} == changed


@pytest.mark.parametrize(
    "net",
    [
        "from nnlab import a\n\n\ndef net(x):\n    return a.forward(x)\n",
        "import nnlab.a\n\n\ndef net(x):\n    return nnlab.a.forward(x)\n",
        "from .a import forward\n\n\ndef net(x):\n    return forward(x)\n",
        "def net(x):\n    from nnlab.a import forward\n\n    return forward(x)\n",
    ],
)
def test_every_way_to_import_is_followed(net: str) -> None:
    before, after = prints(a=TEXT, b=net), prints(a=TEXT.replace("z > 0", "z < 0"), b=net)
    assert before["net"] != after["net"]


@pytest.mark.filterwarnings("error")
def test_an_odd_escape_or_file_is_no_noise() -> None:
    for text in ("def step(z):\n    return '\\d'\n", "\0", "(" * 10_000, "x = " + "-" * 100_000):
        assert fingerprint.of_function({"a.py": text}, "a", "step")
        source.span(text, "step")


def test_line_ends_do_not_count() -> None:
    assert prints(a=TEXT, b=NET) == prints(a=TEXT.replace("\n", "\r\n"), b=NET)


def test_the_reference_has_a_fingerprint_for_each_exercise(course: Course) -> None:
    sources = bank.reference_sources(course.root)
    functions = [e for e in course.exercises if e.kind == "function"]
    found = {fingerprint.of_function(sources, e.module, e.name) for e in functions}
    assert len(found) == len(functions)


# --- formulas ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"w_1 x_1 + b", "w₁ x₁ + b"),
        (r"-\frac{w_1 x_1 + b}{w_2}", "−(w₁ x₁ + b)/w₂"),
        (r"\ln(1 + e^{-|z|})", "ln(1 + e^(−|z|))"),
        (r"\ln \sum_j e^{s_j}", "ln Σⱼ e^sⱼ"),
        (r"A \leftarrow \tanh(A\, W^\top + \mathbf b)", "A ← tanh(A Wᵀ + b)"),
        (r"2(\hat y - y)/N", "2(y\u0302 − y)/N"),
        (r"\sqrt{x^2 + y^2}", "√(x² + y²)"),
        (r"z \ge 0", "z ≥ 0"),
        (r"\lfloor v \cdot \text{bins} / 256 \rfloor", "⌊v · bins / 256⌋"),
        (r"p_k - y_{ik}", "pₖ − yᵢₖ"),
    ],
)
def test_a_formula_keeps_its_meaning(tex: str, shown: str) -> None:
    assert formula(tex) == shown


def test_code_and_prose_stay_as_they_are() -> None:
    assert readable("Use `x_1 $ y_2 $` here.") == "Use `x_1 $ y_2 $` here."
    assert readable("one * two") == "one * two"


def test_no_hint_of_the_course_shows_raw_tex(course: Course) -> None:
    for exercise in course.exercises:
        for hint in exercise.hints:
            assert "$" not in readable(hint) or "$" in hint.replace("$", "", 2), exercise.id
            shown = readable(hint)
            for word in ("\\frac", "\\text", "\\mathbf", "\\cdot", "^{", "_{"):
                assert word not in shown, (exercise.id, shown)


def test_unfinished_tex_does_no_harm() -> None:
    for tex in (r"\frac{a", r"x_", r"{", r"\hat", "}", r"\\", r"\frac"):
        assert isinstance(formula(tex), str)


def test_a_variant_holds_its_entry_and_what_that_needs_and_no_other(tmp_path: Path) -> None:
    for folder in ("nnlab", "mistakes"):
        (tmp_path / "solutions" / folder).mkdir(parents=True)
    (tmp_path / "solutions/nnlab/demo.py").write_text("def f(x):\n    return x\n", "utf-8")
    (tmp_path / "solutions/mistakes/demo.py").write_text(
        textwrap.dedent(
            '''
            """A bank."""

            import math
            from functools import cache

            SCALE = OFFSET = 2


            @cache
            def _helper(x):
                return SCALE * x


            def _other(x):
                return math.sin(x)


            def f__scaled(x):
                """You scale."""
                return _helper(x)


            def f__sine(x):
                """You take the sine."""
                return _other(x)
            '''
        ),
        "utf-8",
    )
    scaled, sine = bank.entries(tmp_path, "mistakes", "demo")
    text = bank.variant_sources(tmp_path, "mistakes", scaled)["demo.py"]
    names: dict = {}
    exec(text, names)
    assert names["f"](3) == 6
    assert names.keys() >= {"cache", "SCALE", "_helper", "f__scaled"}
    assert not names.keys() & {"math", "_other", "f__sine"}
    exec(bank.variant_sources(tmp_path, "mistakes", sine)["demo.py"], names := {})
    assert names["f"](0.0) == 0.0
    assert "_helper" not in names
