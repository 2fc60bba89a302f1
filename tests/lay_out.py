"""A fixture Mac as a folder, with the times of modification that git does not keep; lay_out.sh is the same for a shell."""
import os
import pathlib
import shutil
import time

MACS = pathlib.Path(__file__).resolve().parent / "fixtures/macs"


def lay_out(mac, into):
    """MAC: the fixture's name. The times are of this process's zone."""
    shutil.copytree(MACS / mac / "root", into, symlinks=True)
    for line in (MACS / mac / "manifest.txt").read_text().splitlines():
        if line.startswith("modified "):
            path, day, clock = line.removeprefix("modified ").rsplit(" ", 2)
            file = pathlib.Path(into, path.lstrip("/"))
            file = file if file.exists() else pathlib.Path(into, "private", path.lstrip("/"))
            when = time.mktime(time.strptime(f"{day} {clock}", "%Y-%m-%d %H:%M:%S"))
            os.utime(file, (when, when))
