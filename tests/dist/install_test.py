#!/usr/bin/env python3
"""make install: into a folder of its own; man finds the pages there, and three shells complete."""
import os
import pathlib
import subprocess
import unittest

from checks import PROJECT, Case

BUILD = pathlib.Path(os.environ["ENROLKIT"]).parents[1]
PROGRAMS = ("enrolkit", "enrolkit-ea", "enrolkit-repair")

# Presses Tab in a zsh of its own. The function takes the program's place, so that what was completed is printed.
ZSH = r"""
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; PS1=; enrolkit() { print -r -- \"<\$*>\" }; print ready\$((40 + 2))"
zpty -r shell said '*ready42*'
zpty -w -n shell "$2"$'\t\n'
zpty -r shell said '*<*>*'
print -r -- ${${said##*<}%%>*}
zpty -d shell
"""


class Install(Case):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "usr/local"
        self.install()

    def install(self, build=BUILD, prefix="/usr/local", destination=None):
        environment = {**os.environ, "PREFIX": prefix, "DESTDIR": str(destination or self.folder)}
        return subprocess.run([PROJECT / "dist/install.sh", build], capture_output=True, text=True, check=False, env=environment)

    def test_all_of_it_is_there_and_runs(self):
        for name in PROGRAMS:
            self.assertIn(name, self.fine(self.prefix / "bin" / name, "--version"))
            for path in (f"bash-completion/completions/{name}", f"zsh/site-functions/_{name}", f"fish/vendor_completions.d/{name}.fish"):
                self.assertEqual((self.prefix / "share" / path).stat().st_mode & 0o777, 0o644, path)
        pages = {path.name for path in (PROJECT / "dist/man").iterdir() if path.suffix in (".1", ".5", ".8")}
        self.assertEqual({path.name for path in (self.prefix / "share/man").rglob("*.[158]")}, pages)
        self.assertEqual(self.install().returncode, 0, "a second time over the first")

    def test_man_finds_the_pages(self):
        self.need("man", "man-db")
        for name in ("enrolkit-server-repair", "enrolkit-repair", "io.github.enrolkit"):
            environment = {**os.environ, "MANPATH": str(self.prefix / "share/man"), "MANPAGER": "cat", "MANWIDTH": "80"}
            ran = subprocess.run(["man", name], capture_output=True, text=True, check=False, env=environment)
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), name)
            self.assertIn("SEE ALSO", ran.stdout.replace("\b", ""), name)

    def completed_by_bash(self, *words):
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _enrolkit; printf "%s\\n" "${COMPREPLY[@]}"'
        file = self.prefix / "share/bash-completion/completions/enrolkit"
        return self.fine("bash", "--norc", "-c", script, "bash", file, *words, cwd=self.folder).split()

    def test_bash_completes(self):
        self.assertEqual(self.completed_by_bash("enrolkit", "server", "rep"), ["repair"])
        self.assertEqual(self.completed_by_bash("enrolkit", "server", "repair", "--dep"), ["--deploy-package"])
        self.assertEqual(self.completed_by_bash("enrolkit", "explain", "--html", "us"), ["usr"])
        self.assertEqual(self.completed_by_bash("enrolkit", "server", "stuck", "--since", "u"), [])
        self.assertEqual(self.completed_by_bash("enrolkit", "explain", "--format", ""), ["table", "csv", "jsonl"])
        self.assertEqual(self.completed_by_bash("enrolkit", "server", "stuck", "--format", "h"), ["html"])

    def test_fish_completes(self):
        self.need("fish", "fish")
        file = self.prefix / "share/fish/vendor_completions.d/enrolkit.fish"

        def completed(line):
            said = self.fine("fish", "--no-config", "-c", f"source {file}; complete -C '{line}'", env={**os.environ, "HOME": str(self.folder)})
            return [one.split("\t")[0] for one in said.splitlines()]
        self.assertEqual(completed("enrolkit server rep"), ["repair"])
        self.assertEqual(completed("enrolkit server repair --dep"), ["--deploy-package"])
        self.assertEqual(sorted(completed("enrolkit explain --sort ")), ["cause", "date", "file", "name", "serial"])

    def test_zsh_completes(self):
        self.need("zsh", "zsh")
        script = self.folder / "press.zsh"
        script.write_text(ZSH)
        for line, wanted in (("enrolkit server rep", "server repair"), ("enrolkit server repair --dep", "server repair --deploy-package"), ("enrolkit explain --sort=na", "explain --sort=name")):
            said = self.fine("zsh", "-f", script, self.prefix / "share/zsh/site-functions", line, timeout=20, env={**os.environ, "TERM": "dumb"})
            self.assertEqual(said.strip().rstrip("= "), wanted)

    def test_it_refuses(self):
        for ran, word in ((self.install(build=self.folder), "run make first"), (self.install(prefix="usr"), "must begin with /")):
            self.assertEqual((ran.returncode, ran.stdout), (2, ""))
            self.assertIn(word, ran.stderr)
        (self.folder / "file").touch()
        self.assertEqual(self.install(destination=self.folder / "file").returncode, 2)


if __name__ == "__main__":
    unittest.main()
