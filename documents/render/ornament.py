"""Vector ornaments of the certificate, after the face of a Đông Sơn drum. Millimetres throughout."""

from __future__ import annotations

import math
from collections.abc import Iterator

import segno

GREEN, GOLD, DARK_GOLD, PALE, IVORY = "#14492f", "#b58a2d", "#8f6a14", "#f6eedb", "#fffdf7"
STAR_LIGHT, STAR_DARK = "#ecc860", "#c9971f"
WIDTH, HEIGHT = 297.0, 210.0
BAND_FROM, BAND_TO = 8.0, 17.0
UNIT = 6.6

Point = tuple[float, float]


def polar(centre: Point, radius: float, angle: float) -> Point:
    """The point at an angle from a centre."""
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _points(points: Iterator[Point] | list[Point]) -> str:
    return " ".join(f"{x:.3f},{y:.3f}" for x, y in points)


def star_points(centre: Point, radius: float, *, rays: int = 5, inner: float = 0.382) -> list[Point]:
    """Corners of a star, the first ray upright."""
    step = math.pi / rays
    return [
        polar(centre, radius if index % 2 == 0 else radius * inner, index * step - math.pi / 2)
        for index in range(2 * rays)
    ]


def faceted_star(centre: Point, radius: float) -> str:
    """Each ray light on one side, dark on the other: it reads as metal and stays flat."""
    corners = star_points(centre, radius)
    outline = f'<polygon points="{_points(corners)}" fill="{STAR_DARK}" stroke="{DARK_GOLD}" stroke-width=".24" '
    lights = "".join(
        f'<polygon points="{_points([centre, corners[index], corners[index + 1]])}" fill="{STAR_LIGHT}"/>'
        for index in range(0, 10, 2)
    )
    return f'{outline}stroke-linejoin="round"/>{lights}'


def stars_line(count: int) -> str:
    """The product's stars between two tapering rules."""
    radius, step, middle, level = 6.4, 16.0, 80.0, 7.2
    first = middle - step * (count - 1) / 2
    stars = "".join(faceted_star((first + index * step, level), radius) for index in range(count))
    wings = "".join(_wing(middle, side, step * (count - 1) / 2, level) for side in (-1, 1))
    return f'<svg class="stars" viewBox="0 0 160 14" role="img" aria-label="{count} sao">{wings}{stars}</svg>'


def _wing(middle: float, side: int, half: float, level: float) -> str:
    near, far = middle + side * (half + 13), middle + side * (half + 40)
    tip = middle + side * (half + 10.6)
    lozenge = [(tip, level), (tip + side * 1.5, level - 1.3), (tip + side * 3, level), (tip + side * 1.5, level + 1.3)]
    rule = [(near, level - 0.3), (near, level + 0.3), (far, level)]
    return f'<polygon points="{_points(rule)}" fill="{GOLD}"/><polygon points="{_points(lozenge)}" fill="{GOLD}"/>'


def ring_chain(start: Point, length: float, *, upright: bool) -> str:
    """Ringed dots joined by their inner tangents; a whole number of them, so that they meet the corners exactly."""
    count = round(length / UNIT)
    unit = length / count
    radius = unit * 0.29
    turn = math.pi / 2 if upright else 0.0
    slope = turn + math.pi / 2 - math.asin(2 * radius / unit)

    def centre(index: int) -> Point:
        along = (index + 0.5) * unit
        return (start[0], start[1] + along) if upright else (start[0] + along, start[1])

    out = []
    for index in range(count):
        x, y = here = centre(index)
        out.append(f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius:.3f}"/>')
        out.append(f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius * 0.56:.3f}"/>')
        out.append(f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius * 0.18:.3f}" fill="{GOLD}" stroke="none"/>')
        if index < count - 1:
            (x1, y1), (x2, y2) = polar(here, radius, slope), polar(centre(index + 1), radius, slope + math.pi)
            out.append(f'<line x1="{x1:.3f}" y1="{y1:.3f}" x2="{x2:.3f}" y2="{y2:.3f}"/>')
    return "".join(out)


def teeth(start: Point, length: float, *, upright: bool, inward: int) -> str:
    """The drum's saw teeth along an edge of the band."""
    count = round(length / 2.2)
    step, height = length / count, 1.05 * inward
    parts = []
    for index in range(count):
        a, b = index * step, (index + 1) * step
        corners = [(a, 0.0), (b, 0.0), ((a + b) / 2, height)]
        shifted = [(start[0] + h, start[1] + t) if upright else (start[0] + t, start[1] + h) for t, h in corners]
        parts.append("M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in shifted) + "Z")
    return f'<path d="{"".join(parts)}" fill="{GOLD}" stroke="none"/>'


def drum_star(centre: Point, radius: float) -> str:
    """The drum's sun in a corner square."""
    star = _points(star_points(centre, radius * 0.62, rays=14, inner=0.44))
    rings = "".join(
        f'<circle cx="{centre[0]}" cy="{centre[1]}" r="{radius * k:.3f}" fill="none" stroke="{GOLD}" stroke-width=".22"/>'
        for k in (0.72, 0.79, 0.97)
    )
    dots = "".join(
        f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius * 0.038:.3f}" fill="{GOLD}"/>'
        for x, y in (polar(centre, radius * 0.88, math.tau * index / 28) for index in range(28))
    )
    return f'<polygon points="{star}" fill="{GOLD}"/>{rings}{dots}'


def drum_face(centre: Point) -> str:
    """A very pale drum face behind the words."""
    cx, cy = centre
    out = [f'<polygon points="{_points(star_points(centre, 24, rays=14, inner=0.42))}" fill="{PALE}"/>']
    out += [
        f'<circle cx="{cx}" cy="{cy}" r="{radius}" fill="none" stroke="{PALE}" stroke-width=".45"/>'
        for radius in (26.5, 27.6, 36, 37.1, 46, 47.1, 59, 60.1, 66, 67.1)
    ]
    for radius, count, size in ((31.8, 36, 1.7), (53, 48, 2.3)):
        for index in range(count):
            x, y = polar(centre, radius, math.tau * index / count)
            out.append(
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size}" fill="none" stroke="{PALE}" stroke-width=".4"/>'
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size * 0.35:.2f}" fill="{PALE}"/>'
            )
    out.append(_comb(centre, 37.9, 45.2, 120))
    out.append(_comb(centre, 60.9, 65.2, 168))
    return "".join(out)


def _comb(centre: Point, inner: float, outer: float, count: int) -> str:
    """Short strokes towards the middle, as between the drum's rings."""
    strokes = []
    for index in range(count):
        (x1, y1), (x2, y2) = (polar(centre, radius, math.tau * index / count) for radius in (inner, outer))
        strokes.append(f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}")
    return f'<path d="{"".join(strokes)}" fill="none" stroke="{PALE}" stroke-width=".35"/>'


def frame() -> str:
    """Ground, drum face, green band with its chain, corner suns, and the inner line with concave corners."""
    a, b, middle = BAND_FROM, BAND_TO, (BAND_FROM + BAND_TO) / 2
    band = (
        f'<path fill-rule="evenodd" fill="{GREEN}" '
        f'd="M{a} {a}H{WIDTH - a}V{HEIGHT - a}H{a}Z M{b} {b}V{HEIGHT - b}H{WIDTH - b}V{b}Z"/>'
    )
    lines = "".join(_box(at, weight) for at, weight in ((a - 1.6, 0.5), (a + 0.55, 0.25), (b - 0.55, 0.25)))
    return (
        f'<svg class="ground" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" aria-hidden="true">'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{IVORY}"/>{drum_face((WIDTH / 2, 107))}{band}{lines}'
        f'<g fill="none" stroke="{GOLD}" stroke-width=".27">{_chains(middle)}</g>{_corners(middle)}{_inner_line()}</svg>'
    )


def _box(at: float, weight: float) -> str:
    return (
        f'<rect x="{at}" y="{at}" width="{WIDTH - 2 * at}" height="{HEIGHT - 2 * at}" fill="none" stroke="{GOLD}" '
        f'stroke-width="{weight}"/>'
    )


def _chains(middle: float) -> str:
    start, gap = BAND_TO + 1.2, 0.55
    across, down = WIDTH - 2 * start, HEIGHT - 2 * start
    near, far = BAND_FROM + gap, BAND_TO - gap
    out = [ring_chain((start, y), across, upright=False) for y in (middle, HEIGHT - middle)]
    out += [ring_chain((x, start), down, upright=True) for x in (middle, WIDTH - middle)]
    for edge, inward in ((near, 1), (far, -1), (HEIGHT - near, -1), (HEIGHT - far, 1)):
        out.append(teeth((start, edge), across, upright=False, inward=inward))
    for edge, inward in ((near, 1), (far, -1), (WIDTH - near, -1), (WIDTH - far, 1)):
        out.append(teeth((edge, start), down, upright=True, inward=inward))
    return "".join(out)


def _corners(middle: float) -> str:
    side = BAND_TO - BAND_FROM + 2
    return "".join(_corner(x, y, side) for x in (middle, WIDTH - middle) for y in (middle, HEIGHT - middle))


def _corner(x: float, y: float, side: float) -> str:
    return (
        f'<rect x="{x - side / 2}" y="{y - side / 2}" width="{side}" height="{side}" fill="{GREEN}" '
        f'stroke="{GOLD}" stroke-width=".45"/>{drum_star((x, y), side / 2 - 0.7)}'
    )


def _inner_line() -> str:
    """Two lines with concave corners; the second is a true offset (same centre, radius plus gap)."""
    inset, radius, gap = 20.5, 7.0, 1.25
    outer = _concave(inset, inset + radius, radius)
    reach = math.sqrt((radius + gap) ** 2 - gap**2)
    inner = _concave(inset + gap, inset + reach, radius + gap)
    return (
        f'<path d="{outer}" fill="none" stroke="{GOLD}" stroke-width=".7"/>'
        f'<path d="{inner}" fill="none" stroke="{GOLD}" stroke-width=".25"/>'
    )


def _concave(edge: float, bend: float, radius: float) -> str:
    right, bottom, far_x, far_y = WIDTH - edge, HEIGHT - edge, WIDTH - bend, HEIGHT - bend
    arc = f"A{radius} {radius} 0 0 0"
    return (
        f"M{bend:.3f} {edge}H{far_x:.3f}{arc} {right} {bend:.3f}V{far_y:.3f}{arc} {far_x:.3f} {bottom}"
        f"H{bend:.3f}{arc} {edge} {far_y:.3f}V{bend:.3f}{arc} {bend:.3f} {edge}Z"
    )


def qr(url: str) -> str:
    """A QR code of level M as one path on white."""
    matrix = list(segno.make(url, error="m", micro=False).matrix_iter(border=0))
    size = len(matrix) + 4
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return (
        f'<svg class="qr" viewBox="-2 -2 {size} {size}" role="img" aria-label="Mã QR kiểm tra hiệu lực">'
        f'<rect x="-2" y="-2" width="{size}" height="{size}" fill="#fff"/><path d="{dots}" fill="#000"/></svg>'
    )
