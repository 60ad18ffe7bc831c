"""Writes centroids.csv from a TopoJSON of district outlines: python3 make_centroids.py OUTLINES.topo.json

The centroid of a district is that of its area (planar, degrees of latitude and longitude, good to a
kilometre at this size). A merged unit is the area-weighted mean of its parts. Units without an outline
are listed by hand below.
"""

import json
import sys

MERGED = {"500157": ("两江新区", ["500105", "500112"])}
BY_HAND = [("500110-wansheng", "万盛经开区", 28.966, 106.925)]


def rings(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    for shape in topology["objects"]["cq"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found = []
        for polygon in polygons:
            for ring in polygon:
                points = []
                for index in ring:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points.extend(arc if not points else arc[1:])
                found.append(points)
        yield shape["properties"]["code"], shape["properties"]["name"], found


def moments(points):
    area = east = north = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
        cross = x0 * y1 - x1 * y0
        area, east, north = area + cross, east + (x0 + x1) * cross, north + (y0 + y1) * cross
    return area / 2, east / 6, north / 6


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    sums = {}
    for code, name, found in rings(topology):
        # Outer rings and holes run in opposite directions, so their moments cancel by themselves.
        area, east, north = (sum(parts) for parts in zip(*map(moments, found)))
        sums[code] = (name, area, east, north)
    for code, (name, parts) in MERGED.items():
        sums[code] = (name, *(sum(sums[part][place] for part in parts) for place in (1, 2, 3)))
    rows = [(code, name, north / area, east / area) for code, (name, area, east, north) in sums.items()]
    with open("centroids.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("code,name,latitude,longitude\n")
        for code, name, latitude, longitude in sorted(rows + BY_HAND):
            file.write(f"{code},{name},{latitude:.4f},{longitude:.4f}\n")


main()
