#!/usr/bin/env python3
"""Signs one thin Mach-O executable ad hoc, as `codesign -s - -o runtime` would: adhoc.py FILE IDENTIFIER

Zig's linker signs arm64 only, under the name of the output file, and takes no option for more; rcodesign would, but needs a
newer Rust than Debian 12 has. Hence this: a CodeDirectory (SHA-256, 4 KiB pages, hardened runtime), an empty set of
requirements and an empty CMS blob. A signature that is there is replaced. Layouts: cs_blobs.h of Apple's xnu.
The file is rewritten whole under its name, or not at all.
"""
import hashlib
import os
import struct
import sys

MAGIC_64, MH_EXECUTE = 0xFEEDFACF, 2
LC_SEGMENT_64, LC_CODE_SIGNATURE, LC_BUILD_VERSION = 0x19, 0x1D, 0x32
PAGE = 4096
ADHOC_RUNTIME = 0x2 | 0x10000
VM_PAGE = {0x01000007: 0x1000, 0x0100000C: 0x4000}  # by CPU type: x86_64, arm64


class Trouble(Exception):
    """Why the file cannot be signed."""


def commands(image):
    """(offset, kind, size) of each load command."""
    magic, _, _, kind, count, size = struct.unpack_from("<6I", image)
    if magic != MAGIC_64 or kind != MH_EXECUTE:
        raise Trouble("no thin 64-bit Mach-O executable")
    at, found = 32, []
    for _ in range(count):
        command, length = struct.unpack_from("<2I", image, at)
        if length < 8 or at + length > 32 + size:
            raise Trouble("load commands that lead out of their room")
        found.append((at, command, length))
        at += length
    return found


def segment(image, name):
    for at, command, _ in commands(image):
        if command == LC_SEGMENT_64 and image[at + 8 : at + 24].rstrip(b"\0") == name:
            return at
    raise Trouble(f"no segment {name.decode()}")


def make_room(image):
    """Cuts an old signature off, sees to the load command, and answers where the signature starts."""
    for at, command, _ in commands(image):
        if command == LC_CODE_SIGNATURE:
            start = struct.unpack_from("<I", image, at + 8)[0]
            del image[start:]
            break
    else:
        count, size = struct.unpack_from("<2I", image, 16)
        at = 32 + size
        text = segment(image, b"__TEXT")
        sections = struct.unpack_from("<I", image, text + 64)[0]
        first = min(struct.unpack_from("<I", image, text + 72 + 80 * i + 48)[0] for i in range(sections))
        if at + 16 > first or any(image[at : at + 16]):
            raise Trouble("no room for LC_CODE_SIGNATURE: link with -headerpad")
        struct.pack_into("<2I", image, 16, count + 1, size + 16)
        struct.pack_into("<2I", image, at, LC_CODE_SIGNATURE, 16)
    image.extend(b"\0" * (-len(image) % 16))
    return at, len(image)


def directory(image, identifier, slots, length, text_size, runtime):
    """A CodeDirectory, version 0x20500; with `slots` empty it has its final size already."""
    name = identifier.encode() + b"\0"
    hashes = b"".join(hashlib.sha256(image[i : min(i + PAGE, length)]).digest() for i in range(0, length, PAGE))
    special = b"".join(slots)
    pages = len(hashes) // 32
    start = 96 + len(name) + len(special)
    head = struct.pack(">9I4B2I", 0xFADE0C02, start + len(hashes), 0x20500, ADHOC_RUNTIME, start, 96, len(slots), pages, length,
                       32, 2, 0, 12, 0, 0)  # SHA-256, pages of 2^12, no scatter
    # team, spare3, codeLimit64, execSegBase, execSegLimit, execSegFlags (main binary), runtime, preEncryptOffset
    tail = struct.pack(">2I4Q2I", 0, 0, 0, 0, text_size, 1, runtime, 0)
    assert len(head + tail) == 96
    return head + tail + name + special + hashes


def signed(data, identifier):
    image = bytearray(data)
    runtime = next((struct.unpack_from("<I", image, at + 16)[0] for at, c, _ in commands(image) if c == LC_BUILD_VERSION), 0)
    command, start = make_room(image)
    requirements = struct.pack(">3I", 0xFADE0C01, 12, 0)
    cms = struct.pack(">2I", 0xFADE0B01, 8)
    slots = [hashlib.sha256(requirements).digest(), bytes(32)]  # -2: requirements, -1: no Info.plist
    text_size = struct.unpack_from("<Q", image, segment(image, b"__TEXT") + 48)[0]

    def blob():
        parts = [(0, directory(image, identifier, slots, start, text_size, runtime)), (2, requirements), (0x10000, cms)]
        index, offset = b"", 12 + 8 * len(parts)
        for kind, part in parts:
            index += struct.pack(">2I", kind, offset)
            offset += len(part)
        return struct.pack(">3I", 0xFADE0CC0, offset, len(parts)) + index + b"".join(part for _, part in parts)

    size = (len(blob()) + 15) // 16 * 16
    # The header is hashed too: it must say where the signature is before the first page is.
    struct.pack_into("<4I", image, command, LC_CODE_SIGNATURE, 16, start, size)
    linkedit = segment(image, b"__LINKEDIT")
    file_offset = struct.unpack_from("<Q", image, linkedit + 40)[0]
    page = VM_PAGE[struct.unpack_from("<I", image, 4)[0]]
    length = start + size - file_offset
    struct.pack_into("<Q", image, linkedit + 32, (length + page - 1) // page * page)
    struct.pack_into("<Q", image, linkedit + 48, length)
    return bytes(image) + blob().ljust(size, b"\0")


def main(path, identifier):
    with open(path, "rb") as file:
        data = signed(file.read(), identifier)
    temporary = f"{path}.part"
    with open(temporary, "wb") as file:
        file.write(data)
    os.chmod(temporary, 0o755)
    os.replace(temporary, path)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (Trouble, OSError, KeyError, struct.error) as trouble:
        sys.exit(print(f"enrolkit: signature: {sys.argv[1]}: {trouble}", file=sys.stderr) or 2)
