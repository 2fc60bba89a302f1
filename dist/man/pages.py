#!/usr/bin/env python3
"""The parts of the Markdown pages that come from the programs' own tables.

pages.py PROJECT DEFINITIONS: writes PROJECT/ea/CAUSES.md, and, each between its two marks, the table of settings in
PROJECT/ea/README.md and those of the smart groups, searches and policies in PROJECT/dist/README.md. DEFINITIONS is enrolkit-definitions. Exit status 2 and one line on trouble.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HEAD = """# The causes of a failed enrolment

Generated from the program by `make docs`. `enrolkit explain` names one of these causes, with its evidence on that Mac; the
attribute `enrolment` has it as `cause=`. How a cause is found: [../tools/core/README.md](../tools/core/README.md).

**Device Signature Error** in jamf.log is a symptom, and so are -25300 and `Security Error`: the `jamf` binary has no
identity any more that the server accepts. Which of the causes below took it away, `enrolkit explain` says.

In the commands `SERIAL` is the Mac's serial number, `SERVER` the host of Jamf Pro (with its port where that is not 443),
`NAME` the username of the Management Account, and `NEWNAME` another one. `enrolkit explain` fills in what it knows.

"""
PLACES = {"{serial}": "SERIAL", "{server}": "SERVER", "{connect}": "SERVER:443", "{account}": "NAME", "{rename}": "NEWNAME", "{how}": ""}


def anchor(name):
    return name.lower()


def plain(text):
    """Markdown takes none of it for markup. Code in backticks is literal already: a backslash would be copied with it."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([<>*_|\\])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


def filled(text):
    """Advice with words in capitals for what `enrolkit explain` fills in; one that has no word here is an error."""
    return re.sub(r"\{[a-z]+\}", lambda place: PLACES[place[0]], text)


def advice(text):
    return plain(filled(text))


def folded(text, first="", rest=""):
    """Lines of at most 118 characters."""
    lines, line = [], first
    for word in text.split(" "):
        if len(line) + len(word) > 118 and line.strip():
            lines.append(line.rstrip())
            line = rest
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def ways_of(ways):
    return [folded(advice(way), f"   - {chr(ord('a') + i)}. ", "     ") for i, way in enumerate(ways)]


def most_used_ways(reference):
    lists = [tuple(remedy["ways"]) for one in reference["causes"] for remedy in one["remedies"] if remedy["ways"]]
    return list(max(lists, key=lists.count))


def causes(reference):
    shared = most_used_ways(reference)
    link = "[Ways to enrol again](#ways-to-enrol-again)"
    index = ", ".join(f"[{one['name']}](#{anchor(one['name'])})" for one in reference["causes"])
    out = [HEAD + folded(index), ""]
    for one in reference["causes"]:
        out += [f"## {one['name']}", "", folded(advice(one["meaning"])), ""]
        if one["confirm"]:
            out += [folded("**To confirm:** " + advice(one["confirm"])), ""]
        if one["remedies"]:
            out += ["**What to do**, the least invasive first:", ""]
            for at, remedy in enumerate(one["remedies"], 1):
                ways, text = remedy["ways"], advice(remedy["text"])
                if ways == shared:
                    text += f" {link}."
                elif ways and ways == shared[:-1]:
                    text += f" {link}, but the last."
                out.append(folded(text, f"{at}. ", "   "))
                out += [] if link in text else ways_of(ways)
            out.append("")
    out += ["## Ways to enrol again", "", *(line.removeprefix("   ").replace("\n   ", "\n") for line in ways_of(shared)), ""]
    return "\n".join(out)


def settings(reference):
    rows = ["| key | value | preset | what |", "| --- | --- | --- | --- |"]
    for one in reference["settings"]:
        what = f"{one['title'].rstrip('.')}. {one['description']}".strip()
        preset = f"`{one['preset']}`" if one["preset"] else ""
        rows.append(f"| `{one['key']}` | {plain(one['value'])} | {preset} | {plain(what)} |")
    return "\n".join(rows)


def groups(files):
    """A criterion a row, as it is typed into Jamf Pro."""
    rows = ["| name | | criterion | operator | value |", "| --- | --- | --- | --- | --- |"]
    for path in files:
        group = ElementTree.parse(path)
        for at, one in enumerate(group.iter("criterion")):
            link = f"{one.findtext('and_or')}{' (' if one.findtext('opening_paren') == 'true' else ''}" if at else ""
            link += ")" if one.findtext("closing_paren") == "true" else ""
            value = (one.findtext("value") or "").replace("|", "\\|")
            rows.append(f"| {'' if at else group.findtext('name')} | {link} | {one.findtext('name')} | {one.findtext('search_type')} | "
                        + (f"`{value}` |" if value else "(empty) |"))
    return "\n".join(rows)


def policies(files):
    """What is chosen on a policy's tabs."""
    rows = ["| name | trigger | frequency | scope: group | what | also |", "| --- | --- | --- | --- | --- | --- |"]
    for path in files:
        text = ElementTree.parse(path).findtext
        triggers = ["Recurring Check-in"] if text("general/trigger_checkin") == "true" else []
        triggers += [f"Custom: `{text('general/trigger_other')}`"] if text("general/trigger_other") else []
        what = f"script {text('scripts/script/name')}" if text("scripts/script/name") else "the package: Install"
        what += f", parameter 4 `{text('scripts/script/parameter4')}`" if text("scripts/script/parameter4") else ""
        also = ["Maintenance: Update Inventory"] if text("maintenance/recon") == "true" else []
        also += [f"Self Service: *{text('self_service/self_service_display_name')}*"] if text("self_service/use_for_self_service") == "true" else []
        rows.append(f"| {text('general/name')} | {', '.join(triggers) or 'none'} | {text('general/frequency')} | "
                    f"{text('scope/computer_groups/computer_group/name')} | {what} | {'; '.join(also)} |")
    return "\n".join(rows)


def tables(reference, definitions):
    """(page, the marks' name, table) of each that stands in a page."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([definitions, "--package", "enrolkit.pkg", folder], check=True)
        files = {name: sorted(pathlib.Path(folder, name).glob("*.xml")) for name in ("smart-groups", "searches", "policies")}
        return [("ea/README.md", "settings", settings(reference)), ("dist/README.md", "smart groups", groups(files["smart-groups"])),
                ("dist/README.md", "searches", groups(files["searches"])), ("dist/README.md", "policies", policies(files["policies"]))]


def between(text, name, new):
    """The text, with what stands between the marks of that name replaced."""
    begin, end = f"<!-- {name}: generated by make docs -->\n\n", f"\n\n<!-- end of {name} -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"the page does not have both marks of {name} once")
    return text[:text.index(begin) + len(begin)] + new + text[text.index(end):]


def main(project, definitions):
    reference = json.loads(subprocess.run([definitions, "--reference"], capture_output=True, text=True, check=True).stdout)
    project = pathlib.Path(project)
    for path, name, table in tables(reference, definitions):
        page = between((project / path).read_text(encoding="utf-8"), name, table)
        (project / path).write_text(page, encoding="utf-8")
    (project / "ea/CAUSES.md").write_text(causes(reference), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (OSError, KeyError, TypeError, ValueError, subprocess.SubprocessError) as trouble:
        sys.exit(print(f"enrolkit: pages: {trouble}", file=sys.stderr) or 2)
