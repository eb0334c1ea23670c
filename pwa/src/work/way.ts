/** The way from one bin to another: along an aisle as somebody says it who faces the shelf, to another aisle by what is passed. Pure. */

export interface Spot {
  level: string;
  /** On the floor, in millimetres: x to the right, y away from the reader of the plan. */
  x?: number | undefined;
  y?: number | undefined;
}

export interface Way {
  to: 'left' | 'right' | 'up' | 'down' | 'across';
  /** Bays or levels. */
  count: number;
}

/** Aisles on from where somebody stands; `past` is the first of those in between, '' where there is none. */
export interface AisleWay {
  count: number;
  past: string;
}

interface Point {
  x: number;
  y: number;
}

/** `aisle` are all bins along it: they tell where it runs, and which bays stand in between. Null where that is not drawn. */
export function wayBetween(from: Spot, to: Spot, aisle: readonly Spot[]): Way | null {
  const drawn = aisle.filter(isDrawn);
  if (!isDrawn(from) || !isDrawn(to)) return null;
  const [wide, deep] = [span(drawn.map(({ x }) => x)), span(drawn.map(({ y }) => y))];
  const [along, across] = deep.length >= wide.length ? (['y', 'x'] as const) : (['x', 'y'] as const);
  const middle = (across === 'x' ? wide : deep).middle;
  const side = Math.sign(from[across] - middle);
  if (side !== Math.sign(to[across] - middle)) return { to: 'across', count: 1 };
  if (from[along] === to[along]) return stacked(from, to);
  // A shelf on one side alone does not tell where the person stands.
  if (!side) return null;
  const [low, high] = [Math.min(from[along], to[along]), Math.max(from[along], to[along])];
  const bays = new Set(drawn.filter((spot) => Math.sign(spot[across] - middle) === side && spot[along] > low && spot[along] <= high).map((spot) => spot[along]));
  const on = Math.sign(to[along] - from[along]);
  // Facing right on the plan, left is away from its reader; facing away from the reader, it is the plan's left.
  const left = across === 'x' ? side * on > 0 : side * on < 0;
  return { to: left ? 'left' : 'right', count: bays.size };
}

/** The way to another aisle that runs beside this one; null where the floor is not drawn, or the one goes on where the other ends. */
export function aislesBetween(from: string, to: string, bins: readonly (Spot & { aisle: string })[]): AisleWay | null {
  const lines = new Map<string, { along: 'x' | 'y'; at: number }>();
  const aisles = new Map<string, Point[]>();
  for (const bin of bins) {
    if (bin.aisle && isDrawn(bin)) aisles.set(bin.aisle, [...(aisles.get(bin.aisle) ?? []), bin]);
  }
  for (const [aisle, drawn] of aisles) {
    const [wide, deep] = [span(drawn.map(({ x }) => x)), span(drawn.map(({ y }) => y))];
    lines.set(aisle, deep.length >= wide.length ? { along: 'y', at: wide.middle } : { along: 'x', at: deep.middle });
  }
  const [here, there] = [lines.get(from), lines.get(to)];
  if (!here || !there || here.along !== there.along || here.at === there.at) return null;
  const on = Math.sign(there.at - here.at);
  const beside = [...lines].filter(([, { along, at }]) => along === here.along && (at - here.at) * on > 0 && (there.at - at) * on > 0);
  const between = [...new Map(beside.map(([aisle, { at }]) => [at, aisle])).entries()].sort(([one], [other]) => (one - other) * on);
  return { count: between.length + 1, past: between[0]?.[1] ?? '' };
}

/** Levels count from the floor. */
function stacked(from: Spot, to: Spot): Way | null {
  const up = Number(to.level) - Number(from.level);
  return up ? { to: up > 0 ? 'up' : 'down', count: Math.abs(up) } : null;
}

function isDrawn(spot: Spot): spot is Spot & Point {
  return spot.x !== undefined && spot.y !== undefined;
}

function span(values: readonly number[]): { length: number; middle: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { length: high - low, middle: (low + high) / 2 };
}
