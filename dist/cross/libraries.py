#!/usr/bin/env python3
"""Builds the libraries of sources.json for one architecture, once: later runs find them in the cache.

libraries.py ARCH CACHE JOBS: prints their folders, joined by ";", for CMAKE_PREFIX_PATH. ARCH is arm64 or x86_64, of a
Mac, or with linux- before it. A folder's name holds a hash of
all that went into it (sources, recipe, toolchain file, compiler), so nothing in the cache is ever out of date, and
clones of the project share it. Archives, too, are kept by their hash. Exit status 2 and one line on stderr on trouble.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


class Trouble(Exception):
    """One line: what, where, what to do."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def put(final, data):
    """A complete file under its final name, or none."""
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=final.parent, delete=False) as file:
        temporary = pathlib.Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.replace(temporary, final)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def fetch(archive, cache):
    """The archive's path in the cache, downloaded from the first address that has the right bytes."""
    kept = cache / "sources" / f"{archive['sha256']}-{archive['file']}"
    if kept.is_file() and sha256(kept.read_bytes()) == archive["sha256"]:
        return kept
    said = []
    for address in archive["addresses"]:
        try:
            with urllib.request.urlopen(address, timeout=60) as reply:
                data = reply.read()
        except OSError as error:
            said.append(f"{address}: {getattr(error, 'reason', error)}")
            continue
        if sha256(data) == archive["sha256"]:
            put(kept, data)
            return kept
        said.append(f"{address}: SHA-256 is {sha256(data)}, sources.json says {archive['sha256']}")
    raise Trouble(f"{archive['file']}: not to be had: {'; '.join(said)}")


def run(command, log, **more):
    with open(log, "ab") as file:
        if subprocess.run(command, stdout=file, stderr=file, stdin=subprocess.DEVNULL, check=False, **more).returncode == 0:
            return
    lines = log.read_text(errors="replace").strip().splitlines()
    why = next((line for line in lines if re.search(r"\berror\b(:| at)|No space", line, re.IGNORECASE)), lines[-1] if lines else "")
    raise Trouble(f"{' '.join(map(str, command[:2]))} failed: {why.strip()} (all of it: {log})")


def unpack(library, cache, work, log):
    """The library's tree, patched as its distribution has it."""
    tree = work / library["name"]
    for archive in library["archives"]:
        into = tree if "patches" not in archive else work / "patches"
        into.mkdir()
        run(["tar", "-xf", fetch(archive, cache), "-C", into] + ([] if "patches" in archive else ["--strip-components=1"]), log)
        if "patches" in archive:
            folder = into / archive["patches"]
            for line in (folder / "series").read_text().splitlines():
                name = line.split("#")[0].strip()
                if name:
                    run(["patch", "-p1", "--batch", "-d", tree, "-i", folder / name], log)
    if "build_file" in library:
        shutil.copy(HERE / library["build_file"], tree / "CMakeLists.txt")
    return tree


def build(library, prefixes, arch, jobs, cache, final, log):
    with tempfile.TemporaryDirectory(prefix="enrolkit-") as folder:
        work = pathlib.Path(folder)
        tree = unpack(library, cache, work, log)
        done = pathlib.Path(tempfile.mkdtemp(prefix=".part-", dir=final.parent))
        try:
            # No path of this build may end in the library: __FILE__ reads NAME/file.c everywhere.
            remap = f"-ffile-prefix-map={tree}={library['name']}"
            environment = {**os.environ, "CFLAGS": remap, "CXXFLAGS": remap, "ENROLKIT_JOBS": jobs}
            run(["cmake", "-S", tree, "-B", work / "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=MinSizeRel",
                 f"-DCMAKE_TOOLCHAIN_FILE={toolchain(arch)}", f"-DENROLKIT_ARCH={arch.removeprefix('linux-')}", f"-DCMAKE_INSTALL_PREFIX={done}",
                 "-DCMAKE_INSTALL_LIBDIR=lib", "-DCMAKE_C_VISIBILITY_PRESET=hidden", "-DCMAKE_CXX_VISIBILITY_PRESET=hidden",
                 f"-DCMAKE_PREFIX_PATH={';'.join(map(str, prefixes))}", f"-DENROLKIT_LIBRARY_VERSION={library['version']}",
                 *library.get("cmake", [])], log, env=environment)
            run(["cmake", "--build", work / "build", "--parallel", jobs], log)
            run(["cmake", "--install", work / "build"], log)
            notices = done / "notices"
            notices.mkdir()
            for name in library["licence_files"]:
                shutil.copy(tree / name, notices / name.replace("/", "-"))
            done.chmod(0o755)
            os.rename(done, final)
        except OSError:
            # Another clone was faster, with the same bytes.
            shutil.rmtree(done, ignore_errors=True)
            if not final.is_dir():
                raise
        except BaseException:
            shutil.rmtree(done, ignore_errors=True)
            raise


def toolchain(arch):
    return HERE / ("linux.cmake" if arch.startswith("linux-") else "toolchain.cmake")


def compiler():
    """What of the compiler goes into a key: Zig's version, or Apple clang's."""
    zig = os.environ.get("ENROLKIT_ZIG")
    command = [zig, "version"] if zig else ["cc", "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main(arch, cache, jobs):
    cache = pathlib.Path(cache)
    common = compiler() + arch + toolchain(arch).read_text() + pathlib.Path(__file__).read_text()
    prefixes = {}
    for library in json.loads((HERE / "sources.json").read_text())["libraries"]:
        needs = [prefixes[name] for name in library.get("needs", [])]
        recipe = (HERE / library["build_file"]).read_text() if "build_file" in library else ""
        key = sha256("\n".join([common, json.dumps(library, sort_keys=True), recipe, *map(str, needs)]).encode())
        final = cache / "libraries" / f"{library['name']}-{library['version']}-{arch}-{key[:16]}"
        final.parent.mkdir(parents=True, exist_ok=True)
        if not final.is_dir():
            print(f"  {library['name']} {library['version']} for {arch}", file=sys.stderr, flush=True)
            log = cache / "libraries" / f"{final.name}.log"
            log.unlink(missing_ok=True)
            build(library, needs, arch, jobs, cache, final, log)
            log.unlink(missing_ok=True)
        prefixes[library["name"]] = final
    print(";".join(map(str, prefixes.values())))


def interrupted(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)  # what is half done goes, as by Ctrl-C
    try:
        main(*sys.argv[1:4])
    except (Trouble, OSError, subprocess.SubprocessError) as trouble:
        sys.exit(print(f"enrolkit: libraries: {trouble}", file=sys.stderr) or 2)
    except KeyboardInterrupt:
        sys.exit(130)
