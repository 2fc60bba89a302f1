#!/usr/bin/env python3
"""dist/release.sh: from finished programs (dummies in place of the cross builds) to the one folder that is published."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import unittest

from checks import PROJECT, Case, bytes_of

BUILD = pathlib.Path(os.environ["ENROLKIT"]).parents[1]
VERSION = re.search(r"project\(enrolkit VERSION ([0-9.]+)", (PROJECT / "CMakeLists.txt").read_text())[1]
URL = f"https://github.com/example/enrolkit/releases/download/v{VERSION}"
BUILD_SH = """#!/usr/bin/env bash
set -eu
cd "$(dirname "$0")/.."
mkdir -p build/dist/universal
for name in enrolkit enrolkit-ea enrolkit-repair; do echo "$name" >build/dist/universal/$name; done
ENROLKIT_SOURCES=$PWD/sources.json dist/package.sh build/dist/universal dist/out
"""
LINUX_SH = """#!/usr/bin/env bash
set -eu
cd "$(dirname "$0")/.."
for arch in x86_64 arm64; do mkdir -p build/dist/linux-$arch; echo $arch >build/dist/linux-$arch/enrolkit; done
"""


class Release(Case):
    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        shutil.copytree(PROJECT / "dist", self.tree / "dist", ignore=shutil.ignore_patterns("out", "release", "release.part.*"))
        for name in ("CMakeLists.txt", "LICENSE", "README.md"):
            shutil.copy(PROJECT / name, self.tree)
        shutil.copy(PROJECT / "tests/dist/sources.json", self.tree)
        for name, text in (("build.sh", BUILD_SH), ("linux.sh", LINUX_SH)):
            (self.tree / "dist" / name).write_text(text)
        (self.tree / "build").mkdir()
        (self.tree / "build/package").symlink_to(BUILD)
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "cmake").write_text("#!/bin/sh\nexit 0\n")
        (tools / "cmake").chmod(0o755)
        self.path = f"{tools}:{os.environ['PATH']}"

    def make(self, **changed):
        own = {name: value for name, value in os.environ.items() if not name.startswith("ENROLKIT_")}
        environment = {**own, "PATH": self.path, "SOURCE_DATE_EPOCH": "1700000000", "ENROLKIT_RELEASE_URL": URL, **changed}
        return subprocess.run([self.tree / "dist/release.sh", "dist/release"], capture_output=True, text=True, check=False, env=environment,
                              cwd=self.tree)

    def test_everything_is_in_one_folder_with_its_sum(self):
        ran = self.make()
        self.assertEqual(ran.returncode, 0, ran.stderr)
        out = self.tree / "dist/release"
        archives = [f"enrolkit-{VERSION}-{kind}.tar.gz" for kind in ("completions", "deploy", "jamf", "linux-arm64", "linux-x86_64", "macos", "man")]
        self.assertEqual(sorted(path.name for path in out.iterdir()),
                         sorted(["NOTICES.txt", "SHA256SUMS", "deploy", "jamf", f"enrolkit-{VERSION}.cdx.json", f"enrolkit-{VERSION}.pkg",
                                 f"enrolkit-{VERSION}-product.pkg", *archives]))
        sums = dict(reversed(line.split("  ", 1)) for line in (out / "SHA256SUMS").read_text().splitlines())
        found = bytes_of(out)
        self.assertEqual(set(sums), set(found) - {"SHA256SUMS"})
        for name, sum_ in sums.items():
            self.assertEqual(hashlib.sha256(found[name][1]).hexdigest(), sum_, name)
        formula = (out / "deploy/homebrew/Formula/enrolkit.rb").read_text()
        for kind in ("macos", "linux-x86_64", "linux-arm64"):
            self.assertIn(sums[f"enrolkit-{VERSION}-{kind}.tar.gz"], formula)
        for kind in ("macos", "linux-x86_64", "linux-arm64"):
            with tarfile.open(out / f"enrolkit-{VERSION}-{kind}.tar.gz") as archive:
                names = {member.name.partition("/")[2] for member in archive}
            self.assertTrue({"enrolkit", "LICENSE", "NOTICES.txt", "man/enrolkit-server-repair.1", "completions/bash/enrolkit",
                             "completions/zsh/_enrolkit", "completions/fish/enrolkit.fish"} <= names, kind)
        self.assertEqual([path.name for path in (self.tree / "dist").iterdir() if ".part." in path.name], [])

    def test_it_is_the_same_bytes_again(self):
        self.assertEqual(self.make().returncode, 0)
        first = bytes_of(self.tree / "dist/release")
        self.assertEqual(self.make().returncode, 0)
        self.assertEqual(bytes_of(self.tree / "dist/release"), first)

    def test_trouble_leaves_what_was_there(self):
        self.assertEqual(self.make().returncode, 0)
        first = bytes_of(self.tree / "dist/release")
        (self.tree / "dist/linux.sh").write_text("#!/bin/sh\necho 'enrolkit: dist: no disk' >&2\nexit 2\n")
        self.assertEqual(self.make().returncode, 2)
        self.assertEqual(bytes_of(self.tree / "dist/release"), first)

    def test_without_an_address_it_says_what_is_left_out(self):
        ran = self.make(ENROLKIT_RELEASE_URL="")
        self.assertEqual(ran.returncode, 0)
        self.assertIn("SKIPPED: deploy/: ENROLKIT_RELEASE_URL is not set", ran.stderr)
        self.assertFalse((self.tree / "dist/release/deploy").exists())


if __name__ == "__main__":
    unittest.main()
