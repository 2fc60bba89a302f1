#!/usr/bin/env python3
"""enrolkit-pkg: the package it writes, by readers that are not ours, and what it refuses."""
import os
import resource
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import read_pkg
from checks import Case

TOOL = os.environ["ENROLKIT_PKG"]
WHEN = 1_700_000_000


def cksum(path):
    return int(subprocess.run(["cksum", path], capture_output=True, check=True).stdout.split()[0])


class Package(Case):
    def setUp(self):
        super().setUp()
        self.root, self.scripts, self.output = (self.folder / name for name in ("root", "scripts", "out/a.pkg"))
        self.output.parent.mkdir()
        self.lay("root/Library/Enrolkit/bin/enrolkit-ea", os.urandom(70_000), 0o755)
        self.lay("root/Library/Enrolkit/share/NOTICES", b"", 0o644)
        self.lay("root/Library/LaunchDaemons/a.plist", b"<plist/>\n", 0o644)
        self.lay("root/Library/Enrolkit/bin-2/z z", b"a byte", 0o600)
        self.lay("scripts/postinstall", b"#!/bin/sh\n", 0o755)

    def lay(self, name, data, mode):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for parent in [path.parent, *path.parent.parents]:
            if parent == self.folder:
                break
            parent.chmod(0o755)
        path.write_bytes(data)
        path.chmod(mode)

    def pack(self, *more, **changed):
        options = {"root": self.root, "scripts": self.scripts, "identifier": "io.github.enrolkit.pkg", "version": "1.2.3",
                   "date": WHEN, **changed}
        words = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
        return subprocess.run([TOOL, *words, *(more or [self.output])], capture_output=True, text=True, check=False)

    def packed(self):
        ran = self.pack()
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))
        return self.output.read_bytes()

    def refused(self, ran, *words):
        super().refused(ran, *words)
        self.assertEqual(list(self.output.parent.iterdir()), [], "nothing half-written")

    def test_the_same_input_gives_the_same_bytes(self):
        first = self.packed()
        copy = self.folder / "copy"
        shutil.copytree(self.root, copy)
        os.utime(copy / "Library", (1, 1))
        self.root = copy
        self.assertEqual(self.packed(), first)

    def test_every_layer_says_the_same(self):
        members, created = read_pkg.xar(self.packed())
        self.assertEqual(created, "2023-11-14T22:13:20")
        self.assertEqual(sorted(members), ["Bom", "PackageInfo", "Payload", "Scripts"])
        payload, bom = read_pkg.cpio(members["Payload"]), read_pkg.bom(members["Bom"])
        on_disk = {"." + str(path)[len(str(self.root)):] if path != self.root else ".": path
                   for path in [self.root, *self.root.rglob("*")]}
        self.assertEqual(set(payload), set(on_disk))
        self.assertEqual(set(bom), set(on_disk))
        for path, source in on_disk.items():
            for entry in (payload[path], bom[path]):
                self.assertEqual((entry.mode, entry.uid, entry.gid, entry.mtime), (source.stat().st_mode, 0, 0, WHEN), path)
            if source.is_file():
                self.assertEqual(payload[path].data, source.read_bytes(), path)
                self.assertEqual((bom[path].size, bom[path].crc), (source.stat().st_size, cksum(source)), path)
        self.assertEqual(read_pkg.cpio(members["Scripts"])["./postinstall"].data, b"#!/bin/sh\n")
        info = ElementTree.fromstring(members["PackageInfo"])
        self.assertEqual((info.tag, info.get("identifier"), info.get("version"), info.get("install-location"), info.get("auth")),
                         ("pkg-info", "io.github.enrolkit.pkg", "1.2.3", "/", "root"))
        self.assertEqual(info.find("payload").get("numberOfFiles"), str(len(payload)))
        self.assertEqual(info.find("payload").get("installKBytes"), "71")
        self.assertEqual([(script.tag, script.get("file")) for script in info.find("scripts")], [("postinstall", "./postinstall")])

    def test_libarchive_reads_it(self):
        bsdtar = shutil.which("bsdtar")
        if not bsdtar:
            self.skipTest("bsdtar is not here (Debian: libarchive-tools)")
        self.packed()
        out = self.folder / "unpacked"
        out.mkdir()
        subprocess.run([bsdtar, "-xf", self.output, "-C", out], check=True)
        names = subprocess.run([bsdtar, "-tf", out / "Payload"], capture_output=True, text=True, check=True).stdout.split("\n")
        self.assertIn("./Library/Enrolkit/bin/enrolkit-ea", names)
        whole = self.folder / "whole"
        whole.mkdir()
        subprocess.run([bsdtar, "-xpf", out / "Payload", "-C", whole, "--no-same-owner"], check=True)
        self.assertEqual(subprocess.run(["diff", "-r", self.root, whole], check=False).returncode, 0)

    def test_apple_bom_reads_it(self):
        try:
            import pyapplebom
        except ImportError:
            self.skipTest("pyapplebom is not here (PyPI): the Bom was read by our own reader alone")
        members, _ = read_pkg.xar(self.packed())
        ours = read_pkg.bom(members["Bom"])
        theirs = pyapplebom.parse_bom_bytes(members["Bom"])["paths"]
        self.assertEqual([entry["path"] for entry in theirs], list(ours))
        for entry in theirs:
            mine = ours[entry["path"]]
            self.assertEqual((entry["file_mode"], entry["user_id"], entry["group_id"], entry["size"], entry["crc32"] or 0),
                             (mine.mode, mine.uid, mine.gid, mine.size, mine.crc), entry)

    def test_as_many_paths_as_one_leaf_holds(self):
        for number in range(510 - len([self.root, *self.root.rglob("*")])):
            self.lay(f"root/Library/f{number}", b"", 0o644)
        members, _ = read_pkg.xar(self.packed())
        self.assertEqual(len(read_pkg.bom(members["Bom"])), 510)
        self.output.unlink()
        self.lay("root/Library/g", b"", 0o644)
        self.refused(self.pack(), "510")

    def test_without_scripts(self):
        self.assertEqual(self.pack(scripts=None).returncode, 0)
        members, _ = read_pkg.xar(self.output.read_bytes())
        self.assertEqual(sorted(members), ["Bom", "PackageInfo", "Payload"])
        self.assertIsNone(ElementTree.fromstring(members["PackageInfo"]).find("scripts"))

    def test_it_refuses_what_has_no_place_in_a_package(self):
        bad = self.root / "Library/bad"
        for make, words in [
            (lambda: bad.symlink_to("/etc/passwd"), ["bad", "regular files and folders"]),
            (lambda: os.mkfifo(bad), ["bad", "regular files and folders"]),
            (lambda: self.lay("root/Library/bad", b"", 0o4755), ["bad", "4755", "set-id"]),
            (lambda: self.lay("root/Library/bad", b"", 0o664), ["bad", "664", "chmod go-w"]),
            (lambda: self.lay("root/Library/bad\n\x1b[2J", b"", 0o644), ["Library", "printable ASCII"]),
        ]:
            make()
            self.refused(self.pack(), *words)
            for path in self.root.glob("Library/bad*"):
                path.unlink()
        (self.scripts / "postinstall").chmod(0o644)
        self.refused(self.pack(), "postinstall", "chmod 755")
        (self.scripts / "postinstall").rename(self.scripts / "install")
        self.refused(self.pack(), "neither preinstall nor postinstall")

    def test_it_refuses_wrong_usage(self):
        empty = self.folder / "empty"
        empty.mkdir(mode=0o755)
        self.refused(self.pack(root=empty), "holds no file")
        self.refused(self.pack(root=self.folder / "absent"), "absent", "No such file")
        self.refused(self.pack(version="1<2"), "version")
        self.refused(self.pack(identifier=""), "identifier")
        self.refused(self.pack(date="yesterday"), "--date")
        self.refused(self.pack("--frobnicate"), "hint: enrolkit-pkg --help")

    def test_it_leaves_nothing_half_written(self):
        self.refused(self.pack(self.folder / "absent/a.pkg"), "absent/a.pkg", "No such file")
        self.output.symlink_to("/dev/full")
        ran = self.pack()
        self.assertEqual((ran.returncode, self.output.is_symlink()), (2, True), ran)
        self.assertIn("not a regular file", ran.stderr)
        self.output.unlink()
        # A disk that is full after 4 KiB.
        limited = ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", TOOL, "--root", self.root, "--identifier", "a", "--version", "1",
                   "--date", "0", self.output]
        ran = subprocess.run(limited, capture_output=True, text=True, check=False,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
        self.refused(ran, "a.pkg", "cannot write", "File too large")

    def test_an_old_package_stays_when_the_new_one_fails(self):
        before = self.packed()
        self.lay("root/Library/bad", b"", 0o666)
        self.assertEqual(self.pack().returncode, 2)
        self.assertEqual(self.output.read_bytes(), before)

    def test_a_product_archive_holds_the_same_component(self):
        product = self.output.with_name("product.pkg")
        ran = self.pack("--product", product, self.output)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))
        component, _ = read_pkg.xar(self.output.read_bytes())
        members, created = read_pkg.xar(product.read_bytes())
        self.assertEqual(created, "2023-11-14T22:13:20")
        self.assertEqual({name: data for name, data in members.items() if name != "Distribution"},
                         {f"enrolkit.pkg/{name}": data for name, data in component.items()})
        script = ElementTree.fromstring(members["Distribution"])
        self.assertEqual((script.tag, script.get("minSpecVersion")), ("installer-gui-script", "2"))
        self.assertEqual(script.find("options").get("hostArchitectures"), "x86_64,arm64")
        self.assertEqual(script.find("options").get("require-scripts"), "false")
        self.assertEqual(script.find("volume-check/allowed-os-versions/os-version").get("min"), "12.0")
        reference = [one for one in script.findall("pkg-ref") if one.text]
        self.assertEqual([(one.get("id"), one.get("version"), one.text) for one in reference],
                         [("io.github.enrolkit.pkg", "1.2.3", "#enrolkit.pkg")])
        info = ElementTree.fromstring(component["PackageInfo"])
        self.assertEqual(reference[0].get("installKBytes"), info.find("payload").get("installKBytes"))
        choices = {one.get("id") for one in script.findall("choice")}
        lines = {one.get("choice") for one in script.iter("line")}
        self.assertEqual(choices, lines, "every line of the outline has its choice")
        self.assertEqual({one.get("id") for one in script.findall("choice/pkg-ref")}, {"io.github.enrolkit.pkg"})
        again = self.folder / "again.pkg"
        self.pack("--product", again, self.output)
        self.assertEqual(again.read_bytes(), product.read_bytes())

    def test_a_product_archive_is_read_by_libarchive(self):
        bsdtar = self.need("bsdtar", "libarchive-tools")
        product = self.output.with_name("product.pkg")
        self.pack("--product", product, self.output)
        self.assertEqual(sorted(self.fine(bsdtar, "-tf", str(product)).split()),
                         ["Distribution", "enrolkit.pkg", "enrolkit.pkg/Bom", "enrolkit.pkg/PackageInfo",
                          "enrolkit.pkg/Payload", "enrolkit.pkg/Scripts"])
        self.fine(bsdtar, "-xf", str(product), "-C", str(self.folder), "enrolkit.pkg/Payload")
        self.assertIn("./Library/Enrolkit/bin/enrolkit-ea",
                      self.fine(bsdtar, "-tf", str(self.folder / "enrolkit.pkg/Payload")))

    def test_a_title_that_is_markup_is_refused(self):
        self.refused(self.pack("--product", self.output.with_name("p.pkg"), "--title", "<script>", self.output), "title")
        self.refused(self.pack("--product", self.output.with_name("p.pkg"), "--min-os-version", '12"', self.output), "macOS")


if __name__ == "__main__":
    unittest.main()
