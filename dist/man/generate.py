#!/usr/bin/env python3
"""The man pages, from the programs' own --help and lists and from the short texts in sections/.

generate.py OUT BIN DEFINITIONS: writes NAME.SECTION into the folder OUT for every page. BIN is a folder with the programs,
or three paths "ENROLKIT,EA,REPAIR"; DEFINITIONS is enrolkit-definitions. Exit status 2 and one line on trouble.
A file of sections/ holds "# HEADING" lines; below them paragraphs, "$ command" lines, and "- term | text" items.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cli_help  # noqa: E402
import roff  # noqa: E402


def sections_of(name):
    """[(heading, [line])] of the page's own text."""
    found = []
    for line in (HERE / "sections" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise ValueError(f"sections/{name}.txt: {line}: stands before any heading")
    return found


def options_of(command):
    return [(", ".join(option.names) + (f" {option.value}" if option.value else ""),
             option.text + (f" (default: {option.preset})" if option.preset else "")) for option in command.options]


def example_and_status(command):
    """What a help says last, by its first word: "Example", "Exit status"."""
    parts = {}
    for line in command.footer.splitlines():
        head, separator, text = line.partition(": ")
        if separator and head in ("Example", "Exit status"):
            parts[head] = text
        elif line.strip() and parts:
            parts[list(parts)[-1]] += " " + line.strip()
    return parts


def page(command, number, version, exit_status, extra=()):
    """One page; extra: [(heading, roff)] of a list that the program itself prints."""
    name = "-".join(command.words)
    own = dict(sections_of(name))
    said = example_and_status(command)
    about = (command.about or name).rstrip(".")
    out = [roff.title(name, number, version), roff.heading("NAME"), f"{roff.escaped(name)} \\- {roff.escaped(about)}"]
    out += [roff.heading("SYNOPSIS"), roff.bold(command.name) + roff.escaped(command.usage.removeprefix(command.name))]
    out += [roff.heading("DESCRIPTION"), roff.text(own.pop("DESCRIPTION"))]
    if command.positionals:
        out += [roff.heading("ARGUMENTS"), roff.terms(command.positionals)]
    if command.subcommands:
        out += [roff.heading("COMMANDS"), roff.terms(command.subcommands)]
        for child in command.children:
            if not (HERE / "sections" / f"{name}-{child.words[-1]}.txt").exists():
                options = [row for row in options_of(child) if not row[0].startswith("-h")]
                out += [roff.terms([(f"{child.words[-1]} {head}", text) for head, text in options])] if options else []
    out += [roff.heading("OPTIONS"), roff.terms(options_of(command))]
    for heading, body in extra:
        out += [roff.heading(heading), body]
    see = own.pop("SEE ALSO")
    status = said.get("Exit status", exit_status)
    examples = own.pop("EXAMPLES", [])
    for heading, lines in own.items():
        out += [roff.heading(heading), roff.text(lines)]
    if status and "EXIT STATUS" not in own:
        out += [roff.heading("EXIT STATUS"), roff.terms(one.split(" ", 1) for one in status.rstrip(".").split("; "))]
    if "Example" in said:
        examples = ["$ " + said["Example"], *examples]
    if examples:
        out += [roff.heading("EXAMPLES"), roff.text(examples)]
    return f"{name}.{number}", "\n".join([*out, roff.heading("SEE ALSO"), roff.references(see), ""])


def pages_below(command, version, exit_status):
    """The command's page, and those of its commands that have a text."""
    exit_status = example_and_status(command).get("Exit status", exit_status)
    yield page(command, 1, version, exit_status)
    for child in command.children:
        if (HERE / "sections" / ("-".join(child.words) + ".txt")).exists():
            yield from pages_below(child, version, exit_status)


def asked(*command):
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def attributes(program):
    rows = []
    for one in asked(program, "list", "--json"):
        codes = f" Codes: {', '.join(one['codes'])}." if one.get("codes") else " A date, or empty."
        keys = f" Keys: {', '.join(one['keys'])}." if one.get("keys") else ""
        rows.append((one["name"], one["question"] + codes + keys))
    return roff.terms(rows)


def settings(reference, version):
    name = "io.github.enrolkit"
    own = dict(sections_of(name))
    rows = []
    for one in reference["settings"]:
        preset = f" Preset: {one['preset']}." if one["preset"] else ""
        rows.append((one["key"], f"{one['title'].rstrip('.')}. {one['description']} Value: {one['value']}.{preset}".replace("  ", " ")))
    out = [roff.title(name, 5, version), roff.heading("NAME"), f"{name} \\- settings of enrolkit on a managed Mac",
           roff.heading("DESCRIPTION"), roff.text(own.pop("DESCRIPTION")), roff.heading("KEYS"), roff.terms(rows)]
    see = own.pop("SEE ALSO")
    for heading, lines in own.items():
        out += [roff.heading(heading), roff.text(lines)]
    return f"{name}.5", "\n".join([*out, roff.heading("SEE ALSO"), roff.references(see), ""])


def pages(enrolkit, ea, repair, definitions):
    reference = asked(definitions, "--reference")
    version = reference["version"]
    steps = roff.terms((one["key"].rpartition(".")[2], one["title"] + ".") for one in reference["settings"]
                       if one["key"].startswith("Repair.Steps."))
    yield from pages_below(cli_help.read(enrolkit, "enrolkit"), version, "")
    yield page(cli_help.read(ea, "enrolkit-ea"), 8, version, "", [("ATTRIBUTES", attributes(ea))])
    yield page(cli_help.read(repair, "enrolkit-repair"), 8, version, "", [("STEPS", steps)])
    yield settings(reference, version)


def main(out, programs, definitions):
    names = ("enrolkit", "enrolkit-ea", "enrolkit-repair")
    paths = programs.split(",") if "," in programs else [f"{programs}/{name}" for name in names]
    for name, text in pages(*paths, definitions):
        (pathlib.Path(out) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except (OSError, KeyError, ValueError, subprocess.SubprocessError) as trouble:
        sys.exit(print(f"enrolkit: man: {trouble}", file=sys.stderr) or 2)
