#!/usr/bin/env python3
"""Draw every icon of the application from icon.svg: PNG for the desktops, .ico for Windows, .icns for macOS.

    python3 icons/icons.py

Needs nothing but Python. It reads the rectangles of icon.svg and refuses anything else in it;
edges are smoothed by counting 8 x 8 points a pixel.
"""

import struct
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
POINTS = 8
PNG_SIZES = {"32x32.png": 32, "128x128.png": 128, "128x128@2x.png": 256, "icon.png": 512}
ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
# What macOS calls each size.
ICNS_SIZES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def rectangles():
    """The rectangles of the drawing as (x, y, width, height, radius, colour), back to front."""
    root = ElementTree.parse(HERE / "icon.svg").getroot()
    side = float(root.get("viewBox").split()[2])
    for element in root:
        if not element.tag.endswith("}rect"):
            sys.exit(f"icon.svg may hold rectangles only, not {element.tag}")
        x, y, width, height = (float(element.get(name)) / side for name in ("x", "y", "width", "height"))
        radius = float(element.get("rx", "0")) / side
        fill = element.get("fill")
        yield x, y, width, height, radius, tuple(int(fill[at : at + 2], 16) for at in (1, 3, 5))


def covers(rectangle, x, y):
    """Whether a point lies within a rectangle with rounded corners."""
    left, top, width, height, radius, _ = rectangle
    if not (left <= x < left + width and top <= y < top + height):
        return False
    corner_x = max(left + radius - x, x - (left + width - radius), 0)
    corner_y = max(top + radius - y, y - (top + height - radius), 0)
    return corner_x**2 + corner_y**2 <= radius**2 or corner_x == 0 or corner_y == 0


def colour_at(drawing, x, y):
    """The colour of the frontmost rectangle at a point, or None."""
    return next((rectangle[5] for rectangle in reversed(drawing) if covers(rectangle, x, y)), None)


def pixels(size, drawing):
    """RGBA rows, not premultiplied."""
    rows = []
    for row in range(size):
        line = bytearray()
        for column in range(size):
            corners = [colour_at(drawing, (column + x) / size, (row + y) / size) for x in (0.01, 0.99) for y in (0.01, 0.99)]
            if len(set(corners)) == 1:
                # Every rectangle is wider than a pixel: four equal corners are a pixel of one colour.
                seen = corners
            else:
                steps = [(step + 0.5) / POINTS for step in range(POINTS)]
                seen = [colour_at(drawing, (column + x) / size, (row + y) / size) for x in steps for y in steps]
            points = len(seen)
            seen = [colour for colour in seen if colour]
            alpha = round(255 * len(seen) / points)
            colour = [round(sum(one[channel] for one in seen) / len(seen)) if seen else 0 for channel in range(3)]
            line += bytes([*colour, alpha])
        rows.append(bytes(line))
    return rows


def png(rows):
    """A PNG file."""
    size = len(rows)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    content = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def bitmap(rows):
    """The bitmap of an .ico: BGRA from the bottom up, then an empty mask."""
    size = len(rows)
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, size * size * 4, 0, 0, 0, 0)
    body = b"".join(
        bytes(channel for at in range(0, len(row), 4) for channel in (row[at + 2], row[at + 1], row[at], row[at + 3]))
        for row in reversed(rows)
    )
    return header + body + bytes((size + 31) // 32 * 4 * size)


def main():
    drawing = list(rectangles())
    sizes = {*PNG_SIZES.values(), *ICO_SIZES, *ICNS_SIZES.values()}
    drawn = {size: pixels(size, drawing) for size in sorted(sizes)}
    for name, size in PNG_SIZES.items():
        (HERE / name).write_bytes(png(drawn[size]))
    # Old readers want bitmaps for the small ones.
    images = [(size, png(drawn[size]) if size >= 256 else bitmap(drawn[size])) for size in ICO_SIZES]
    directory, content, offset = b"", b"", 6 + 16 * len(images)
    for size, image in images:
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), offset + len(content))
        content += image
    (HERE / "icon.ico").write_bytes(struct.pack("<HHH", 0, 1, len(images)) + directory + content)
    entries = b"".join(
        kind + struct.pack(">I", 8 + len(image)) + image
        for kind, image in ((kind, png(drawn[size])) for kind, size in ICNS_SIZES.items())
    )
    (HERE / "icon.icns").write_bytes(b"icns" + struct.pack(">I", 8 + len(entries)) + entries)


if __name__ == "__main__":
    main()
