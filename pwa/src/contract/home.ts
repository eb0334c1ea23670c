/** What the home screen asks for: what may be opened, and what a scanned code is. */
import { data, list, maybe, or, record, table, text, whole, type JsonObject, type Reader } from './shape';

export interface Delivery {
  number: string;
  supplier: string;
  lines: number;
  expectedOn: string | null;
}

export interface Choices {
  purchaseOrders: Delivery[];
  waiting: Record<string, number>;
}

export const readChoices: Reader<Choices> = record({
  purchaseOrders: [
    'purchase_orders',
    or(list(record({ number: ['number', text], supplier: ['supplier', text], lines: ['lines', whole], expectedOn: ['expected_on', maybe(text)] })), []),
  ],
  waiting: ['waiting', or(table(whole), {})],
});

/** A quantity of something somewhere; absent parts are null. */
export interface Holding {
  place: string | null;
  sku: string | null;
  name: string | null;
  lot: string | null;
  container: string | null;
  qty: number;
}

export interface Lookup {
  kind: string;
  code: string;
  title: string;
  detail: string;
  levels: { onHand: number; reserved: number; available: number; incoming: number } | null;
  holdings: Holding[];
}

/** A name that may come as text, or as an object with a code, name, sku or plate. */
const named: Reader<string | null> = (value) => {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const from = value as Record<string, unknown>;
  for (const key of ['code', 'number', 'name', 'sku', 'plate']) if (typeof from[key] === 'string') return from[key];
  return null;
};

const item: Reader<{ sku: string | null; name: string | null }> = (value, path) => {
  if (typeof value !== 'object' || value === null) return { sku: named(value, path), name: null };
  const from = value as Record<string, unknown>;
  return { sku: named(from['sku'], path), name: named(from['name'], path) };
};

const holding: Reader<Holding> = (value, path) => {
  const from = data(value, path);
  const goods = item(from['item'], `${path}.item`);
  return {
    place: named(from['place'], `${path}.place`),
    sku: named(from['sku'], `${path}.sku`) ?? goods.sku,
    name: named(from['name'], `${path}.name`) ?? goods.name,
    lot: named(from['lot'], `${path}.lot`),
    container: named(from['container'], `${path}.container`),
    qty: whole(from['qty'], `${path}.qty`),
  };
};

const levels = record({
  onHand: ['on_hand', whole],
  reserved: ['reserved', or(whole, 0)],
  available: ['available', or(whole, 0)],
  incoming: ['incoming', or(whole, 0)],
});

/** Read a look-up; the answer's detail may stand at the top or under the name of its kind. */
export const readLookup: Reader<Lookup> = (value, path) => {
  const top = data(value, path);
  const kind = text(top['kind'], `${path}.kind`);
  const inner = top[kind];
  const from: JsonObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...top, ...inner } : top;
  const stock = from['stock'] ?? from['levels'];
  const counts = typeof stock === 'object' && stock !== null && !Array.isArray(stock) ? stock : from;
  const rows = from['places'] ?? from['contents'] ?? counts['places'] ?? [];
  return {
    kind,
    code: named(from['code'], path) ?? named(from['number'], path) ?? named(from['sku'], path) ?? named(from['container'], path) ?? '',
    title: named(from['name'], path) ?? named(from['code'], path) ?? named(from['number'], path) ?? '',
    detail: named(from['sku'], path) ?? named(from['zone'], path) ?? named(from['supplier'], path) ?? named(from['state'], path) ?? '',
    levels: typeof counts['on_hand'] === 'number' ? levels(counts, path) : null,
    holdings: list(holding)(rows, `${path}.places`),
  };
};

export const readDecoded: Reader<{ text: string; aim: string }[]> = (value, path) =>
  list(record({ text: ['text', text], aim: ['aim', or(text, '')] }))(data(value, path)['codes'], `${path}.codes`);
