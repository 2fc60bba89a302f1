#!/usr/bin/env python3
"""Takes the local symbols out of a thin Mach-O executable that Zig linked: strip.py FROM TO

llvm-strip 14 does it too, but forgets that entries of the indirect symbol table may name a local symbol: it leaves chance
numbers there. Apple's strip marks them INDIRECT_SYMBOL_LOCAL, and so does this. The three tables it rewrites must be the
last of the file, as Zig lays them out (a signature behind them is dropped: adhoc.py makes a new one).
"""
import os
import struct
import sys

from adhoc import LC_CODE_SIGNATURE, Trouble, commands, segment

LC_SYMTAB, LC_DYSYMTAB = 0x2, 0xB
INDIRECT_SYMBOL_LOCAL, INDIRECT_FLAGS = 0x80000000, 0xC0000000
ENTRY = struct.Struct("<IBBHQ")  # nlist_64


def one(image, kind):
    found = [at for at, command, _ in commands(image) if command == kind]
    if len(found) != 1:
        raise Trouble(f"{len(found)} load commands {kind:#x}")
    return found[0]


def stripped(data):
    image = bytearray(data)
    symtab, dysymtab = one(image, LC_SYMTAB), one(image, LC_DYSYMTAB)
    symbols, count, strings, strings_size = struct.unpack_from("<4I", image, symtab + 8)
    first_local, local, first_defined, defined, first_undefined, undefined = struct.unpack_from("<6I", image, dysymtab + 8)
    indirect, indirect_count = struct.unpack_from("<2I", image, dysymtab + 56)
    if (first_local, first_defined, first_undefined, count) != (0, local, local + defined, local + defined + undefined):
        raise Trouble("symbols are not in the order local, defined, undefined")
    end = strings + strings_size
    signature = next((at for at, command, _ in commands(image) if command == LC_CODE_SIGNATURE), None)
    room = end if signature is None else struct.unpack_from("<I", image, signature + 8)[0]
    if not symbols + 16 * count <= indirect <= indirect + 4 * indirect_count <= strings or not 0 <= room - end < 16:
        raise Trouble("symbols, indirect symbols and names are not the last tables, in this order")

    names, table = bytearray(b" \0"), bytearray()  # no symbol's name is at 0: that means no name
    for i in range(local, count):
        name, kind, section, what, value = ENTRY.unpack_from(image, symbols + 16 * i)
        start = strings + name
        table += ENTRY.pack(len(names), kind, section, what, value)
        names += image[start : image.index(0, start, end) + 1]
    numbers = struct.unpack_from(f"<{indirect_count}I", image, indirect)
    moved = [n if n & INDIRECT_FLAGS else n - local if n >= local else INDIRECT_SYMBOL_LOCAL for n in numbers]

    new_indirect = symbols + len(table)
    new_strings = new_indirect + 4 * indirect_count
    names += b"\0" * (-len(names) % 8)
    image[symbols:] = table + struct.pack(f"<{indirect_count}I", *moved) + names
    struct.pack_into("<4I", image, symtab + 8, symbols, count - local, new_strings, len(names))
    struct.pack_into("<6I", image, dysymtab + 8, 0, 0, 0, defined, defined, undefined)
    struct.pack_into("<I", image, dysymtab + 56, new_indirect)
    if signature is not None:
        struct.pack_into("<2I", image, signature + 8, len(image), 0)
    linkedit = segment(image, b"__LINKEDIT")
    struct.pack_into("<Q", image, linkedit + 48, len(image) - struct.unpack_from("<Q", image, linkedit + 40)[0])
    return bytes(image)


if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as file:
            result = stripped(file.read())
        with open(sys.argv[2], "wb") as file:
            file.write(result)
        os.chmod(sys.argv[2], 0o755)
    except (Trouble, OSError, ValueError, struct.error) as trouble:
        sys.exit(print(f"enrolkit: strip: {sys.argv[1]}: {trouble}", file=sys.stderr) or 2)
