#!/usr/bin/env python3
"""LaunchDaemon, newsyslog file and scripts as they lie on a Mac. The scripts run against stubs of launchd and of the readers of
preferences, below a folder that stands for the Mac's root."""
import os
import plistlib
import re
import shutil
import subprocess
import unittest

from checks import PROJECT, Case

MAC = PROJECT / "dist/mac"
LABEL = "io.github.enrolkit.watchdog"
SCRIPTS = [MAC / "watchdog.sh", MAC / "uninstall.sh", PROJECT / "dist/pkg/scripts/postinstall"]


class Files(Case):
    def test_the_daemon(self):
        daemon = plistlib.loads((MAC / f"{LABEL}.plist").read_bytes())
        self.assertEqual(daemon["Label"], LABEL, "launchd takes a file by the name of its label")
        self.assertEqual(daemon["ProgramArguments"], ["/Library/Enrolkit/bin/enrolkit-repair", "--unattended", "--if-needed"])
        self.assertIs(daemon["Disabled"], True, "it is loaded when the settings say so, and not before")
        self.assertGreaterEqual(daemon["StartInterval"], 900)
        self.assertEqual(daemon["ProcessType"], "Background")
        self.assertEqual(daemon["Umask"], 0o077)
        known = {"Label", "Disabled", "ProgramArguments", "RunAtLoad", "StartInterval", "ThrottleInterval", "ExitTimeOut", "ProcessType",
                 "LowPriorityIO", "Umask", "WorkingDirectory", "StandardOutPath", "StandardErrorPath"}
        self.assertLessEqual(set(daemon), known, "no KeepAlive: it looks and ends")

    def test_libplist_reads_the_daemon(self):
        self.need("plistutil", "libplist-utils")
        self.fine("plistutil", "-i", MAC / f"{LABEL}.plist", "-o", self.folder / "binary.plist")
        self.assertEqual(plistlib.loads((self.folder / "binary.plist").read_bytes())["Label"], LABEL)

    def test_newsyslog(self):
        lines = [line for line in (MAC / "io.github.enrolkit.conf").read_text().splitlines() if not line.startswith("#")]
        self.assertEqual([line.split() for line in lines], [["/var/log/enrolkit.log", "root:wheel", "640", "5", "1000", "*", "J"]])

    def test_shellcheck(self):
        self.need("shellcheck", "shellcheck")
        self.fine("shellcheck", *SCRIPTS, PROJECT / "dist/package.sh")

    def test_tools_are_named_by_absolute_path(self):
        tools = r"(?<![\w/.$-])(rm|rmdir|mkdir|chmod|chown|find|cat|sleep|launchctl|pgrep|id|stat|pkgutil|PlistBuddy|defaults|plutil) "
        for script in SCRIPTS:
            code = "\n".join(re.sub(r"'[^']*'|\"[^\"]*\"|(^|\s)#.*", "", line) for line in script.read_text().splitlines())
            self.assertEqual(re.findall(tools, code), [], script)


class OnAMac(Case):
    """A root below self.root; what launchctl was asked is in self.asked()."""

    def setUp(self):
        super().setUp()
        self.root, self.stubs = self.folder / "root", self.folder / "stubs"
        for folder in ("Library/Managed Preferences", "Library/Preferences", "Library/LaunchDaemons", "Library/Enrolkit/bin", "private/var/db",
                       "private/var/log"):
            (self.root / folder).mkdir(parents=True)
        self.stubs.mkdir()
        # "stuck": launchd keeps a job whatever it is told. "deaf": it refuses that verb.
        self.stub("launchctl", f'[ "$1" != print ] || {{ [ -e "{self.folder}/stuck" ]; exit; }}\necho "$*" >>"{self.folder}/asked"\n'
                  f'[ "$1" != bootstrap ] || [ ! -e "{self.folder}/busy" ] || exit 5\n[ "$1" != "$(cat "{self.folder}/deaf" 2>/dev/null)" ]\n')
        self.stub("PlistBuddy", 'case $(cat "$3") in broken) exit 1 ;; *) [ "$2" != Print ] || exit 0 ;; esac\n'
                  'case $(cat "$3") in yes) echo true ;; no) echo false ;; odd) echo 3 ;; *) exit 1 ;; esac\n')
        self.stub("pkgutil", f'echo "$*" >>"{self.folder}/asked"\n')
        self.stub("ls", f'mode=-rw-r--r--\n[ ! -e "{self.folder}/list" ] || mode=$mode$(cat "{self.folder}/list")\n'
                  f'[ ! -e "{self.folder}/silent" ] || exit 1\necho "$mode 1 root wheel 3 Mar 2 08:30 $2"\n'
                  f'[ ! -e "{self.folder}/list" ] || echo " 0: user:mallory allow write"\n')
        self.stub("sleep", "")
        self.stub("id", "echo 0\n")
        self.install_repair()
        (self.root / f"Library/LaunchDaemons/{LABEL}.plist").write_text("plist")

    def install_repair(self, text=None):
        path = self.root / "Library/Enrolkit/bin/enrolkit-repair"
        path.write_text("#!/bin/sh\n" + (text or f'[ "$*" = "status --at-work" ] || exit 2\n'
                                         f'[ ! -e "{self.folder}/at-work" ] || {{ echo "A repair is at work"; exit 1; }}\n'))
        path.chmod(0o755)

    def stub(self, name, text):
        (self.stubs / name).write_text("#!/bin/sh\n" + text)
        (self.stubs / name).chmod(0o755)

    def install(self, script, text=None):
        """The script, with the Mac's places replaced by those of the test."""
        text = text or script.read_text()
        for tool in ("/bin/launchctl", "/usr/libexec/PlistBuddy", "/usr/sbin/pkgutil", "/bin/sleep", "/bin/ls", "/usr/bin/id"):
            text = text.replace(tool, str(self.stubs / tool.rsplit("/", 1)[1]))
        text = text.replace("/usr/sbin/chown 0:0", f"{shutil.which('chown')} {os.getuid()}:{os.getgid()}").replace("-user 0", f"-user {os.getuid()}")
        for place in ("/Library/", "/private/"):
            text = re.sub(rf"(?<![\w/}}]){place}", f"{self.root}{place}", text)
        path = self.root / "Library/Enrolkit/bin" / script.name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def run_it(self, script, *arguments, text=None):
        path = self.install(script, text)
        return subprocess.run(["/bin/sh", path, *map(str, arguments)], capture_output=True, text=True, check=False)

    def asked(self):
        path = self.folder / "asked"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line.replace(str(self.root), "") for line in lines]

    def settings(self, managed=None, local=None):
        for folder, value in [("Managed Preferences", managed), ("Preferences", local)]:
            path = self.root / f"Library/{folder}/io.github.enrolkit.plist"
            path.unlink(missing_ok=True)
            if value is not None:
                path.write_text(value)
                path.chmod(0o644)

    ON = [f"enable system/{LABEL}", f"bootout system/{LABEL}", f"bootstrap system /Library/LaunchDaemons/{LABEL}.plist"]
    OFF = [f"disable system/{LABEL}", f"bootout system/{LABEL}"]

    def test_the_watchdog_follows_the_settings(self):
        for managed, local, wanted in [(None, None, self.OFF), ("yes", None, self.ON), ("no", None, self.OFF), (None, "yes", self.ON),
                                       ("no", "yes", self.OFF), ("yes", "no", self.ON), ("silent", "yes", self.ON), ("odd", "yes", self.ON),
                                       ("odd", None, self.OFF)]:
            self.settings(managed, local)
            ran = self.run_it(MAC / "watchdog.sh")
            self.assertEqual((ran.returncode, ran.stderr, self.asked()), (0, "", wanted), (managed, local))
            self.assertIn("the watchdog is " + ("on" if wanted == self.ON else "off"), ran.stdout)

    def test_settings_that_others_may_write_do_not_count(self):
        path = self.root / "Library/Preferences/io.github.enrolkit.plist"
        for spoil in [lambda: path.chmod(0o664), lambda: path.chmod(0o646),
                      lambda: (path.rename(self.folder / "away"), path.symlink_to(self.folder / "away"))]:
            self.settings(local="yes")
            spoil()
            self.run_it(MAC / "watchdog.sh")
            self.assertEqual(self.asked(), self.OFF)

    def test_settings_with_an_access_control_list_do_not_count(self):
        self.settings(managed="yes")
        for sign in "+@":  # @ where other attributes take the place of +
            (self.folder / "list").write_text(sign)
            self.run_it(MAC / "watchdog.sh")
            self.assertEqual(self.asked(), self.OFF, sign)
        (self.folder / "list").unlink()
        (self.folder / "silent").touch()
        self.run_it(MAC / "watchdog.sh")
        self.assertEqual(self.asked(), self.OFF, "what ls cannot say may be one")
        (self.folder / "silent").unlink()
        self.run_it(MAC / "watchdog.sh")
        self.assertEqual(self.asked(), self.ON)

    def test_a_watchdog_at_work_is_left_alone(self):
        for repair in (None, "exit 2\n"):  # what cannot be told may be
            self.install_repair(repair)
            (self.folder / "at-work").touch()
            (self.folder / "stuck").touch()
            self.settings(managed="yes")
            self.assertEqual(self.run_it(MAC / "watchdog.sh").returncode, 0)
            self.assertEqual(self.asked(), self.ON[:1])
            (self.folder / "stuck").unlink()
            self.assertEqual(self.run_it(MAC / "watchdog.sh").returncode, 0)
            self.assertEqual(self.asked(), self.ON, "launchd does not have it: nothing is ended, and it must come on")
            self.settings(managed="no")
            ran = self.run_it(MAC / "watchdog.sh")
            self.assertEqual((ran.returncode, self.asked()), (2, self.OFF[:1]))
            self.assertIn("run this again later", ran.stderr)

    def test_no_process_decides_by_its_name(self):
        for script in SCRIPTS:
            self.assertNotRegex(script.read_text(), r"\b(pgrep|pkill|killall|ps)\b", script)

    def test_settings_that_cannot_be_read_change_nothing(self):
        for managed, local in [("broken", None), ("broken", "yes"), ("silent", "broken")]:
            self.settings(managed, local)
            ran = self.run_it(MAC / "watchdog.sh")
            self.assertEqual((ran.returncode, ran.stdout, self.asked()), (2, "", []), (managed, local))
            self.assertIn("io.github.enrolkit.plist cannot be read", ran.stderr)
        self.settings("yes", "broken")  # the stronger file has decided
        self.assertEqual((self.run_it(MAC / "watchdog.sh").returncode, self.asked()), (0, self.ON))

    def test_a_watchdog_is_off_when_launchd_has_it_no_more(self):
        self.settings(managed="no")
        (self.folder / "stuck").touch()
        ran = self.run_it(MAC / "watchdog.sh")
        self.assertEqual((ran.returncode, ran.stdout), (2, ""))
        self.assertIn("launchd still has the watchdog", ran.stderr)
        (self.folder / "stuck").unlink()
        (self.folder / "deaf").write_text("disable")
        ran = self.run_it(MAC / "watchdog.sh")
        self.assertEqual((ran.returncode, ran.stdout), (2, ""), "it would come back at the next start")
        self.assertIn("launchd does not disable the watchdog", ran.stderr)

    def test_launchd_that_refuses_is_told_after_ten_tries(self):
        (self.folder / "busy").touch()
        self.settings(managed="yes")
        ran = self.run_it(MAC / "watchdog.sh")
        self.assertEqual((ran.returncode, ran.stdout), (2, ""))
        self.assertIn("launchd does not take", ran.stderr)
        self.assertEqual(self.asked(), self.ON[:2] + self.ON[2:] * 10)

    def test_a_closed_stderr_changes_no_answer(self):
        (self.folder / "busy").touch()
        self.settings(managed="yes")
        cases = [(MAC / "watchdog.sh", []), (MAC / "uninstall.sh", ["--all"])]
        for script, arguments in cases:
            path = self.install(script)
            ran = subprocess.run(["/bin/sh", "-c", 'exec "$0" "$@" 2>&-', path, *arguments], stdout=subprocess.PIPE, timeout=20, check=False)
            self.assertEqual((ran.returncode, ran.stdout), (2, b""), script)

    def test_only_root_and_only_with_its_file(self):
        self.stub("id", "echo 501\n")
        for script in (MAC / "watchdog.sh", MAC / "uninstall.sh"):
            ran = self.run_it(script)
            self.assertEqual((ran.returncode, ran.stdout, self.asked()), (2, "", []))
            self.assertIn("as root: sudo ", ran.stderr)
        self.stub("id", "echo 0\n")
        (self.root / f"Library/LaunchDaemons/{LABEL}.plist").unlink()
        ran = self.run_it(MAC / "watchdog.sh")
        self.assertEqual((ran.returncode, self.asked()), (2, []))

    def postinstall(self, left="", volume="/"):
        text = SCRIPTS[2].read_text().replace("@LEFT@", left)
        if volume == "/":  # the test's root is the Mac's
            text = text.replace("state=$volume/", f"state={self.root}/")
        return self.run_it(SCRIPTS[2], "a.pkg", "/", volume, "/", text=text)

    def test_postinstall_makes_the_state_folder_and_may_run_again(self):
        state = self.root / "private/var/db/enrolkit"
        self.install(MAC / "watchdog.sh")
        for _ in range(2):
            ran = self.postinstall()
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), ran)
            self.assertEqual((state.is_dir(), state.stat().st_mode & 0o7777), (True, 0o700))
            state.chmod(0o755)
            (state / "journal.jsonl").write_text("kept")
        self.assertEqual((state / "journal.jsonl").read_text(), "kept")
        self.assertEqual(self.asked(), self.OFF * 2)

    def test_postinstall_refuses_a_state_folder_that_is_none(self):
        for make in (lambda path: path.symlink_to("/tmp"), lambda path: path.write_text("")):
            path = self.root / "private/var/db/enrolkit"
            make(path)
            ran = self.postinstall()
            self.assertEqual((ran.returncode, self.asked()), (1, []))
            self.assertIn("is not a folder", ran.stderr)
            path.unlink()

    def test_postinstall_removes_what_another_version_left(self):
        old = ["/Library/Enrolkit/bin/an older name", "/Library/Enrolkit/share/gone"]
        self.install(MAC / "watchdog.sh")
        (self.root / old[0][1:]).touch()
        self.assertEqual(self.postinstall("\n".join(old)).returncode, 0)
        self.assertEqual([path for path in old if (self.root / path[1:]).exists()], [])

    def test_postinstall_tells_of_a_watchdog_that_is_not_as_it_should_be(self):
        (self.folder / "busy").touch()
        self.settings(managed="yes")
        self.install(MAC / "watchdog.sh")
        ran = self.postinstall()
        self.assertEqual(ran.returncode, 0)
        self.assertIn("the programs are installed; the watchdog is not", ran.stderr)

    def test_postinstall_on_another_volume_asks_no_launchd(self):
        ran = self.postinstall(volume=self.root)
        self.assertEqual((ran.returncode, ran.stderr, self.asked()), (0, "", []))
        self.assertTrue((self.root / "private/var/db/enrolkit").is_dir())

    def test_uninstall_removes_what_was_laid_down_and_nothing_else(self):
        listed = ["/Library/Enrolkit/bin/enrolkit-repair", "/Library/Enrolkit/bin/uninstall.sh", f"/Library/LaunchDaemons/{LABEL}.plist"]
        for state in (False, True):
            kept = ["Library/LaunchDaemons/com.other.plist", "private/var/log/system.log", "private/var/log/enrolkit.log.old",
                    "Library/Enrolkit/bin/mine"]
            ours = ["private/var/db/enrolkit/journal.jsonl", "private/var/log/enrolkit.log", "private/var/log/enrolkit.log.0.bz2"]
            for name in [*kept, *ours, *(path[1:] for path in listed)]:
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).touch()
            self.install_repair()
            text = SCRIPTS[1].read_text().replace("@FILES@", "\n".join(listed))
            ran = self.run_it(SCRIPTS[1], *(["--state"] if state else []), text=text)
            self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "enrolkit: removed\n", ""))
            self.assertEqual([path for path in listed if (self.root / path[1:]).exists()], [])
            self.assertEqual([name for name in kept if not (self.root / name).exists()], [])
            self.assertEqual([(self.root / name).exists() for name in ours], [not state] * len(ours))
            self.assertEqual(self.asked(), [f"bootout system/{LABEL}", "bootout system/io.github.enrolkit.hand-over",
                                        "--forget io.github.enrolkit.pkg"])
        (self.root / "Library/Enrolkit/bin/mine").unlink()
        self.run_it(SCRIPTS[1], text=text)
        self.assertFalse((self.root / "Library/Enrolkit").exists(), "an empty folder of ours goes, too")

    def test_uninstall_ends_no_repair(self):
        listed = self.root / "Library/Enrolkit/bin/enrolkit-ea"
        listed.touch()
        text = SCRIPTS[1].read_text().replace("@FILES@", "/Library/Enrolkit/bin/enrolkit-ea")
        (self.folder / "at-work").touch()
        ran = self.run_it(SCRIPTS[1], text=text)
        self.assertEqual((ran.returncode, ran.stdout, self.asked(), listed.exists()), (2, "", [], True))
        self.assertEqual(ran.stderr, "enrolkit: A repair is at work; run this again later\n")
        (self.folder / "at-work").unlink()
        self.install_repair("exit 126\n")
        ran = self.run_it(SCRIPTS[1], text=text)
        self.assertEqual((ran.returncode, self.asked(), listed.exists()), (2, [], True))
        self.assertIn("enrolkit-repair does not run; run this again later", ran.stderr)
        self.install_repair()
        (self.folder / "stuck").touch()
        ran = self.run_it(SCRIPTS[1], text=text)
        self.assertEqual((ran.returncode, ran.stdout), (2, ""), ran)
        self.assertIn("launchd still has the watchdog", ran.stderr)

    def test_uninstall_takes_one_option(self):
        for arguments in (["--all"], ["--state", "x"], [""]):
            ran = self.run_it(SCRIPTS[1], *arguments)
            self.assertEqual((ran.returncode, ran.stderr), (2, "usage: uninstall.sh [--state]\n"))


if __name__ == "__main__":
    unittest.main()
