#!/usr/bin/env python3
"""Completions for bash, zsh and fish, from the programs' own --help.

generate.py OUT NAME=PROGRAM...: writes OUT/bash/NAME, OUT/zsh/_NAME and OUT/fish/NAME.fish.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "man"))
import cli_help  # noqa: E402

FILES = {"FILE", "DIR", "PATH", "FOLDER"}


def walk(command):
    yield command
    for child in command.children:
        yield from walk(child)


def quoted(text):
    return re.sub(r"['\\`$\"\[\]:]", " ", text)


def bash(root):
    cases = []
    for command in walk(root):
        words = [name for name, _ in command.subcommands] + [n for o in command.options for n in o.names if n.startswith("--")]
        cases.append(f"    '{' '.join(command.words[1:])}') words='{' '.join(words)}' ;;")
    choices = [f"    '{' '.join(c.words[1:])} {n}') COMPREPLY=($(compgen -W '{' '.join(o.choices)}' -- \"$current\")); return ;;"
               for c in walk(root) for o in c.options if o.choices for n in o.names] or ["    -) ;;"]
    takes = sorted({n for c in walk(root) for o in c.options if o.value and o.value not in FILES for n in o.names})
    files = sorted({n for c in walk(root) for o in c.options if o.value in FILES for n in o.names})
    names = "|".join(sorted({w for c in walk(root) for w in c.words[1:]})) or "-"
    function = "_" + root.words[0].replace("-", "_")
    return f"""# bash completion for {root.words[0]}; generated from its --help
# shellcheck shell=bash disable=SC2207
{function}() {{
  # No mapfile: the bash of macOS is 3.2.
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} path='' words='' word i
  local IFS=$' \\t\\n'
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${{COMP_WORDS[i]}}
    case $word in {names}) path="${{path:+$path }}$word" ;; esac
  done
  case "$path $previous" in
{chr(10).join(choices)}
  esac
  case $previous in
    {'|'.join(files) or '-'}) IFS=$'\\n' COMPREPLY=($(compgen -f -- "$current")); return ;;
    {'|'.join(takes) or '-'}) return ;;
  esac
  case $path in
{chr(10).join(cases)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  IFS=$'\\n'
  [[ $current == -* || ${{#COMPREPLY[@]}} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$current"))
}}
complete -o filenames -F {function} {root.words[0]}
"""


def zsh(root):
    out = [f"#compdef {root.words[0]}", f"# zsh completion for {root.words[0]}; generated from its --help", ""]
    def function(command):
        return "_" + "_".join(command.words).replace("-", "_")
    for command in walk(root):
        out.append(f"{function(command)}() {{")
        arguments = []
        for option in command.options:
            for name in option.names:
                values = f"({' '.join(option.choices)})" if option.choices else "_files" if option.value in FILES else " "
                what = f":{option.value}:{values}" if option.value else ""
                arguments.append(f"    '{name}{'=' if what and name.startswith('--') else ''}[{quoted(option.text)}]{what}'")
        if command.children:
            out += ["  local state", "  _arguments -C \\"] + [f"{one} \\" for one in arguments]
            out += ["    '1: :->command' '*:: :->rest'", "  case $state in", "    command)", "      local -a commands=("]
            out += [f"        '{name}:{quoted(about)}'" for name, about in command.subcommands]
            out += ["      )", "      _describe command commands ;;", "    rest)", "      case $words[1] in"]
            out += [f"        {child.words[-1]}) {function(child)} ;;" for child in command.children]
            out += ["      esac ;;", "  esac"]
        else:
            out += ["  _arguments \\"] + [f"{one} \\" for one in arguments] + ["    '*:file:_files'"]
        out += ["}", ""]
    return "\n".join(out + [f"{function(root)} \"$@\"", ""])


def fish(root):
    program = root.words[0]
    out = [f"# fish completion for {program}; generated from its --help"]
    every = sorted({w for c in walk(root) for w in c.words[1:]})
    for command in walk(root):
        path = command.words[1:]
        below = [name for name, _ in command.subcommands]
        seen = [f"__fish_seen_subcommand_from {word}" for word in path]
        if not path:
            seen = [f"not __fish_seen_subcommand_from {' '.join(every)}"] if every else []
        elif below:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(below)}")
        condition = f" -n '{'; and '.join(seen)}'" if seen else ""
        if command.subcommands:  # a word of its own, and no file
            out.append(f"complete -c {program}{condition} -f")
        for name, about in command.subcommands:
            out.append(f"complete -c {program}{condition} -a {name} -d '{quoted(about)}'")
        for option in command.options:
            flags = "".join(f" -l {n[2:]}" if n.startswith("--") else f" -s {n[1:]}" for n in option.names)
            takes = f" -x -a '{' '.join(option.choices)}'" if option.choices else " -r" if option.value in FILES else " -x" if option.value else ""
            out.append(f"complete -c {program}{condition}{flags}{takes} -d '{quoted(option.text)}'")
    return "\n".join(out + [""])


def main(out, *programs):
    for one in programs:
        name, program = one.split("=", 1)
        root = cli_help.read(program, name)
        for shell, file, text in (("bash", name, bash(root)), ("zsh", f"_{name}", zsh(root)), ("fish", f"{name}.fish", fish(root))):
            folder = pathlib.Path(out) / shell
            folder.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
