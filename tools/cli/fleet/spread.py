#!/usr/bin/env python3
"""Explains a folder of Macs on every core, or every computer, that Spark has: spread.py FLEET OUT

Every child of FLEET is a collected Mac, a folder of one or more, an archive, or a jamf.log with its rotated siblings; what has no
name of a log or an archive is left out. OUT becomes a folder of JSON lines, one Mac a line. ENROLKIT is the program, and has to be
there on every computer, as FLEET has; without it, `enrolkit` is looked for in PATH."""
import os
import pathlib
import subprocess
import sys
import tempfile

ARCHIVES = (".tar", ".tgz", ".gz", ".bz2", ".zip")


def sets_of(fleet):
    """What must come to one worker: a folder, an archive, a log with its siblings."""
    sets = {}
    for path in sorted(pathlib.Path(fleet).iterdir()):
        if path.is_dir() or ".log" in path.name or path.name.endswith(ARCHIVES):
            sets.setdefault(path.name.partition(".log")[0] if path.is_file() else path.name + "/", []).append(str(path.absolute()))
    return list(sets.values())


def explain(program, sets):
    """The JSON lines of a worker's share, by one run of enrolkit."""
    names = [os.fsencode(path) for one in sets for path in one]
    if not names:
        return
    with tempfile.TemporaryFile() as listed:
        listed.write(b"\0".join(names) + b"\0")
        listed.seek(0)
        command = [program, "explain", "--files-from", "-", "--format", "jsonl", "--jobs", "1"]
        with subprocess.Popen(command, stdin=listed, stdout=subprocess.PIPE, encoding="utf-8") as run:
            yield from (line.rstrip("\n") for line in run.stdout)
    # 1: something is wrong with a Mac; 2: something is not known. Both have their lines.
    if run.returncode not in (0, 1, 2):
        raise RuntimeError(f"{program} ended with {run.returncode}")


def main(fleet, out):
    from pyspark.sql import SparkSession

    program = os.environ.get("ENROLKIT", "enrolkit")
    sets = sets_of(fleet)
    if not sets:
        sys.exit(f"spread.py: {fleet}: no log, archive or folder in it")
    spark = SparkSession.builder.appName("enrolkit").config("spark.ui.enabled", "false").getOrCreate()
    context = spark.sparkContext
    shares = min(len(sets), 4 * context.defaultParallelism)
    context.parallelize(sets, shares).mapPartitions(lambda share: explain(program, list(share))).saveAsTextFile(out)
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
