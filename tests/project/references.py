"""The references as modules, for the tests that hold them against independent oracles."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def load(name: str) -> ModuleType:
    """solutions/nnlab/<name>.py, found by its path: never the learner's own module."""
    path = ROOT / "solutions" / "nnlab" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"reference_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
