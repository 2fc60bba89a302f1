#!/usr/bin/env python3
"""Pages, help and messages without the words of tests/plain_english.txt, which says what to write in their place."""
import re
import subprocess
import unittest

from checks import PROJECT, Case

WORDS = [line.split("\t") for line in (PROJECT / "tests/plain_english.txt").read_text().splitlines() if line and line[0] != "#"]
# "Not everything could be told", "3 could not be told": the overall verdict, whose words are a contract of state.json.
VERDICT = ("tools/core/assessment/", "tools/cli/explain/fleet.cpp", "tools/cli/html/", "tools/report/")


def faults_in(text):
    for pattern, instead, why in WORDS:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield f'"{found[0].strip()}": write "{instead}" ({why})'


def strings_in(code):
    """The string literals of C++ and Python with a blank in them; comments are left out."""
    code = re.sub(r"^\s*(//|#(?!include)).*$|(?<=[;{}),])\s*//.*$", "", code, flags=re.M)
    joined = re.sub(r'"\s*\n\s*"', "", code)
    return [text for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', joined) if " " in text]


def files(*patterns):
    try:
        listed = subprocess.run(["git", "-C", PROJECT, "ls-files", "-z", *patterns], capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        raise unittest.SkipTest("there is no git history here") from None
    return [name for name in listed if name and (PROJECT / name).is_file()]


class PlainEnglish(Case):
    def test_the_list_itself(self):
        for words in WORDS:
            self.assertEqual(len(words), 3, words)
            re.compile(words[0])

    def test_pages_and_help(self):
        names = files("*.md", "dist/man/*.[158]", "dist/man/sections/*.txt")
        self.assertGreater(len(names), 30)
        for name in names:
            for number, line in enumerate((PROJECT / name).read_text().splitlines(), 1):
                self.assertEqual(list(faults_in(line)), [], f"{name}, line {number}: {line}")

    def test_messages(self):
        names = files("tools/*.cpp", "tools/*.h", "ea/*.cpp", "policies/*.cpp", "dist/*.cpp", "dist/*.py", "dist/*.sh", "dist/pkg/scripts/*", "dist/mac/*.sh")
        self.assertGreater(len(names), 100)
        for name in names:
            for text in strings_in((PROJECT / name).read_text()):
                found = [one for one in faults_in(text) if not (name.startswith(VERDICT) and "told" in one)]
                self.assertEqual(found, [], f"{name}: {text}")

    def test_a_word_that_came_back_is_found(self):
        for text in ("it begins anew", "this is no file", "that was told twice", "equal but for case"):
            self.assertTrue(list(faults_in(text)), text)
        for text in ("there is no file", "it is no longer there", "could not tell"):
            self.assertEqual(list(faults_in(text)), [], text)
        self.assertEqual(strings_in('say("one "\n    "two"); // "not this one"\n// "nor this"\n'), ["one two"])


if __name__ == "__main__":
    unittest.main()
