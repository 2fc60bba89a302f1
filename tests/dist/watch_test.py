#!/usr/bin/env python3
"""dist/watch: systemd, launchd and Docker run a program that is there, with options that it has, and not as root."""
import os
import pathlib
import plistlib
import re
import subprocess
import unittest

from checks import PROJECT, Case

WATCH = PROJECT / "dist/watch"
UNIT = (WATCH / "enrolkit-watch.service").read_text()
DOCKERFILE = (WATCH / "Dockerfile").read_text()
HELP = subprocess.run([os.environ["ENROLKIT"], "server", "watch", "--help"], capture_output=True, text=True, check=True).stdout


class Watch(Case):
    def test_every_option_is_one(self):
        job = plistlib.loads((WATCH / "io.github.enrolkit.watch.plist").read_bytes())
        self.assertEqual(job["ProgramArguments"], ["/usr/local/bin/enrolkit", "server", "watch"])
        command = UNIT[UNIT.index("ExecStart="):UNIT.index("ExecReload=")]
        entry = DOCKERFILE[DOCKERFILE.index("ENTRYPOINT"):]
        for text in (command, entry):
            options = re.findall(r"--[a-z-]+", text)
            self.assertGreater(len(options), 1)
            for option in options:
                self.assertIn(option, HELP)

    def test_systemd_finds_nothing(self):
        self.need("systemd-analyze", "systemd")
        ran = subprocess.run(["systemd-analyze", "verify", "--man=no", WATCH / "enrolkit-watch.service"], capture_output=True, text=True, check=False)
        self.assertEqual((ran.returncode, ran.stdout + ran.stderr), (0, ""))

    def test_no_secret_is_in_the_unit(self):
        self.assertNotIn("SECRET=", re.sub(r"SECRET=\$\(cat ", "", UNIT))

    def test_the_image_runs_as_nobody_in_particular(self):
        last = DOCKERFILE[DOCKERFILE.rindex("FROM "):]
        self.assertRegex(last, r"(?m)^USER [1-9][0-9]*:[1-9][0-9]*$")
        self.assertLess(last.index("USER "), last.index("ENTRYPOINT"))

    def test_the_image_has_every_library(self):
        about = pathlib.Path("/etc/os-release")
        release = about.read_text() if about.exists() else ""
        if 'VERSION_ID="12"' not in release or "ID=debian" not in release:
            raise unittest.SkipTest("this is not Debian 12")
        self.need("readelf", "binutils")
        needed = re.findall(r"Shared library: \[(.*)\]", subprocess.run(["readelf", "-d", os.environ["ENROLKIT"]], capture_output=True, text=True, check=True).stdout)
        if any(library.startswith("libasan") for library in needed):  # and with it the linker keeps libraries that nothing calls
            raise unittest.SkipTest("the image's program has no sanitizers")
        found = dict(line.split(" => ") for line in re.findall(r"^\t(\S+ => \S+)", subprocess.run(["ldd", os.environ["ENROLKIT"]], capture_output=True, text=True, check=True).stdout, re.M))
        packages = set()
        for library in needed:
            path = os.path.realpath(found[library]) if library in found else None
            owner = path and subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
            if not owner and path:  # dpkg knows it by the path before /usr was merged
                owner = subprocess.run(["dpkg", "-S", path.removeprefix("/usr")], capture_output=True, text=True, check=False).stdout
            if owner:
                packages.add(owner.split(":")[0])
        self.assertIn("libpoconet80", packages)
        always = {"libc6", "libgcc-s1", "libstdc++6"}  # of every Debian
        for package in packages - always:
            self.assertRegex(DOCKERFILE, rf"\b{re.escape(package)}(?=\s)", package)


if __name__ == "__main__":
    unittest.main()
