#!/usr/bin/env python3
"""make mutants: mutants.py FOLDER [COUNT]. In a copy of the sources, turns each "could not look" of tools/evidence, one at a
time, into "not there", and demands that a test then fails; ends after COUNT mutants. What does not compile is no mutant."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
TESTS = ["ea_test", "evidence_test", "policies_test", "collect_test", "cli_test"]  # those that find most come first
ENVIRONMENT = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")


def places(text):
    """Each (start, end) of an expression that says Unreadable."""
    for match in re.finditer(r"(?<![\w:<])Unreadable\{|(?<=return )(?:\*why|u)(?=;)|(?<== )\*why(?=;)", text):
        end, depth = match.end(), 1
        while match.group().endswith("{") and depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield match.start(), end


class Copy:
    def __init__(self, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        names = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, check=True, capture_output=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            to = folder / name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, to, follow_symlinks=False)
        self.run("cmake", "--preset", "dev", check=True)

    def run(self, *command, check=False):
        quiet = subprocess.DEVNULL
        return subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, stdout=quiet, stderr=quiet, check=check).returncode == 0

    def builds(self, *targets):
        return self.run("cmake", "--build", "--preset", "dev", "--target", *targets)

    def first_failure(self):
        """The test that fails; None where all pass. Not to build is no failure."""
        for test in TESTS:
            if not self.builds(test):
                raise SystemExit(f"mutants: {test} does not build")
            if not self.run("timeout", "300", f"build/dev/tests/{test}", "--gtest_brief=1", "--gtest_fail_fast"):
                return test
        return None


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: mutants.py FOLDER [COUNT]")
    most = int(sys.argv[2]) if len(sys.argv) == 3 else sys.maxsize
    copy = Copy(pathlib.Path(sys.argv[1]).resolve())
    if copy.first_failure():
        sys.exit("mutants: the tests fail as they are")
    killed, survived, none = 0, 0, 0
    for source in sorted((copy.folder / "tools/evidence").glob("*.cpp")):
        text = source.read_text()
        for start, end in places(text):
            if killed + survived == most:
                break
            # What it says is still computed: no name is unused.
            source.write_text(f"{text[:start]}(static_cast<void>({text[start:end]}), Absent{{}}){text[end:]}")
            line = text.count("\n", 0, start) + 1
            if not copy.builds("enrolkit_evidence"):
                none += 1
                continue
            failed = copy.first_failure()
            killed += failed is not None
            survived += failed is None
            verdict = f"found out by {failed}" if failed else "SURVIVED"
            print(f"{source.name}:{line}: {verdict}: {text.splitlines()[line - 1].strip()}", flush=True)
        source.write_text(text)
    print(f"{killed} mutants were found out, {survived} were not; {none} places made none")
    sys.exit(survived > 0 or killed == 0)


main()
