"""What a program's --help says, as data: the source of man pages and completions, so that none of them can say otherwise."""
import itertools
import re
import subprocess
from dataclasses import dataclass, field


@dataclass
class Option:
    names: list  # ["-h", "--help"]
    value: str  # "FILE"; empty: a flag
    text: str
    preset: str = ""  # "2h"; empty: none is shown
    choices: list = field(default_factory=list)  # ["table", "csv"]; empty: any value


@dataclass
class Command:
    words: list  # ["enrolkit", "server", "repair"]
    about: str = ""
    usage: str = ""
    options: list = field(default_factory=list)
    positionals: list = field(default_factory=list)
    subcommands: list = field(default_factory=list)  # of (name, about)
    footer: str = ""
    children: list = field(default_factory=list)

    @property
    def name(self):
        return " ".join(self.words)


def rows(lines):
    """(head, text) of an indented table; a text may go on in the following lines."""
    found = []
    for line in lines:
        if match := re.match(r"  (\S.*?)(?:  +(\S.*))?$", line):
            found.append([match[1], match[2] or ""])
        elif found and line.strip():
            found[-1][1] = f"{found[-1][1]} {line.strip()}".strip()
    return found


def option_of(head, text):
    words = head.split(" ")
    names = [re.sub(r"\{.*", "", name) for name in words[0].split(",")]
    rest = itertools.takewhile(lambda word: word not in ("Excludes:", "Needs:", "...", "x", "in"), words[1:])
    value = " ".join(rest)
    preset = re.search(r"=(\S+)$", head)
    choices = re.search(r":\{([^}]*)\}", value)
    return Option(names, re.split(r"[:={]", value)[0], text, preset[1] if preset and value else "", choices[1].split(",") if choices else [])


def parse(words, text):
    command, section, parts = Command(words), "head", {}
    for line in text.splitlines():
        if line.startswith("Usage: "):
            command.usage, section = line[7:], "after"
        elif line in ("Positionals:", "Options:", "Subcommands:"):
            section = line[:-1]
        elif line and not line.startswith(" ") and section not in ("head", "footer"):
            section = "footer"
        if line not in ("Positionals:", "Options:", "Subcommands:") and not line.startswith("Usage: "):
            parts.setdefault(section, []).append(line)
    command.about = " ".join(parts.get("head", [])).strip()
    command.options = [option_of(*row) for row in rows(parts.get("Options", []))]
    command.positionals = [(re.split("[ =]", row[0])[0], row[1]) for row in rows(parts.get("Positionals", []))]
    command.subcommands = [(row[0], row[1]) for row in rows(parts.get("Subcommands", []))]
    command.footer = "\n".join(parts.get("footer", [])).strip()
    return command


def read(program, name, words=()):
    """The command and all below it."""
    ran = subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=True,
                         env={"COLUMNS": "10000", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    command = parse([name, *words], ran.stdout)
    command.children = [read(program, name, [*words, child]) for child, _ in command.subcommands]
    return command
