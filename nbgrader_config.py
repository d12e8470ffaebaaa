"""nbgrader's settings for the instructor's checkout; the exchange's folder is yours to set."""

from pathlib import Path

from labkit.nbgrader_plugins import configure_instructor

c = get_config()  # noqa: F821 (given by nbgrader)
configure_instructor(c, Path(__file__).resolve().parent)

# Late work loses so many percent of its score for each day begun; with 0, nothing.
c.LatePenalty.percent_per_day = 0
c.LatePenalty.at_most = 100
c.LatePenalty.grace_minutes = 0
