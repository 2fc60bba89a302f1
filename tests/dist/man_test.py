#!/usr/bin/env python3
"""dist/man: the committed pages are what the programs say today, and readers of man pages find nothing to complain about."""
import os
import re
import subprocess
import sys
import unittest

from checks import PROJECT, Case

MAN = PROJECT / "dist/man"
PROGRAMS = ",".join(os.environ[name] for name in ("ENROLKIT", "ENROLKIT_EA", "ENROLKIT_REPAIR"))
PAGES = sorted(path for path in MAN.iterdir() if re.fullmatch(r"\.[158]", path.suffix))
sys.path.insert(0, str(MAN))


class Man(Case):
    def test_the_pages_are_what_the_programs_say(self):
        self.fine(sys.executable, "-B", MAN / "generate.py", self.folder, PROGRAMS, os.environ["ENROLKIT_DEFINITIONS"])
        made = {path.name: path.read_text() for path in self.folder.iterdir()}
        kept = {path.name: path.read_text() for path in PAGES}
        self.assertEqual(sorted(made), sorted(kept), "run: make docs")
        for name, text in made.items():
            self.assertEqual(text, kept[name], f"dist/man/{name}: run: make docs")

    def test_every_text_has_its_page(self):
        texts = {path.stem for path in (MAN / "sections").iterdir()}
        self.assertEqual(texts, {path.stem for path in PAGES})

    def test_every_reference_has_its_page(self):
        for path in PAGES:
            links = re.findall(r"^\.BR (\S+) \((\d)\)", path.read_text().replace("\\-", "-"), re.M)
            self.assertTrue(links, path.name)
            for name, number in links:
                self.assertTrue((MAN / f"{name}.{number}").is_file(), f"{path.name}: {name}({number})")

    def test_mandoc_finds_nothing(self):
        self.need("mandoc", "mandoc")
        for path in PAGES:
            ran = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], capture_output=True, text=True, check=False)
            # No date: it would change with every release, and "enrolkit VERSION" stands in its place.
            said = [line for line in (ran.stdout + ran.stderr).splitlines() if "missing date" not in line]
            self.assertEqual(said, [], path.name)

    def test_groff_finds_nothing(self):
        self.need("groff", "groff-base")
        for path in PAGES:
            ran = subprocess.run(["groff", "-ww", "-man", "-Tascii", path], capture_output=True, text=True, check=False)
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), path.name)

    def test_a_damaged_page_is_found(self):
        self.need("mandoc", "mandoc")
        page = self.folder / "bad.1"
        page.write_text(PAGES[0].read_text() + ".NOSUCH macro\n")
        ran = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True, check=False)
        self.assertIn("NOSUCH", ran.stdout + ran.stderr)

    def test_text_is_never_a_request(self):
        import roff
        self.assertEqual(roff.text([".so /etc/passwd", "'x \\fB -o"]), "\\&.so /etc/passwd\n\\&'x \\efB \\-o")


if __name__ == "__main__":
    unittest.main()
