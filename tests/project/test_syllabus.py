"""Nothing that the course has promised to teach, or to put right, is missing from it."""

import re
from pathlib import Path

from labkit import build as builder

ROOT = Path(__file__).parents[2]
#: How many topics each chapter of the sources has; they are numbered 0.1, 0.2, ...
TOPICS = {0: 19, 1: 11, 2: 15, 3: 18, 4: 14, 5: 15, 6: 12, 7: 16, 8: 9, 9: 13, 10: 2}
ERRATA = 135  # statements of the sources that are wrong or half right, E001 and so on


def test_every_topic_is_taught_and_the_syllabus_says_where() -> None:
    names = builder.lesson_names(ROOT)
    topics = builder.topics_of(ROOT, names)
    taught = {topic for lesson in topics.values() for topic in lesson}
    wanted = {f"{chapter}.{n}" for chapter, many in TOPICS.items() for n in range(1, many + 1)}
    assert taught == wanted
    assert set(topics) == set(names)  # the build compares each with the tags in its lesson
    syllabus = (ROOT / "course" / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| (\d+\.\d+) \| .+ \| .+ \|$", syllabus, re.MULTILINE)
    assert set(shown) == wanted


def test_every_erratum_is_dealt_with_in_a_lesson() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "solutions" / "lessons").glob("*.md")
    )
    tagged = {name for tags in re.findall(r'"errata": \[([^]]*)\]', text) for name in
              re.findall(r"E\d{3}", tags)}  # fmt: skip
    assert tagged == {f"E{number:03}" for number in range(1, ERRATA + 1)}
