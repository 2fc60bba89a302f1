#!/usr/bin/env python3
"""The report pages in a browser, and by axe-core: what a person gets to see, on a phone, on a screen, in the dark and on paper.

ENROLKIT and ENROLKIT_EA name the programs, CHROMIUM the browser. The pages forbid scripts; a copy without that rule carries the looks that
are asked for here (axe-core, sizes), and answers in its title. No network, no driver.
"""
import html
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

import pypdf

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from lay_out import MACS, lay_out  # noqa: E402

AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
HOSTILE = "a<img src=x onerror=document.title=1><script>document.title=2</script>&lt;b&gt;"
ASK = """
addEventListener('load', async () => {
  const root = document.documentElement;
  const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  document.title = 'SAID ' + JSON.stringify({
    violations: found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 200)).join(' | ')),
    passes: found.passes.length,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    ground: getComputedStyle(document.body).backgroundColor,
    width: root.scrollWidth, room: root.clientWidth,
    scripts: document.scripts.length, images: document.images.length,
    headings: [...document.querySelectorAll('h1')].map(h => h.textContent),
    timelines: document.querySelectorAll('svg[role=img]').length,
  });
});
"""


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        (cls.folder / "fleet").mkdir()
        for mac in ("published-conflict", "healthy", "gateway-502", "framework-missing", "tampered", "unreadable-log"):
            lay_out(mac, cls.folder / "fleet" / mac)
        log = MACS / "gateway-502/root/private/var/log/jamf.log"
        (cls.folder / "fleet" / (HOSTILE.replace("/", "\u2215") + ".log")).write_bytes(log.read_bytes())
        cls.pages = {
            "one Mac": cls.page("one.html", ["--root", "fleet/published-conflict"]),
            "a healthy Mac": cls.page("good.html", ["--root", "fleet/healthy"]),
            "a fleet": cls.page("fleet.html", ["fleet"]),
            "a Mac by its own program": cls.page_of_ea("ea.html", "fleet/gateway-502"),
        }

    @classmethod
    def run_there(cls, *command):
        return subprocess.run(command, cwd=cls.folder, check=False, capture_output=True, text=True,
                              env={"TZ": "UTC", "LC_ALL": "C.UTF-8"})

    @classmethod
    def page(cls, name, arguments):
        ran = cls.run_there(os.environ["ENROLKIT"], "explain", *arguments, "--html", name)
        assert (cls.folder / name).is_file(), ran.stderr
        return cls.folder / name

    @classmethod
    def page_of_ea(cls, name, mac):
        ran = cls.run_there(os.environ["ENROLKIT_EA"], "all", "--root", mac, "--html", "-")
        assert ran.returncode == 0, ran.stderr
        (cls.folder / name).write_text(ran.stdout)
        return cls.folder / name

    def chromium(self, *arguments):
        ran = subprocess.run([os.environ["CHROMIUM"], "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                              f"--user-data-dir={self.folder}/profile", *arguments],
                             capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(ran.returncode, 0, ran.stderr[-500:])
        return ran.stdout

    def looked_at(self, page, width=1280, dark=False):
        text = page.read_text()
        rule = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', text)
        self.assertIsNotNone(rule, "the page says what it may do")
        copy = self.folder / "asked.html"
        copy.write_text(text.replace(rule[0], "").replace("</head>", f"<script>{AXE}</script><script>{ASK}</script></head>", 1))
        dom = self.chromium("--dump-dom", "--virtual-time-budget=20000", f"--window-size={width},900",
                            f"--blink-settings=preferredColorScheme={0 if dark else 1}", copy.as_uri())
        said = re.search(r"<title>SAID (.*?)</title>", dom, re.S)
        self.assertIsNotNone(said, "the looks answered")
        return json.loads(html.unescape(said[1]))

    def test_axe_core_finds_nothing(self):
        for name, page in self.pages.items():
            for dark in (False, True):
                with self.subTest(page=name, dark=dark):
                    said = self.looked_at(page, dark=dark)
                    self.assertEqual(said["violations"], [])
                    self.assertGreater(said["passes"], 10)
                    self.assertEqual(said["dark"], dark)

    def test_light_is_light_and_dark_is_dark(self):
        grounds = {self.looked_at(self.pages["one Mac"], dark=dark)["ground"] for dark in (False, True)}
        self.assertEqual(grounds, {"rgb(255, 255, 255)", "rgb(13, 17, 23)"})

    def test_no_page_is_wider_than_a_phone(self):
        for name, page in self.pages.items():
            with self.subTest(page=name):
                said = self.looked_at(page, width=500)  # the least that a window of this browser has
                self.assertLessEqual(said["width"], said["room"])

    def test_a_hostile_name_stays_text(self):
        said = self.looked_at(self.pages["a fleet"])
        self.assertEqual((said["scripts"], said["images"]), (2, 0), "those of this test alone")
        dom = self.chromium("--dump-dom", self.pages["a fleet"].as_uri())
        self.assertNotRegex(dom, r"<title>[12]</title>")
        self.assertIn("onerror", dom)

    def test_the_timeline_is_there_to_see(self):
        self.assertGreaterEqual(self.looked_at(self.pages["one Mac"])["timelines"], 1)

    def test_a_mac_fits_on_two_sheets(self):
        for name in ("one Mac", "a healthy Mac", "a Mac by its own program"):
            with self.subTest(page=name):
                sheet = self.folder / "page.pdf"
                self.chromium(f"--print-to-pdf={sheet}", "--no-pdf-header-footer", self.pages[name].as_uri())
                self.assertLessEqual(len(pypdf.PdfReader(sheet).pages), 2)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    unittest.main()
