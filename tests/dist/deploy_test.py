#!/usr/bin/env python3
"""dist/deploy: what Homebrew, AutoPkg, Installomator and Setup Manager get, read by a parser each, held against the files."""
import hashlib
import os
import plistlib
import re
import subprocess
import sys
import unittest

from checks import PROJECT, Case

URL = "https://github.com/example/enrolkit/releases/download/v1.2.3"
FILES = ["enrolkit-1.2.3.pkg", "enrolkit-1.2.3-macos.tar.gz", "enrolkit-1.2.3-linux-x86_64.tar.gz", "enrolkit-1.2.3-linux-arm64.tar.gz"]
SIGNED = {"ENROLKIT_TEAM_ID": "A1B2C3D4E5", "ENROLKIT_TEAM_NAME": "Example & Sons"}


class Deploy(Case):
    def setUp(self):
        super().setUp()
        for name in FILES:
            (self.folder / name).write_bytes(os.urandom(100))
        self.sums = {name: hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in FILES}

    def make(self, url=URL, version="1.2.3", **signed):
        return subprocess.run([sys.executable, "-B", PROJECT / "dist/deploy/generate.py", version, self.folder, url], capture_output=True,
                              text=True, check=False, env={**os.environ, **signed})

    def made(self, name):
        return (self.folder / "deploy" / name).read_text()

    def test_every_address_is_a_file_of_the_release_with_its_sum(self):
        self.assertEqual((self.make(**SIGNED).returncode, self.make(**SIGNED).stderr), (0, ""))
        for name in ("homebrew/Formula/enrolkit.rb", "homebrew/Casks/enrolkit-mac.rb"):
            text = self.made(name)
            self.assertNotIn("@", text)
            named = set(re.findall(re.escape(URL) + '/([^"]+)', text))
            self.assertTrue(named and named <= set(FILES), name)
            self.assertEqual(set(re.findall("[0-9a-f]{64}", text)), {self.sums[one] for one in named}, name)
        self.assertIn('homepage "https://github.com/example/enrolkit"', self.made("homebrew/Formula/enrolkit.rb"))

    def test_ruby_reads_formula_and_cask(self):
        self.need("ruby", "ruby")
        self.make()
        for name in ("homebrew/Formula/enrolkit.rb", "homebrew/Casks/enrolkit-mac.rb"):
            self.assertEqual(self.fine("ruby", "-wc", self.folder / "deploy" / name).strip(), "Syntax OK")

    def test_the_recipes_are_a_chain(self):
        self.make(**SIGNED)
        recipes = [plistlib.loads(self.made(f"autopkg/enrolkit.{kind}.recipe").encode()) for kind in ("download", "pkg", "jamf")]
        self.assertEqual([one.get("ParentRecipe") for one in recipes], [None, *(one["Identifier"] for one in recipes[:2])])
        self.assertEqual(recipes[0]["Input"]["URL"], f"{URL}/{FILES[0]}")
        self.assertEqual(recipes[0]["Input"]["SHA256"], self.sums[FILES[0]])
        verifier = recipes[0]["Process"][-1]
        self.assertEqual(verifier["Processor"], "CodeSignatureVerifier")
        self.assertEqual(verifier["Arguments"]["expected_authority_names"][0], "Developer ID Installer: Example & Sons (A1B2C3D4E5)")
        given = {"RECIPE_CACHE_DIR", "pathname", *recipes[0]["Input"], *recipes[2]["Input"]}
        for one in recipes:
            used = set(re.findall(r"%(\w+)%", str(one["Process"])))
            self.assertTrue(used <= given, used - given)

    def test_the_label_is_a_case_of_zsh(self):
        self.need("zsh", "zsh")
        self.make(**SIGNED)
        script = f'case $1 in\n{self.made("installomator/enrolkit.sh")}esac\nprint -r -- $type $packageID $downloadURL $appNewVersion $expectedTeamID'
        self.assertEqual(self.fine("zsh", "-f", "-c", script, "zsh", "enrolkit").split(),
                         ["pkg", "io.github.enrolkit.pkg", f"{URL}/{FILES[0]}", "1.2.3", "A1B2C3D4E5"])

    def test_setup_manager_waits_for_a_file_of_the_package(self):
        self.make()
        (action,) = plistlib.loads(self.made("setup-manager/enrolkit.plist").encode())["enrollmentActions"]
        self.assertIn(action["watchPath"], (PROJECT / "dist/pkg/ever.txt").read_text().splitlines())

    def test_what_lacks_something_is_left_out_and_named(self):
        (self.folder / FILES[3]).unlink()
        ran = self.make()
        self.assertEqual(ran.returncode, 0)
        self.assertIn(f"left out homebrew/Formula/enrolkit.rb: there is no {FILES[3]}", ran.stderr)
        self.assertIn("left out installomator/enrolkit.sh: there is no signature's Team ID", ran.stderr)
        self.assertFalse((self.folder / "deploy/homebrew/Formula/enrolkit.rb").exists())
        self.assertNotIn("CodeSignatureVerifier", self.made("autopkg/enrolkit.download.recipe"))

    def test_it_refuses(self):
        for ran in (self.make(url="http://example.com"), self.make(url='https://e.com/"#{1}'), self.make(version='1"'), self.make(ENROLKIT_TEAM_ID='";id')):
            self.refused(ran, "enrolkit: deploy: ")


if __name__ == "__main__":
    unittest.main()
