#!/usr/bin/env python3
"""The example of tools/cli/fleet on the fixture Macs: what DuckDB counts is what the lines say, and what Spark's workers write is
what one run writes. Needs DuckDB; without PySpark or Java the half with Spark is skipped."""
import collections
import gzip
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[3]
FLEET = PROJECT / "tools/cli/fleet"
sys.path.insert(0, str(FLEET))
import causes_by_day  # noqa: E402
import spread  # noqa: E402

PROGRAM = os.environ["ENROLKIT"]


def without_times(line):
    record = json.loads(line)
    for finding in record["findings"]:
        del finding["took_us"]
    return json.dumps(record)


class Fleet(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.fleet = cls.folder / "fleet"
        for mac in sorted((PROJECT / "tests/fixtures/macs").iterdir()):
            if (mac / "root").is_dir():
                shutil.copytree(mac / "root", cls.fleet / mac.name, symlinks=True)
        log = (PROJECT / "tests/fixtures/macs/gateway-502/root/private/var/log/jamf.log").read_bytes()
        (cls.fleet / "lab 7\n.log").write_bytes(log)
        (cls.fleet / "lab 7\n.log.0.gz").write_bytes(gzip.compress(log))
        (cls.fleet / "readme.txt").write_text("no Mac")
        cls.sets = spread.sets_of(cls.fleet)
        cls.lines = list(spread.explain(PROGRAM, cls.sets))

    def test_a_log_and_its_siblings_stay_together(self):
        self.assertEqual([len(one) for one in self.sets if "lab 7" in one[0]], [2])
        self.assertEqual(len(self.lines), len(self.sets))

    def test_duckdb_counts_what_the_lines_say(self):
        expected = collections.Counter()
        for mac in map(json.loads, self.lines):
            if mac["health"] == "healthy":
                continue
            state = "could not be read" if mac["trouble"] else "Unknown" if mac["state"] == "Complete" else mac["state"]
            expected[((mac["at"] or "unknown")[:10], mac["cause"] or state)] += 1
        rows = causes_by_day.causes_by_day(self.one_file())
        self.assertEqual({(day, cause): macs for day, cause, macs, _ in rows}, dict(expected))
        self.assertGreater(len(rows), 5)
        self.assertEqual([row[0] for row in rows], sorted((row[0] for row in rows), reverse=True))
        self.assertTrue(any(certain for *_, certain in rows))

    def test_a_line_that_is_cut_off_is_no_answer(self):
        lines = self.folder / "cut.jsonl"
        lines.write_text(self.lines[0] + "\n" + self.lines[1][:200])
        ran = subprocess.run([sys.executable, FLEET / "causes_by_day.py", str(lines)], capture_output=True, text=True, check=False)
        self.assertNotEqual(ran.returncode, 0, ran.stdout)

    def test_a_program_that_dies_is_no_answer(self):
        with self.assertRaises(RuntimeError):
            list(spread.explain(str(self.dying()), self.sets))

    def test_spark_writes_what_one_run_writes(self):
        if importlib.util.find_spec("pyspark") is None or not shutil.which("java"):
            self.skipTest("PySpark or Java is not here")
        out = self.folder / "out"
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        ran = subprocess.run([sys.executable, FLEET / "spread.py", self.fleet, out], capture_output=True, text=True, check=False, env=environment)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        written = [line for part in out.glob("part-*") for line in part.read_text().splitlines()]
        self.assertEqual(sorted(map(without_times, written)), sorted(map(without_times, self.lines)))
        self.assertEqual(causes_by_day.causes_by_day(str(out / "part-*")), causes_by_day.causes_by_day(self.one_file()))

    def dying(self):
        script = self.folder / "dying"
        script.write_text("#!/bin/sh\nexit 139\n")
        script.chmod(0o755)
        return script

    def one_file(self):
        lines = self.folder / "one.jsonl"
        lines.write_text("\n".join(self.lines) + "\n")
        return str(lines)


if __name__ == "__main__":
    unittest.main()
