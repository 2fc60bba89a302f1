#!/usr/bin/env python3
"""The README's second picture: the timeline of the published case, out of the page that `enrolkit explain --html` writes.

timeline.py ENROLKIT OUT.svg: takes the page's drawing as it is, with the page's own style sheet.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import terminal  # noqa: E402  (beside this file)


def page_of(program):
    with tempfile.TemporaryDirectory() as folder:
        terminal.lay_out(terminal.CASE, folder + "/lab-07")
        ran = subprocess.run([os.path.abspath(program), "explain", "--root", "lab-07", "--html", "page.html"], cwd=folder,
                             capture_output=True, text=True, check=False, env={"TZ": "UTC", "LC_ALL": "C.UTF-8"})
        if ran.returncode != 1:
            sys.exit(f"timeline.py: {program} ended with {ran.returncode}, not 1: {ran.stderr.strip()}")
        return pathlib.Path(folder, "page.html").read_text()


def drawing(page):
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    svg = re.search(r'<svg[^>]*aria-label="Timeline[^>]*>.*?</svg>', page, re.S)
    if not style or not svg:
        sys.exit("timeline.py: the page has no style sheet, or no timeline")
    # On a web page an image has no background of its own.
    head, rest = svg[0].split(">", 1)
    ground = '<rect width="100%" height="100%" rx="8" style="fill:var(--bg)"/>'
    return f"{head}><style>{style[1].strip()}</style>{ground}{rest}\n"


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    pathlib.Path(sys.argv[2]).write_text(drawing(page_of(sys.argv[1])))
