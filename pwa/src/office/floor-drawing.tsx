/** The floor from above, drawn to scale: shelves, aisles with their direction, ways across, docks and stations. */
import type { FloorPlan, SampleTour, Shelf, Station, Way } from '../contract/setup';

const MARGIN_MM = 3_500;

interface DrawingProps {
  ways: Way[];
  shelves?: Shelf[];
  stations: Station[];
  tour?: SampleTour | null;
  closed?: FloorPlan['closed'] | undefined;
  title: string;
}

export function FloorDrawing({ ways, shelves = [], stations, tour = null, closed = [], title }: DrawingProps) {
  // What has no place of its own yet is not drawn.
  const placed = stations.filter((one) => one.x !== 0 || one.y !== 0);
  const xs = [...ways.flatMap((way) => [way.x1, way.x2]), ...placed.map((one) => one.x), ...shelves.flatMap((one) => [one.x, one.x + one.wide])];
  const ys = [...ways.flatMap((way) => [way.y1, way.y2]), ...placed.map((one) => one.y)];
  if (ways.length === 0) return null;
  const left = Math.min(...xs) - MARGIN_MM;
  const top = Math.max(...ys) + MARGIN_MM;
  const wide = Math.max(...xs) + MARGIN_MM - left;
  const deep = top - (Math.min(...ys) - MARGIN_MM);
  // Letters are as large as an aisle allows.
  const letter = Math.max(Math.min(wide, deep) / 32, 500);
  const line = linesOf(placed, letter);
  const up = (y: number): number => top - y;
  return (
    <svg class="floor-drawing" viewBox={`0 0 ${wide} ${deep}`} role="img" aria-label={title} preserveAspectRatio="xMidYMid meet">
      {shelves.map((one, index) => (
        <rect key={index} class="shelf" x={one.x - left} y={up(one.y + one.deep)} width={one.wide} height={one.deep} />
      ))}
      {ways.map((way) => (
        <line key={way.code} class={`way ${way.kind} ${way.isNew ? 'new' : ''}`} x1={way.x1 - left} y1={up(way.y1)} x2={way.x2 - left} y2={up(way.y2)} />
      ))}
      {ways
        .filter((way) => way.oneWay)
        .map((way) => (
          <path key={way.code} class="arrow" d={arrow(way.x2 - left, up(way.y1 + (way.y2 - way.y1) * 0.6), Math.sign(way.y2 - way.y1), letter / 2)} />
        ))}
      {ways
        .filter((way) => way.kind === 'aisle')
        .map((way) => (
          <text key={way.code} class="aisle-name" x={way.x1 - left} y={up(Math.max(way.y1, way.y2)) - letter * 0.5} font-size={letter} text-anchor="middle">
            {way.code}
          </text>
        ))}
      {placed.map((one) => (
        <g key={one.code} class={`stand ${one.kind}`}>
          <rect x={one.x - left - letter * 0.6} y={up(one.y) - letter * 0.4} width={letter * 1.2} height={letter * 0.8} rx={letter * 0.2} />
          <text x={one.x - left} y={up(one.y) + letter * (1.2 + NAME * (line.get(one.code) ?? 0))} font-size={letter * NAME} text-anchor="middle">
            {one.code}
          </text>
        </g>
      ))}
      {closed.map((one) => (
        <path key={one.code} class="closed" d={cross(one.x - left, up(one.y), letter * 0.35)}>
          <title>{[one.code, one.why].filter(Boolean).join(': ')}</title>
        </path>
      ))}
      {tour?.stops.map((one, number) => (
        <g key={one.code} class="stop">
          <title>{one.code}</title>
          <circle cx={one.x - left} cy={up(one.y)} r={letter * 0.5} />
          <text x={one.x - left} y={up(one.y) + letter * 0.22} font-size={letter * 0.62} text-anchor="middle">
            {number + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A station's name, against the letters of an aisle's. */
export const NAME = 0.75;

/** Names of stations that would write over each other stand on lines of their own. */
export function linesOf(stands: readonly { code: string; x: number; y: number }[], letter: number): Map<string, number> {
  const lines = new Map<string, number>();
  // Where the last name on each line ends.
  const ends: { x: number; y: number }[] = [];
  for (const one of [...stands].sort((a, b) => a.x - b.x)) {
    const half = (one.code.length * letter * NAME * 0.62) / 2;
    const free = ends.findIndex((end) => end.x < one.x - half || Math.abs(end.y - one.y) > letter * 2);
    const line = free < 0 ? ends.length : free;
    ends[line] = { x: one.x + half + letter * 0.2, y: one.y };
    lines.set(one.code, line);
  }
  return lines;
}

/** What is out of use is crossed out. */
function cross(x: number, y: number, size: number): string {
  return `M ${x - size} ${y - size} L ${x + size} ${y + size} M ${x - size} ${y + size} L ${x + size} ${y - size}`;
}

/** A head that points up the page for 1, down for -1. */
function arrow(x: number, y: number, way: number, size: number): string {
  return `M ${x - size} ${y + way * size} L ${x} ${y - way * size} L ${x + size} ${y + way * size} Z`;
}
