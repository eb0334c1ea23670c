/** What things are called: the script knows its own, the local catalogue the rest. */
import type { Catalogue, CatalogueItem, CataloguePlace, JsonObject } from '../contract';
import { anyOf, sayAny } from '../messages';
import { aislesBetween, wayBetween, type AisleWay, type Way } from './way';

/** The page hears its keys and draws after so long: a catalogue may have tens of thousands of rows. */
const PIECE_MS = 12;

async function inPieces<R>(rows: readonly R[], take: (row: R) => void): Promise<void> {
  let until = performance.now() + PIECE_MS;
  for (const row of rows) {
    take(row);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + PIECE_MS;
  }
}

/** The local catalogue, indexed once when it is loaded. */
export class Names {
  private readonly items = new Map<number, CatalogueItem>();
  private readonly places = new Map<number, CataloguePlace>();
  private readonly codes = new Map<string, { item: number; qty: number; pack: string }>();
  private readonly placeCodes = new Map<string, CataloguePlace>();

  constructor(readonly fetchedAt: number) {}

  /** The names of a catalogue. */
  static async of(catalogue: Catalogue | null, fetchedAt: number): Promise<Names> {
    const names = new Names(fetchedAt);
    await inPieces(catalogue?.items ?? [], ([id, sku, name, tracking, zone]) => names.items.set(id, { id, sku, name, tracking, zone }));
    await inPieces(catalogue?.codes ?? [], ([key, item, qty, pack]) => names.codes.set(key, { item, qty, pack }));
    await inPieces(catalogue?.places ?? [], ([id, code, kind, zone, aisle, bay, level, x, y]) => {
      const place = { id, code, kind, zone, aisle: aisle ?? '', bay: bay ?? '', level: level ?? '', x, y };
      names.places.set(id, place);
      names.placeCodes.set(code.toUpperCase(), place);
    });
    return names;
  }

  get size(): number {
    return this.items.size;
  }

  /** What a code's key means, as the reducer's `seen` wants it; null if this device does not know. */
  meaning(key: string): JsonObject | null {
    const code = this.codes.get(key);
    const item = code && this.items.get(code.item);
    if (code && item) return { item: item.id, qty: code.qty, pack: code.pack, sku: item.sku, name: item.name, tracking: item.tracking, zone: item.zone };
    const place = this.placeCodes.get(key);
    return place ? { place: place.id, code: place.code, kind: place.kind, zone: place.zone } : null;
  }

  /** A code that somebody has just said to be an item's. */
  learn(key: string, { id, sku, name, tracking, zone }: CatalogueItem, qty: number, pack: string): void {
    this.items.set(id, { id, sku, name, tracking, zone });
    this.codes.set(key, { item: id, qty, pack });
  }

  /** How to get from one bin to another along the same aisle; null where that cannot be said. */
  way(from: number, to: number): Way | null {
    const [here, there] = [this.places.get(from), this.places.get(to)];
    if (!here || !there || !here.aisle || here.aisle !== there.aisle) return null;
    return wayBetween(here, there, [...this.places.values()].filter(({ aisle }) => aisle === here.aisle));
  }

  /** How to get to a bin in another aisle; null where that cannot be said. */
  aisles(from: number, to: number): AisleWay | null {
    const [here, there] = [this.places.get(from), this.places.get(to)];
    return here?.aisle && there?.aisle ? aislesBetween(here.aisle, there.aisle, [...this.places.values()]) : null;
  }

  item(script: JsonObject | null, id: number): { sku: string; name: string } | null {
    const own = entry(script, 'items', id);
    if (own) return { sku: String(own['sku'] ?? ''), name: String(own['name'] ?? '') };
    return this.items.get(id) ?? null;
  }

  place(script: JsonObject | null, id: number): { code: string; aisle: string; bay: string; level: string } | null {
    const own = entry(script, 'places', id);
    const known = this.places.get(id) ?? null;
    if (!own) return known;
    const part = (name: 'aisle' | 'bay' | 'level') => String(own[name] ?? known?.[name] ?? '');
    return { code: String(own['code'] ?? known?.code ?? ''), aisle: part('aisle'), bay: part('bay'), level: part('level') };
  }
}

function entry(script: JsonObject | null, table: 'items' | 'places', id: number): JsonObject | null {
  const rows = script?.[table];
  if (typeof rows !== 'object' || rows === null || Array.isArray(rows)) return null;
  const row = rows[String(id)];
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? row : null;
}

/** Kinds of containers as a person says them: "tote or carton". */
export function containerKinds(kinds: unknown): string {
  return anyOf([kinds].flat().map((kind) => sayAny(`container_${String(kind)}`, 'container_any')));
}
