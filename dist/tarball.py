#!/usr/bin/env python3
"""tarball.py OUTPUT FOLDER: a tar.gz of FOLDER under its own name; the same files give the same bytes.

Files keep their modes; owners are root, times SOURCE_DATE_EPOCH. Exit status 2 and one line on trouble.
"""
import gzip
import os
import pathlib
import sys
import tarfile


def main(output, folder):
    folder = pathlib.Path(folder)
    when = int(os.environ["SOURCE_DATE_EPOCH"])

    def plain(member):
        member.uid = member.gid = 0
        member.uname, member.gname = "root", "wheel"
        member.mtime = when
        return member

    with open(output, "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for path in [folder, *sorted(folder.rglob("*"))]:
                archive.add(path, folder.name / path.relative_to(folder), recursive=False, filter=plain)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (OSError, KeyError, ValueError) as trouble:
        sys.exit(print(f"enrolkit: tarball: {trouble}", file=sys.stderr) or 2)
