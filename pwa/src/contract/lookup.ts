/** What a scanned code, or a photo, turns out to be. */
import { data, flag, list, or, record, text, whole, type Reader } from './shape';

/** A quantity of something somewhere; what does not apply is empty. */
export interface Holding {
  /** Its keys, by which the desk asks how it came about; 0 from an older server. */
  itemId: number;
  placeId: number;
  lotId: number;
  ownerId: number;
  place: string;
  sku: string;
  name: string;
  lot: string;
  expiresOn: string;
  container: string;
  qty: number;
}

/** What a code is. Only an item has levels; `place`, `zone` and `order` say where a container or a bin belongs. */
export interface Lookup {
  kind: string;
  code: string;
  name: string;
  place: string;
  zone: string;
  order: string;
  /** Of a place: goods come back from customers there. */
  returns: boolean;
  /** Of a place: nothing goes there for now; and what the label says that was scanned, where that is an old one. */
  outOfUse: boolean;
  was: string;
  /** Of a place: goods come in there. */
  receives: boolean;
  /** Of a container: what it stands in or on, and what the scales said; 0 where it was not weighed. */
  parent: string;
  weightG: number;
  levels: { onHand: number; reserved: number; available: number; incoming: number } | null;
  holdings: Holding[];
  /** Goods that nobody knew when they came in, under the label that they were given. */
  unknown: { container: string; code: string; qty: number; purchaseOrder: string }[];
}

const word = or(text, '');

const holdings = or(
  list(
    record<Holding>({
      itemId: ['item_id', or(whole, 0)],
      placeId: ['place_id', or(whole, 0)],
      lotId: ['lot_id', or(whole, 0)],
      ownerId: ['owner_id', or(whole, 1)],
      place: ['place', word],
      sku: ['sku', word],
      name: ['name', word],
      lot: ['lot', word],
      expiresOn: ['expires_on', word],
      container: ['container', word],
      qty: ['qty', whole],
    }),
  ),
  [],
);

const strangers = or(
  list(record({ container: ['container', text], code: ['code', word], qty: ['qty', whole], purchaseOrder: ['purchase_order', text] })),
  [],
);

const levels = record({
  onHand: ['on_hand', whole],
  reserved: ['reserved', whole],
  available: ['available', whole],
  incoming: ['incoming', whole],
});

const about = record({
  kind: ['kind', text],
  code: ['code', word],
  name: ['name', word],
  place: ['place', word],
  zone: ['zone', word],
  order: ['order', word],
  returns: ['returns', or(flag, false)],
  outOfUse: ['out_of_use', or(flag, false)],
  was: ['was', word],
  receives: ['receives', or(flag, false)],
  parent: ['parent', word],
  weightG: ['weight_g', or(whole, 0)],
});

export const readLookup: Reader<Lookup> = (value, path) => {
  const from = data(value, path);
  const found = about(value, path);
  const rows = found.kind === 'item' ? from['places'] : from['contents'];
  const unknown = strangers(from['unknown'], `${path}.unknown`);
  return { ...found, unknown, levels: found.kind === 'item' ? levels(value, path) : null, holdings: holdings(rows, `${path}.holdings`) };
};

export const readDecoded: Reader<{ text: string; aim: string }[]> = (value, path) =>
  list(record({ text: ['text', text], aim: ['aim', or(text, '')] }))(data(value, path)['codes'], `${path}.codes`);
