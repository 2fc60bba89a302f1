#!/usr/bin/env python3
"""Prints causes by day from the JSON lines of enrolkit: causes_by_day.py LINES ('out/part-*', or a file)"""
import pathlib
import sys


def causes_by_day(lines):
    """Rows of day, cause, Macs, and how many of these are certain; the newest day first."""
    import duckdb

    sql = pathlib.Path(__file__).with_name("causes_by_day.sql").read_text()
    return duckdb.execute(sql, {"lines": lines}).fetchall()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("day\tcause\tmacs\tcertain")
    for row in causes_by_day(sys.argv[1]):
        print(*row, sep="\t")
