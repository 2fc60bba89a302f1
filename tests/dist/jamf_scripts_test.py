#!/usr/bin/env python3
"""The generated scripts as Jamf Pro runs them, and whom the smart groups catch."""
import json
import os
import re
import shutil
import subprocess
import unittest

from checks import Case

TOOL, EA = os.environ["ENROLKIT_DEFINITIONS"], os.environ["ENROLKIT_EA"]
ATTRIBUTES = json.loads(subprocess.run([EA, "list", "--json"], capture_output=True, check=True).stdout)


class Scripts(Case):
    def setUp(self):
        super().setUp()
        self.out, self.program = self.folder / "out", self.folder / "a program"
        self.out.mkdir()
        self.fine(TOOL, "--package", "a.pkg", self.out)

    def stub(self, text):
        self.program.write_text("#!/bin/sh\n" + text)
        self.program.chmod(0o755)

    def run_script(self, name, *arguments, account=None):
        text = (self.out / f"scripts/{name}.sh").read_text()
        place = "/Library/Enrolkit/bin/enrolkit-" + ("repair" if name == "enrolkit-repair" else "ea")
        self.assertEqual(text.count(place), 1)
        text = text.replace(place, f"'{self.program}'")
        if account is not None:
            self.assertIn("account=''", text)
            text = text.replace("account=''", f"account='{account}'")
        path = self.folder / "script"
        path.write_text(text)
        said = []
        # macOS may have bash, dash or zsh as its /bin/sh (/private/var/select/sh); as sh, zsh keeps to sh's rules.
        for shell in (["sh"], ["dash"], ["bash"], ["zsh", "--emulate", "sh"]):
            if not shutil.which(shell[0]):
                continue
            ran = subprocess.run([*shell, path, *arguments], capture_output=True, text=True, check=False, env={})
            said.append((ran.returncode, ran.stdout, ran.stderr))
        self.assertEqual(said, [said[0]] * len(said), "the same in every shell")
        return said[0]

    def test_a_mac_without_enrolkit_says_so(self):
        for attribute in ATTRIBUTES:
            self.assertEqual(self.run_script(attribute["name"]),
                             (0, "<result>Unknown; reason=enrolkit is not installed</result>\n", ""))

    def test_it_asks_for_its_own_attribute(self):
        self.stub('echo "<result>$# $1 $2 $3</result>"\n')
        for attribute in ATTRIBUTES:
            name = attribute["name"]
            self.assertEqual(self.run_script(name), (0, f"<result>1 {name}  </result>\n", ""))
            self.assertEqual(self.run_script(name, account="_m a"), (0, f"<result>3 {name} --account _m a</result>\n", ""))

    def test_a_program_that_dies_is_unknown(self):
        for death in ["kill -9 $$\n", "exit 3\n"]:
            self.stub(death)
            self.assertEqual(self.run_script("summary")[:2], (0, "<result>Unknown; reason=enrolkit-ea did not run</result>\n"))

    def test_they_are_short(self):
        for attribute in ATTRIBUTES:
            lines = (self.out / f"scripts/{attribute['name']}.sh").read_text().splitlines()
            self.assertLess(len([line for line in lines if not line.startswith("#")]), 8)

    def test_repair_gets_the_parameters(self):
        self.assertEqual(self.run_script("enrolkit-repair", "/", "MAC", "user"), (2, "", "enrolkit is not installed\n"))
        self.stub('for word in "$@"; do echo "[$word]"; done\nexit 1\n')
        self.assertEqual(self.run_script("enrolkit-repair", "/", "MAC", "user"), (1, "[--in-policy]\n", ""))
        self.assertEqual(self.run_script("enrolkit-repair"), (1, "", ""))
        self.assertEqual(self.run_script("enrolkit-repair", "/Volumes/Other", "MAC", "user"), (1, "", ""))
        self.assertEqual(self.run_script("enrolkit-repair", "/", "MAC", "", "--dry-run", "", "a b", "*", "", "", "", ""),
                         (1, "[--in-policy]\n[--dry-run]\n[a b]\n[*]\n", ""))

    def group(self, name):
        (path,) = self.out.glob(f"*-groups/{name}.json")
        return json.loads(path.read_text())["criteria"]

    def test_groups_ask_for_attributes_that_exist(self):
        ours = {"enrolkit: " + attribute["name"]: attribute for attribute in ATTRIBUTES}
        for path in self.out.glob("*-groups/*.json"):
            for number, criterion in enumerate(json.loads(path.read_text())["criteria"]):
                self.assertEqual(criterion["priority"], number)
                self.assertEqual(criterion["andOr"] in (("and",) if number == 0 else ("and", "or")), True)
                if not criterion["name"].startswith("enrolkit: "):
                    self.assertIn(criterion["name"], ("Last Inventory Update", "Last Check-in"))
                    continue
                attribute = ours[criterion["name"]]
                self.assertEqual(criterion["searchType"] == "in less than x days", attribute["type"] == "Date", path)

    def test_patterns_catch_their_codes_and_no_others(self):
        ours = {"enrolkit: " + attribute["name"]: attribute for attribute in ATTRIBUTES}
        for name, caught in [("account-conflict", {"Conflict", "Likely"}), ("broken-signature", {"Broken"}), ("attention", {"Attention"}),
                             ("enrolment-failed", {"Failed", "Interrupted"}), ("could-not-look", {"Unknown"}),
                             ("repair-failed", {"Failed", "BackingOff", "Refused"})]:
            criterion = self.group(name)[0]
            for code in ours[criterion["name"]]["codes"]:
                for value in [code, f"{code}; name=x; with=Conflict", f"{code}; reason=Broken; Failed"]:
                    for match in (re.search, re.fullmatch):
                        self.assertEqual(bool(match(criterion["value"], value)), code in caught, (name, value))


if __name__ == "__main__":
    unittest.main()
