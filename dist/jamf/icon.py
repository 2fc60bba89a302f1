#!/usr/bin/env python3
"""Draws the icon of the repair in Self Service: icon.py FILE. 512 by 512, RGBA, by the standard library alone.

A Mac's screen with a tick in it: in Self Service it stands beside "Repair the management of this Mac". icon.png beside this
file is what it draws; a test compares the pixels.
"""
import math
import struct
import sys
import zlib

SIZE = 512
BLUE, WHITE = (32, 104, 196), (255, 255, 255)


def box(x, y, left, top, right, bottom, radius):
    """How far a point is outside of a box with round corners; negative inside."""
    dx = max(left + radius - x, x - (right - radius), 0)
    dy = max(top + radius - y, y - (bottom - radius), 0)
    return math.hypot(dx, dy) - radius


def line(x, y, ax, ay, bx, by, width):
    """The same of a thick line with round ends."""
    along = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) - width / 2


def covered(distance):
    return max(0.0, min(1.0, 0.5 - distance))


def pixel(column, row):
    x, y = column + 0.5, row + 0.5
    screen = box(x, y, 96, 120, 416, 332, 22)
    white = max(
        covered(screen) - covered(screen + 22),  # its frame; inside, where no distance is under the radius, half of it
        covered(box(x, y, 56, 350, 456, 388, 19)),  # its base
        covered(min(line(x, y, 192, 228, 240, 276, 34), line(x, y, 240, 276, 328, 180, 34))),
    )
    colour = [round(a + (b - a) * white) for a, b in zip(BLUE, WHITE)]
    return bytes([*colour, round(255 * covered(box(x, y, 8, 8, 504, 504, 112)))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main(path):
    rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    image = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    with open(path, "wb") as file:
        file.write(image)


if __name__ == "__main__":
    main(sys.argv[1])
