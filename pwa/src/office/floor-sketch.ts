/** A floor while it is drawn: ways and stands moved, turned and added; pure, in millimetres, on a grid. */
import type { Station, Way } from '../contract/setup';

export const GRID_MM = 500;
/** How far beside the last aisle one stands that is added by the keyboard. */
const BESIDE_MM = 3_000;
const LONG_MM = 10_000;

export interface Stand extends Station {
  /** Said of a new one alone. */
  zone?: string;
}

export interface Sketch {
  ways: Way[];
  stands: Stand[];
}

/** What can be added: its name begins with a stem. */
export const ADDED = {
  aisle: { stem: '', kind: 'aisle' },
  cross: { stem: 'X', kind: 'cross' },
  dock: { stem: 'DOCK-', kind: 'dock' },
  shipping: { stem: 'SHIP-', kind: 'dock', zone: 'SHIP' },
  packing: { stem: 'PACK-', kind: 'station' },
  quarantine: { stem: 'QUAR-', kind: 'quarantine' },
} as const;
export type Added = keyof typeof ADDED;
export const isWay = (what: Added): what is 'aisle' | 'cross' => what === 'aisle' || what === 'cross';

export type Point = readonly [x: number, y: number];
export const snap = (value: number): number => Math.round(value / GRID_MM) * GRID_MM;

/** One thing otherwise; the rest as it was. */
function changed(sketch: Sketch, code: string, way: (one: Way) => Way, stand: (one: Stand) => Stand): Sketch {
  return {
    ways: sketch.ways.map((one) => (one.code === code ? way(one) : one)),
    stands: sketch.stands.map((one) => (one.code === code ? stand(one) : one)),
  };
}

export const moved = (sketch: Sketch, code: string, [dx, dy]: Point): Sketch =>
  changed(
    sketch,
    code,
    (one) => ({ ...one, x1: one.x1 + dx, y1: one.y1 + dy, x2: one.x2 + dx, y2: one.y2 + dy }),
    (one) => ({ ...one, x: one.x + dx, y: one.y + dy }),
  );

/** One end of a way goes elsewhere: it gets longer, or turns. */
export const bent = (sketch: Sketch, code: string, end: 1 | 2, [x, y]: Point): Sketch =>
  changed(sketch, code, (one) => (end === 1 ? { ...one, x1: x, y1: y } : { ...one, x2: x, y2: y }), (one) => one);

/** A quarter about its beginning. */
export const turned = (sketch: Sketch, code: string): Sketch =>
  changed(sketch, code, (one) => ({ ...one, x2: one.x1 + (one.y2 - one.y1), y2: one.y1 - (one.x2 - one.x1) }), (one) => one);

export const walkedOneWay = (sketch: Sketch, code: string, oneWay: boolean): Sketch => changed(sketch, code, (one) => ({ ...one, oneWay }), (one) => one);

export const without = (sketch: Sketch, code: string): Sketch => ({ ways: sketch.ways.filter((one) => one.code !== code), stands: sketch.stands.filter((one) => one.code !== code) });

/** A name that is free, in the sketch and of `taken`: the next letter of aisles, the next number of all else. */
export function freeName(sketch: Sketch, what: Added, taken: readonly string[] = []): string {
  const known = new Set([...sketch.ways, ...sketch.stands].map(({ code }) => code).concat(taken));
  const { stem } = ADDED[what];
  // Without I and O, which are read as 1 and 0.
  const names = stem ? [] : [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
  for (let n = 1; n < 1_000; n += 1) names.push(`${stem || 'A'}${n}`);
  return names.find((one) => !known.has(one)) ?? '';
}

/** With one more, from one point to another: a way follows the direction that it was mostly drawn in. */
export function added(sketch: Sketch, what: Added, code: string, [x1, y1]: Point, [x2, y2]: Point): Sketch {
  const about = ADDED[what];
  if (!isWay(what)) return { ...sketch, stands: [...sketch.stands, { code, kind: about.kind, x: x2, y: y2, ...('zone' in about ? { zone: about.zone } : {}) }] };
  const upright = Math.abs(y2 - y1) >= Math.abs(x2 - x1);
  return { ...sketch, ways: [...sketch.ways, { code, kind: about.kind, x1, y1, x2: upright ? x1 : x2, y2: upright ? y2 : y1, oneWay: false, isNew: true }] };
}

/** Where a thing goes that nobody has pointed out a spot for: beside what is there. */
export function beside({ ways, stands }: Sketch, what: Added): [Point, Point] {
  const aisles = ways.filter((one) => one.kind === 'aisle');
  const right = Math.max(0, ...ways.flatMap((one) => [one.x1, one.x2]), ...stands.map((one) => one.x));
  const last = aisles[aisles.length - 1];
  const [low, high] = last ? [Math.min(last.y1, last.y2), Math.max(last.y1, last.y2)] : [0, LONG_MM];
  const x = snap(right + BESIDE_MM);
  return what === 'cross' ? [[snap(right), low], [x + LONG_MM, low]] : [[x, low], [x, what === 'aisle' && high > low ? high : low]];
}

const sameWay = (a: Way, b: Way): boolean => a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2 && a.oneWay === b.oneWay;

/** What of a sketch was changed, as it is saved. */
export function changesOf(before: Sketch, now: Sketch) {
  const way = new Map(before.ways.map((one) => [one.code, one]));
  const stand = new Map(before.stands.map((one) => [one.code, one]));
  const differs = (one: Way): boolean => !way.has(one.code) || !sameWay(way.get(one.code)!, one);
  return {
    ways: now.ways.filter(differs).map(({ code, kind, x1, y1, x2, y2, oneWay }) => ({ code, kind, x1_mm: x1, y1_mm: y1, x2_mm: x2, y2_mm: y2, one_way: oneWay })),
    gone: before.ways.filter((one) => !now.ways.some(({ code }) => code === one.code)).map(({ code }) => code),
    stands: now.stands
      .filter((one) => stand.get(one.code)?.x !== one.x || stand.get(one.code)?.y !== one.y)
      .map(({ code, kind, x, y, zone }) => ({ code, kind, x_mm: x, y_mm: y, ...(zone ? { zone } : {}) })),
  };
}
export type Changes = ReturnType<typeof changesOf>;
export const howMany = ({ ways, gone, stands }: Changes): number => ways.length + gone.length + stands.length;

/** The frame that all of it lies in. */
export function frameOf({ ways, stands }: Sketch, margin: number): { left: number; top: number; wide: number; deep: number } {
  const xs = [0, ...ways.flatMap((one) => [one.x1, one.x2]), ...stands.map((one) => one.x)];
  const ys = [0, ...ways.flatMap((one) => [one.y1, one.y2]), ...stands.map((one) => one.y)];
  const [left, top] = [Math.min(...xs) - margin, Math.max(...ys) + margin];
  return { left, top, wide: Math.max(...xs) + margin - left, deep: top - Math.min(...ys) + margin };
}
