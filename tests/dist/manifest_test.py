#!/usr/bin/env python3
"""dist/manifest.py: what MDM gets to know of a package, held against the file and Jamf's own schema."""
import hashlib
import json
import os
import plistlib
import subprocess
import sys
import unittest

from checks import CONTRACT, PROJECT, Case

SCRIPT = PROJECT / "dist/manifest.py"
URL = "https://dist.example.com/enrolkit-1.2.3-product.pkg"


class Manifest(Case):
    def setUp(self):
        super().setUp()
        self.package = self.folder / "enrolkit-1.2.3-product.pkg"
        self.package.write_bytes(b"xar!" + os.urandom(21 * 1024 * 1024))

    def make(self, *more, url=URL):
        return subprocess.run([sys.executable, SCRIPT, self.package, "--url", url, *more], capture_output=True, text=True,
                              check=False)

    def made(self):
        self.assertEqual(self.make().returncode, 0)
        name = str(self.package)
        with open(name + ".manifest.json", encoding="utf-8") as jamf, open(name + ".manifest.plist", "rb") as apple:
            return json.load(jamf), plistlib.load(apple)

    def test_tells_hashes_and_sizes_of_the_file(self):
        jamf, apple = self.made()
        data = self.package.read_bytes()
        self.assertEqual((jamf["hash"], jamf["hashType"], jamf["sizeInBytes"]),
                         (hashlib.sha256(data).hexdigest(), "SHA256", len(data)))
        self.assertEqual((jamf["bundleId"], jamf["bundleVersion"], jamf["url"]), ("io.github.enrolkit.pkg", "1.2.3", URL))
        asset = apple["items"][0]["assets"][0]
        size = asset["sha256-size"]
        self.assertEqual(len(asset["sha256s"]), 3)
        for at, digest in enumerate(asset["sha256s"]):
            self.assertEqual(hashlib.sha256(data[at * size : (at + 1) * size]).hexdigest(), digest)
        self.assertEqual(asset["url"], URL)
        self.assertEqual(apple["items"][0]["metadata"]["bundle-version"], "1.2.3")

    def test_fits_the_schema_of_jamf_pro(self):
        if not CONTRACT.exists():
            self.skipTest(f"{CONTRACT} is not here")
        with open(CONTRACT, encoding="utf-8") as file:
            schemas = json.load(file)["components"]["schemas"]
        manifest = next(schema for schema in schemas.values()
                        if {"bundleId", "hashType", "sizeInBytes"} <= set(schema.get("properties", {})))
        jamf, _ = self.made()
        self.assertLessEqual(set(manifest.get("required", [])), set(jamf))
        self.assertLessEqual(set(jamf), set(manifest["properties"]))

    def test_refuses_what_a_mac_would_not_fetch(self):
        for url in ("http://dist.example.com/a.pkg", "https://u:p@dist.example.com/a.pkg", "ftp://x/y", "a.pkg"):
            self.refused(self.make(url=url), "https")
        self.package.write_bytes(b"PK\3\4")
        self.refused(self.make(), "is not a package")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), [self.package.name])


if __name__ == "__main__":
    unittest.main()
