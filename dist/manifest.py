#!/usr/bin/env python3
"""What MDM needs to install a package by its address.

manifest.py PACKAGE --url URL [--bundle-id ID] [--bundle-version V] [--title T]: writes, beside PACKAGE,
  PACKAGE.manifest.json   for Jamf Pro's deploy-package: enrolkit server repair --deploy-package FILE
  PACKAGE.manifest.plist  Apple's manifest for InstallEnterpriseApplication: the hash of every chunk of 10 MB
Both hold hashes of the bytes as they are now. Run it again after signing: a signature changes them. Status 2 and one line
on trouble; then nothing is left.
"""
import argparse
import hashlib
import json
import os
import pathlib
import plistlib
import re
import sys
import urllib.parse

CHUNK = 10 * 1024 * 1024


def die(text):
    print(f"enrolkit: manifest: {text}", file=sys.stderr)
    sys.exit(2)


def write(path, data):
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as e:
        part.unlink(missing_ok=True)
        die(f"{path}: cannot be written: {e.strerror}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--url", required=True, help="where Macs fetch the package; https only")
    parser.add_argument("--bundle-id", default="io.github.enrolkit.pkg")
    parser.add_argument("--bundle-version", help="default: from the package's name")
    parser.add_argument("--title", default="enrolkit")
    return parser.parse_args()


def main():
    options = parse()
    address = urllib.parse.urlsplit(options.url)
    if address.scheme != "https" or not address.hostname or address.username is not None:
        die(f"{options.url}: must be an https address without a user: Macs fetch packages by https only")
    named = re.search(r"-(\d+(?:\.\d+)+)", options.package.name)
    version = options.bundle_version or (named and named[1])
    if not version:
        die(f"{options.package.name}: has no version in its name; give --bundle-version")
    try:
        data = options.package.read_bytes()
    except OSError as e:
        die(f"{options.package}: cannot be read: {e.strerror}")
    if data[:4] != b"xar!":
        die(f"{options.package}: is not a package")
    chunks = [hashlib.sha256(data[at : at + CHUNK]).hexdigest() for at in range(0, len(data), CHUNK)]
    jamf = {"url": options.url, "hash": hashlib.sha256(data).hexdigest(), "hashType": "SHA256", "sizeInBytes": len(data),
            "bundleId": options.bundle_id, "bundleVersion": version, "title": options.title}
    apple = {"items": [{"assets": [{"kind": "software-package", "sha256-size": CHUNK, "sha256s": chunks,
                                    "url": options.url}],
                        "metadata": {"bundle-identifier": options.bundle_id, "bundle-version": version,
                                     "kind": "software", "sizeInBytes": len(data), "title": options.title}}]}
    write(options.package.with_name(options.package.name + ".manifest.json"), json.dumps(jamf, indent=1).encode() + b"\n")
    write(options.package.with_name(options.package.name + ".manifest.plist"), plistlib.dumps(apple))


if __name__ == "__main__":
    main()
