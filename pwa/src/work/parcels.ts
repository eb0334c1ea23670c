/** Which carton to take and how goods stand in it, as a packing's script proposes. For the screen: no reducer looks at it. */
import type { Script } from '../engine';
import { isCode, say, type Words } from '../messages';

/** A unit in its carton, in mm: its item, its corner, and its sides along, across and upright. */
export interface Box {
  item: number;
  x: number;
  y: number;
  z: number;
  along: number;
  across: number;
  upright: number;
}

export interface Parcel {
  carton: string;
  size: [length: number, width: number, height: number];
  fillPct: number;
  /** In the order in which they are put in. */
  boxes: Box[];
  /** What the room that is left is filled with, in the house's own word. */
  fill: { kind: string; litres: number } | null;
}

interface Told {
  parcels?: { carton: string; size: [number, number, number]; fill_pct: number; placed: [number, number, number, number, number, number, number][]; fill?: { kind: string; litres: number } }[];
  no_parcels?: { code: string; params: Words };
}

/** The parcels that are proposed; none where none are. */
export function parcelsOf(script: Script): Parcel[] {
  return ((script as Told).parcels ?? []).map(({ carton, size, fill_pct: fillPct, placed, fill }) => ({
    carton,
    size,
    fillPct,
    boxes: placed.map(([item, x, y, z, along, across, upright]) => ({ item, x, y, z, along, across, upright })),
    fill: fill ?? null,
  }));
}

/** Why no carton is proposed, as a sentence; null where one is, or where the site has named none. */
export function whyNone(script: Script): string | null {
  const told = (script as Told).no_parcels;
  const code = `why_${told?.code ?? ''}`;
  return told && isCode(code) ? say(code, told.params) : null;
}

/** The parcel that comes next once so many units are packed, by its number from 0; the last one when all are. */
export function parcelAt(parcels: readonly Parcel[], packed: number): number {
  let before = 0;
  for (const [n, { boxes }] of parcels.entries()) {
    before += boxes.length;
    if (packed < before) return n;
  }
  return parcels.length - 1;
}

/** Whether exactly the parcels before this one are packed: then its carton has to be taken. */
export function isNewParcel(parcels: readonly Parcel[], packed: number): boolean {
  const before = parcels.slice(0, parcelAt(parcels, packed)).reduce((sum, { boxes }) => sum + boxes.length, 0);
  return before > 0 && packed === before;
}

/** Farthest from the eye first, for somebody who stands before the carton's near corner and looks down into it. */
export function fromBehind(boxes: readonly Box[]): Box[] {
  const drawn: Box[] = [];
  const seen = new Set<Box>();
  const draw = (box: Box): void => {
    if (seen.has(box)) return;
    seen.add(box);
    for (const other of boxes) if (other !== box && isBehind(other, box)) draw(other);
    drawn.push(box);
  };
  boxes.forEach(draw);
  return drawn;
}

/** Boxes never overlap, so some plane parts them: what lies beyond it, seen from high x, y and z, is behind. */
function isBehind(one: Box, other: Box): boolean {
  return one.x + one.along <= other.x || one.y + one.across <= other.y || one.z + one.upright <= other.z
    ? !(other.x + other.along <= one.x || other.y + other.across <= one.y || other.z + other.upright <= one.z)
    : false;
}
