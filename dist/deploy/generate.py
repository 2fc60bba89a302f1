#!/usr/bin/env python3
"""What other people's tools need to fetch a release: Homebrew, AutoPkg, Installomator, Setup Manager.

generate.py VERSION RELEASE URL: fills templates/ and writes RELEASE/deploy. RELEASE is a folder with the finished files,
whose SHA-256 goes in; URL is where they will be fetched, https. ENROLKIT_TEAM_ID and ENROLKIT_TEAM_NAME are those of the
package's signature. Without them AutoPkg verifies no signature, and there is no label of Installomator, which refuses
unsigned packages.
What a file needs and is not in RELEASE leaves that file out. Exit status 2 and one line on trouble.
"""
import hashlib
import os
import pathlib
import re
import sys
import urllib.parse
import xml.sax.saxutils

HERE = pathlib.Path(__file__).resolve().parent
PLACES = {"enrolkit.rb": "homebrew/Formula/enrolkit.rb", "enrolkit-mac.rb": "homebrew/Casks/enrolkit-mac.rb",
          "enrolkit.download.recipe": "autopkg/enrolkit.download.recipe", "enrolkit.pkg.recipe": "autopkg/enrolkit.pkg.recipe",
          "enrolkit.jamf.recipe": "autopkg/enrolkit.jamf.recipe", "installomator.label": "installomator/enrolkit.sh",
          "setup-manager.plist": "setup-manager/enrolkit.plist"}
SIGNATURE = """		<dict>
			<key>Processor</key>
			<string>CodeSignatureVerifier</string>
			<key>Arguments</key>
			<dict>
				<key>input_path</key>
				<string>%pathname%</string>
				<key>expected_authority_names</key>
				<array>
					<string>Developer ID Installer: {name} ({team})</string>
					<string>Developer ID Certification Authority</string>
					<string>Apple Root CA</string>
				</array>
			</dict>
		</dict>
"""


def home(url):
    """The project's page, of a GitHub address; else the address."""
    found = re.match(r"https://github\.com/[^/]+/[^/]+", url)
    return found[0] if found else url


def filled(template, version, release, url, team):
    """The text, and the names of files that it needs and that are not there."""
    lacking = []

    def sum_of(found):
        path = release / found[1]
        if not path.is_file():
            lacking.append(found[1])
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    text = template.replace("@VERSION@", version).replace("@URL@", url).replace("@HOMEPAGE@", home(url))
    text = re.sub(r"@SHA256:([^@]+)@", sum_of, text)
    signer = xml.sax.saxutils.escape(os.environ.get("ENROLKIT_TEAM_NAME", ""))
    text = text.replace("@SIGNATURE@", SIGNATURE.format(name=signer, team=team) if team and signer else "")
    if "@TEAM@" in text and not team:
        lacking.append("signature's Team ID (ENROLKIT_TEAM_ID)")
    return text.replace("@TEAM@", team), lacking


def main(version, release, url):
    release, url = pathlib.Path(release), url.rstrip("/")
    if urllib.parse.urlsplit(url).scheme != "https" or not re.fullmatch(r"[A-Za-z0-9:/._~%-]+", url):
        raise ValueError(f"{url}: must be an https address of ordinary characters")
    team = os.environ.get("ENROLKIT_TEAM_ID", "")
    if not re.fullmatch(r"([A-Z0-9]{10})?", team):
        raise ValueError(f"ENROLKIT_TEAM_ID is {team}; a Team ID has ten capital letters and digits")
    if not re.fullmatch(r"[0-9.]+", version):
        raise ValueError(f"{version}: is not a version")
    for name, place in PLACES.items():
        template = (HERE / "templates" / name).read_text(encoding="utf-8")
        text, lacking = filled(template, version, release, url, team)
        if lacking:
            print(f"enrolkit: deploy: left out {place}: there is no {', '.join(sorted(set(lacking)))}", file=sys.stderr)
            continue
        path = release / "deploy" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except (OSError, TypeError, ValueError) as trouble:
        sys.exit(print(f"enrolkit: deploy: {trouble}", file=sys.stderr) or 2)
