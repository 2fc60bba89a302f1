"""What the tests of dist share: readers that may be absent, and how a refusal looks."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
CONTRACT = PROJECT.parent / "shared/contract/jamf-pro-openapi-subset.json"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def need(self, tool, package):
        if not shutil.which(tool):
            self.skipTest(f"{tool} is not here (Debian: {package})")
        return tool

    def fine(self, *command, **more):
        ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, **more)
        self.assertEqual(ran.returncode, 0, f"{command}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def refused(self, ran, *words):
        self.assertEqual((ran.returncode, ran.stdout), (2, ""), ran)
        self.assertEqual(ran.stderr.count("\n") - ran.stderr.count("\nhint: "), 1, ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr)


def bytes_of(folder):
    return {str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
            for path in folder.rglob("*") if path.is_file()}
