"""Forbid leaving in one UK government department, on its real tree of senior posts.

    python run.py --posts core_posts.csv --organisation her_majestys_revenue_and_customs --replicates 200

The data stay where they are: the table of posts is read in place, only a scenario file and a report are written.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import exitban
from exitban.errors import ExitbanError

HERE = Path(__file__).parent
TEMPLATE = HERE / "department.yaml"
DEFAULT = "her_majestys_revenue_and_customs"
COLUMNS = ("org", "post_id", "reports_to", "direct_junior_fte")

Row = dict[str, str]


def posts_of(table: Path) -> dict[str, list[Row]]:
    """The rows of each organisation. Ids recur, so a post is an organisation and an id."""
    found: dict[str, list[Row]] = {}
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["org"], []).append(row)
    return found


def lacking_columns(table: Path) -> list[str]:
    """What a table of posts should have and this one has not."""
    with table.open(encoding="utf-8", newline="") as lines:
        found = next(csv.reader(lines), [])
    return [column for column in COLUMNS if column not in found]


def people_per_post(rows: Sequence[Row]) -> float:
    """Senior posts and the junior staff who report to them, per senior post."""
    junior = sum(float(row["direct_junior_fte"] or 0) for row in rows)
    return round(1 + junior / len(rows), 1)


def filled_in(table: Path, organisation: str, rows: Sequence[Row]) -> str:
    """The template with one organisation's table of posts."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=f"exit-ban-{organisation.replace('_', '-')}",
        title=organisation.replace("_", " "),
        organisation=organisation,
        posts=len(rows),
        people_per_post=people_per_post(rows),
        table=table.resolve().as_posix(),
        roots=sum(not row["reports_to"] for row in rows),
    )


def scenario_file(table: Path, organisation: str, folder: Path) -> Path:
    """Write the scenario of one organisation into a folder. KeyError for an organisation that is not in the table."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"exit-ban-{organisation.replace('_', '-')}.yaml"
    file.write_text(filled_in(table, organisation, posts_of(table)[organisation]), encoding="utf-8")
    return file


def shape(organisation: Any) -> dict[str, float]:
    """Posts, roots, depth, and the mean number of direct subordinates of those who have any."""
    spans = Counter(above for above in organisation.superior if above >= 0)
    return {
        "posts": len(organisation.ids),
        "roots": sum(above < 0 for above in organisation.superior),
        "depth": max(organisation.rank),
        "mean span": round(sum(spans.values()) / len(spans), 2) if spans else 0.0,
    }


def arguments() -> argparse.ArgumentParser:
    """What a person can type."""
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--posts", type=Path, required=True, help="the table of posts: a CSV file")
    found.add_argument("--organisation", default=DEFAULT, help=f"one of the table (default: {DEFAULT})")
    found.add_argument("--replicates", type=int, default=200, help="simulated worlds per policy (default: 200)")
    found.add_argument("--seed", type=int, default=1, help="of the luck (default: 1)")
    found.add_argument("--out", type=Path, default=Path("build/real-organisation"), help="folder for what is written")
    return found


def refused(asked: argparse.Namespace) -> str | None:
    """Why the call cannot be answered, in words."""
    if not asked.posts.is_file():
        return f"there is no table of posts at {asked.posts}; name it with --posts PATH"
    lacking = lacking_columns(asked.posts)
    if lacking:
        return f"{asked.posts}: there is no column {', '.join(lacking)}; a table of posts has {', '.join(COLUMNS)}"
    known = posts_of(asked.posts)
    if asked.organisation not in known:
        return f"no posts of '{asked.organisation}' in {asked.posts}; it holds: {', '.join(known)}"
    try:
        people_per_post(known[asked.organisation])
    except ValueError as error:
        return f"{asked.posts}: direct_junior_fte of '{asked.organisation}': {error}"
    return None


def main() -> None:
    parser = arguments()
    asked = parser.parse_args()
    try:
        if why := refused(asked):
            parser.error(why)
        answer(asked)
    except (ExitbanError, UnicodeDecodeError, csv.Error) as error:
        parser.error(str(error))


def answer(asked: argparse.Namespace) -> None:
    """Simulate, print, and write the report."""
    scenario = exitban.read(scenario_file(asked.posts, asked.organisation, asked.out))
    facts = ", ".join(f"{name} {value:g}" for name, value in shape(scenario.organisation()).items())
    sys.stdout.write(f"{asked.organisation}: {facts}\n\n")
    result = exitban.run(scenario, replicates=asked.replicates, seed=asked.seed)
    sys.stdout.write(f"{exitban.summarise(result).answer()}\n\n")
    sys.stdout.write(f"Report: {exitban.report(result, asked.out / f'{scenario.name}.html')}\n")


if __name__ == "__main__":
    main()
