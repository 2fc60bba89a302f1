#!/usr/bin/env python3
"""dist/package.sh: from programs (dummies, here) to the folder that an administrator downloads."""
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import tarfile
import unittest

import read_pkg
from checks import PROJECT, Case, bytes_of

TOOLS = pathlib.Path(os.environ["ENROLKIT_PKG"]).resolve().parent
SOURCES = PROJECT / "tests/dist/sources.json"
VERSION = re.search(r"project\(enrolkit VERSION ([0-9.]+)", (PROJECT / "CMakeLists.txt").read_text())[1]
WHEN = "1700000000"


class Packaged(Case):
    def setUp(self):
        super().setUp()
        self.programs, self.out = self.folder / "programs", self.folder / "out"
        self.programs.mkdir()
        for name in ("enrolkit-ea", "enrolkit", "enrolkit-repair"):
            (self.programs / name).write_bytes(os.urandom(2000))

    def run_it(self, recipe=PROJECT / "dist/package.sh", **changed):
        environment = {"PATH": os.environ["PATH"], "ENROLKIT_TOOLS": str(TOOLS), "ENROLKIT_SOURCES": str(SOURCES),
                       "SOURCE_DATE_EPOCH": WHEN, **changed}
        environment = {name: value for name, value in environment.items() if value is not None}
        return subprocess.run(["bash", recipe, self.programs, self.out], capture_output=True, text=True, check=False,
                              env=environment)

    def make(self, **changed):
        ran = self.run_it(**changed)
        self.assertEqual((ran.returncode, ran.stdout), (0, ""), ran)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["out", "programs"], "nothing is left beside it")
        return self.out

    def layers(self):
        members, _ = read_pkg.xar((self.out / f"enrolkit-{VERSION}.pkg").read_bytes())
        return read_pkg.cpio(members["Payload"]), read_pkg.cpio(members["Scripts"]), read_pkg.bom(members["Bom"])

    def refused(self, ran, *words):
        super().refused(ran, *words)
        self.assertEqual([path for path in self.folder.iterdir() if ".part." in path.name], [])

    def test_what_an_administrator_gets(self):
        out = self.make()
        self.assertEqual(sorted(path.name for path in out.iterdir()),
                         ["NOTICES.txt", "SHA256SUMS", f"enrolkit-{VERSION}-macos.tar.gz", f"enrolkit-{VERSION}-product.pkg",
                          f"enrolkit-{VERSION}.cdx.json", f"enrolkit-{VERSION}.pkg", "jamf"])
        sums = dict(reversed(line.split("  ", 1)) for line in (out / "SHA256SUMS").read_text().splitlines())
        found = bytes_of(out)
        self.assertEqual(set(sums), set(found) - {"SHA256SUMS"})
        for name, sum_ in sums.items():
            self.assertEqual(hashlib.sha256(found[name][1]).hexdigest(), sum_, name)
        self.assertEqual({mode & 0o777 for mode, _ in found.values()}, {0o644, 0o755})
        body = json.loads((out / "jamf/package/enrolkit.json").read_text())
        self.assertTrue((out / body["fileName"]).is_file())

    def test_the_payload(self):
        self.make()
        payload, scripts, bom = self.layers()
        self.assertEqual({path: oct(entry.mode) for path, entry in payload.items()}, {
            **{path: "0o40755" for path in (".", "./Library", "./Library/Enrolkit", "./Library/Enrolkit/bin", "./Library/Enrolkit/share",
                                            "./Library/LaunchDaemons", "./private", "./private/etc", "./private/etc/newsyslog.d")},
            **{f"./Library/Enrolkit/bin/{name}": "0o100755" for name in ("enrolkit-ea", "enrolkit-repair", "uninstall.sh", "watchdog.sh")},
            **{path: "0o100644" for path in ("./Library/Enrolkit/share/LICENSE", "./Library/Enrolkit/share/NOTICES.txt",
                                             "./Library/LaunchDaemons/io.github.enrolkit.watchdog.plist",
                                             "./private/etc/newsyslog.d/io.github.enrolkit.conf")}})
        self.assertEqual({path: (entry.mode, entry.uid, entry.gid) for path, entry in bom.items()},
                         {path: (entry.mode, 0, 0) for path, entry in payload.items()})
        for name in ("enrolkit-ea", "enrolkit-repair"):
            self.assertEqual(payload[f"./Library/Enrolkit/bin/{name}"].data, (self.programs / name).read_bytes())
        self.assertEqual(list(scripts), [".", "./postinstall"])

    def test_the_uninstaller_lists_the_payload(self):
        self.make()
        payload, scripts, _ = self.layers()
        files = sorted(path[1:] for path, entry in payload.items() if entry.mode >> 12 == 0o10)
        text = payload["./Library/Enrolkit/bin/uninstall.sh"].data.decode()
        self.assertEqual(re.search(r"<<'LIST'\n(.*?)\nLIST\n", text, re.DOTALL)[1].split("\n"), files)
        left = re.search(r"<<'LIST'\n(.*?)\nLIST\n", scripts["./postinstall"].data.decode(), re.DOTALL)[1].split()
        ever = (PROJECT / "dist/pkg/ever.txt").read_text().split()
        self.assertEqual(sorted(files + left), sorted(ever))

    def test_a_newer_and_an_older_version_remove_what_the_other_laid_down(self):
        """Another version is another payload: here one that has one file less, from a copy of the recipe."""
        copy = self.folder / "programs/older"
        shutil.copytree(PROJECT / "dist", copy / "dist", ignore=shutil.ignore_patterns("out"))
        for part in ("LICENSE", "README.md", "CMakeLists.txt"):
            shutil.copy(PROJECT / part, copy)
        recipe = copy / "dist/package.sh"
        recipe.write_text(recipe.read_text().replace('"$new/NOTICES.txt" "$library/share/"', '"$library/share/"', 1))
        ran = self.run_it(recipe=recipe)
        self.assertEqual(ran.returncode, 0, ran)
        payload, scripts, _ = self.layers()
        self.assertNotIn("./Library/Enrolkit/share/NOTICES.txt", payload)
        self.assertIn("\n/Library/Enrolkit/share/NOTICES.txt\nLIST\n", scripts["./postinstall"].data.decode())
        recipe.write_text(recipe.read_text().replace("io.github.enrolkit.conf", "new.conf"))
        (copy / "dist/mac/io.github.enrolkit.conf").rename(copy / "dist/mac/new.conf")
        self.refused(self.run_it(recipe=recipe), "ever.txt lacks /private/etc/newsyslog.d/new.conf")

    def test_two_runs_give_the_same_bytes_whatever_the_umask(self):
        first = bytes_of(self.make())
        before = os.umask(0o077)
        self.addCleanup(os.umask, before)
        self.assertEqual(bytes_of(self.make()), first)

    def test_folders_may_be_named_from_where_one_stands(self):
        first = bytes_of(self.make())
        self.programs, self.out = pathlib.Path("programs"), pathlib.Path("out/")
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(bytes_of(self.out), first)

    def test_the_administrators_program(self):
        self.make()
        with tarfile.open(self.out / f"enrolkit-{VERSION}-macos.tar.gz") as archive:
            members = {member.name: (member.mode, member.uid, member.gid, member.mtime) for member in archive}
            top = f"enrolkit-{VERSION}-macos"
            self.assertEqual(members, {name: (mode, 0, 0, int(WHEN)) for name, mode in [
                (top, 0o755), (f"{top}/LICENSE", 0o644), (f"{top}/NOTICES.txt", 0o644), (f"{top}/README.md", 0o644), (f"{top}/enrolkit", 0o755)]})
            self.assertEqual(archive.extractfile(f"{top}/enrolkit").read(), (self.programs / "enrolkit").read_bytes())

    def check_notices(self, sources):
        self.make(ENROLKIT_SOURCES=str(sources))
        listed = json.loads(sources.read_text())
        components = [*listed["libraries"], *listed["brought_along"]]
        notices = (self.out / "NOTICES.txt").read_text()
        bill = json.loads((self.out / f"enrolkit-{VERSION}.cdx.json").read_text())
        self.assertEqual((bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["version"]), ("CycloneDX", "1.5", VERSION))
        self.assertEqual(bill["metadata"]["timestamp"], "2023-11-14T22:13:20Z")
        names = [component["name"] for component in components]
        self.assertEqual([part["name"] for part in bill["components"]], names)
        self.assertEqual(bill["dependencies"], [{"ref": "enrolkit", "dependsOn": names}])
        for component, part in zip(components, bill["components"]):
            self.assertIn(f"{component['name']} {component['version']}, {component['licence']}, ", notices)
            for text in (PROJECT / "dist/licences" / component["name"].split(",")[0]).iterdir():
                self.assertIn(text.read_text().strip("\n"), notices)
            said = [reference["hashes"][0]["content"] for reference in part["externalReferences"] if "hashes" in reference]
            wanted = [archive["sha256"] for archive in component.get("archives", []) for _ in archive["addresses"]]
            self.assertEqual(said, wanted)
        return bill

    def test_notices_and_bill_of_materials(self):
        bill = self.check_notices(SOURCES)
        self.assertEqual([part["licenses"] for part in bill["components"]],
                         [[{"license": {"id": "MIT"}}], [{"expression": "Apache-2.0 OR GPL-2.0-or-later"}],
                          [{"expression": "Apache-2.0 WITH LLVM-exception"}]])

    def test_every_library_that_is_linked_has_its_notice(self):
        self.check_notices(PROJECT / "dist/cross/sources.json")

    def test_the_bill_is_cyclonedx(self):
        try:
            from cyclonedx.schema import SchemaVersion
            from cyclonedx.validation.json import JsonStrictValidator
        except ImportError:
            self.skipTest("cyclonedx is not here (PyPI: cyclonedx-python-lib[json-validation])")
        self.make()
        text = (self.out / f"enrolkit-{VERSION}.cdx.json").read_text()
        self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_5).validate_str(text))

    def test_the_old_one_stays_when_the_new_one_fails(self):
        before = bytes_of(self.make())
        broken = json.loads(SOURCES.read_text())
        broken["libraries"].append({**broken["libraries"][0], "name": "unheard-of"})
        other = self.folder / "programs/sources.json"
        for text, words in [(json.dumps(broken), ["unheard-of", "licence", "missing"]), ("{", ["sources.json"]),
                            ('{"libraries": [{"name": 1}], "brought_along": []}', ["without", "name"])]:
            other.write_text(text)
            self.refused(self.run_it(ENROLKIT_SOURCES=str(other)), *words)
        self.refused(self.run_it(ENROLKIT_TEAM_ID="nobody"), "--team-id")
        (self.programs / "enrolkit-ea").rename(self.programs / "gone")
        self.refused(self.run_it(), "enrolkit-ea", "make dist")
        self.assertEqual(bytes_of(self.out), before)

    def test_a_full_disk_is_told_and_the_old_one_stays(self):
        before = bytes_of(self.make())
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        for most in (1024, 4096, 16384):  # of one file: a disk that takes no more
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, limit[1]))
            try:
                ran = self.run_it()
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limit)
            self.assertEqual((ran.returncode, ran.stdout), (2, ""), (most, ran))
            self.assertIn("File too large", ran.stderr)
            self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["out", "programs"])
        self.assertEqual(bytes_of(self.out), before)

    def test_it_refuses_a_package_over_the_budget(self):
        (self.programs / "enrolkit-repair").write_bytes(os.urandom(3_500_000))
        self.refused(self.run_it(), "the budget is 3500000")
        self.assertFalse(self.out.exists())

    def test_it_refuses_a_file_in_the_way(self):
        self.out.write_text("mine")
        self.refused(self.run_it(), "not a folder")
        self.assertEqual(self.out.read_text(), "mine")


if __name__ == "__main__":
    unittest.main()
