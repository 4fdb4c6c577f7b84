"""Lines of figures, printed as they come and kept in docs/speed.md."""

import datetime
import platform
import subprocess
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "speed.md"
MARK = "<!-- make bench writes what follows -->\n"


@dataclass(frozen=True)
class Line:
    """One figure against its floor. `ratio` is what the goal is about; figures and floors are told with their units."""

    what: str
    floor: str
    figure: str
    ratio: str
    goal: str
    kept: bool | None  # None: for orientation, without a goal

    @property
    def verdict(self) -> str:
        """In a word."""
        return {True: "kept", False: "**missed**", None: "–"}[self.kept]

    def row(self) -> str:
        """As a row of a table."""
        return f"| {self.what} | {self.floor} | {self.figure} | {self.ratio} | {self.goal} | {self.verdict} |"


@dataclass
class Report:
    """The lines of a run."""

    lines: list[Line] = field(default_factory=list)

    def add(self, what: str, *, figure: str, goal: str, kept: bool | None, floor: str = "–", ratio: str = "–") -> None:
        """Print a line and keep it."""
        line = Line(what, floor, figure, ratio, goal, kept)
        self.lines.append(line)
        print(f"{what:<62} {floor:>22} {figure:>24} {ratio:>8}  {goal:<24} {line.verdict.strip('*')}", flush=True)

    def at_least(self, what: str, floor: float, figure: float, goal: float | None, unit: str = "/s") -> None:
        """A throughput against a floor."""
        ratio = figure / floor
        told = f"≥ {goal:.2f}" if goal else "–"
        kept = ratio >= goal if goal else None
        self.add(
            what,
            floor=f"{floor:,.0f} {unit}",
            figure=f"{figure:,.0f} {unit}",
            ratio=f"{ratio:.2f}",
            goal=told,
            kept=kept,
        )

    def at_most(self, what: str, floor: float, figure: float, goal: float, unit: str = "ms") -> None:
        """A duration or a size against a floor."""
        ratio = figure / floor
        self.add(
            what,
            floor=f"{floor:.2f} {unit}",
            figure=f"{figure:.2f} {unit}",
            ratio=f"{ratio:.2f}",
            goal=f"≤ {goal:g} ×",
            kept=ratio <= goal,
        )

    def limit(self, what: str, figure: float, goal: float, unit: str, digits: int = 0) -> None:
        """A figure that has a limit of its own."""
        self.add(what, figure=f"{figure:.{digits}f} {unit}", goal=f"≤ {goal:g} {unit}", kept=figure <= goal)

    def write(self) -> None:
        """Put the table into docs/speed.md, below what people have written there."""
        head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        rows = "\n".join(line.row() for line in self.lines)
        table = f"| what | floor | figure | ratio | goal | verdict |\n|---|---|---|---|---|---|\n{rows}\n"
        PAGE.write_text(f"{head}{MARK}\n{surroundings()}\n\n{table}", encoding="utf-8")


def surroundings() -> str:
    """Which state of the code, on what."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if not line.endswith("docs/speed.md")]
    packages = ("Django", "granian", "psycopg", "weasyprint")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    cores = len(set(Path("/proc/cpuinfo").read_text().split("processor")) - {""})
    return (
        f"{datetime.datetime.now():%-d.%-m.%Y}, commit {git('rev-parse', '--short', 'HEAD') or 'none'}"
        f"{' with changes' if changed else ''}, Python {platform.python_version()}, {versions}, {cores} cores, "
        f"load {Path('/proc/loadavg').read_text().split()[0]} at the end."
    )
