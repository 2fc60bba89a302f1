#!/usr/bin/env python3
"""The README's picture: what `enrolkit explain` prints for the published case, as SVG.

terminal.py ENROLKIT OUT.svg: runs the program on tests/fixtures/macs/published-conflict and draws its output. The text is
the program's own; only the colours of its escape sequences are turned into those of the picture.
"""
import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests"))
from lay_out import lay_out  # noqa: E402

CASE = "published-conflict"
COLOURS = {"1": "#ffffff", "2": "#8b949e", "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#79c0ff"}
PLAIN = "#c9d1d9"
NBSP = "\u00a0"  # columns must hold, and not every viewer keeps blanks
CELL, LINE, MARGIN = 7.8, 17, 16


def spans(line):
    """(colour, text) pieces of a line with escape sequences."""
    colour = PLAIN
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            colour = next((COLOURS[c] for c in reversed(part[2:-1].split(";")) if c in COLOURS), PLAIN)
        elif part:
            yield colour, part


def draw(lines):
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines)
    width, height = columns * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
           'aria-label="Output of enrolkit explain on the published account conflict">',
           '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
           '<g font-family="ui-monospace,SFMono-Regular,Menlo,DejaVu Sans Mono,monospace" font-size="13">']
    for number, line in enumerate(lines):
        pieces = "".join(f'<tspan fill="{colour}">{html.escape(text).replace(" ", NBSP)}</tspan>' for colour, text in spans(line))
        out.append(f'<text x="{MARGIN}" y="{MARGIN + 12 + number * LINE}">{pieces}</text>')
    return "\n".join(out + ["</g>", "</svg>", ""])


def main(program, target):
    with tempfile.TemporaryDirectory() as folder:
        lay_out(CASE, folder + "/lab-07")
        ran = subprocess.run([os.path.abspath(program), "explain", "--color", "always", "--root", "lab-07"], cwd=folder,
                             capture_output=True, text=True, check=False,
                             env={"TZ": "UTC", "LC_ALL": "C.UTF-8", "COLUMNS": "100", "PATH": "/usr/bin:/bin"})
    if ran.returncode != 1:
        sys.exit(f"terminal.py: {program} ended with {ran.returncode}, not 1: {ran.stderr.strip()}")
    lines = ["$ enrolkit explain --root lab-07", ""] + ran.stdout.rstrip("\n").split("\n")
    pathlib.Path(target).write_text(draw(lines))


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    main(*sys.argv[1:3])
