/** Why this quantity: a number and what made it. */
import { readPhoto, type BoardPhoto } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

/** Names a balance; its history can be asked for. */
export interface BalanceKey {
  item: number;
  lot: number;
  owner: number;
  place: number;
  container: string;
}

export interface MoveEnd extends BalanceKey {
  code: string;
  virtual: boolean;
}

export interface Document {
  id: number;
  number: string;
  customer: string;
  supplier: string;
}

export interface WhyMove {
  id: string;
  at: number;
  kind: string;
  /** As it changed the number. */
  qty: number;
  /** What the number was then. */
  after: number;
  lot: string;
  from: MoveEnd;
  to: MoveEnd;
  person: string;
  device: string;
  /** Its event in the journal. */
  scan: string | null;
  cause: string;
  task: number | null;
  order: Document | null;
  purchaseOrder: Document | null;
  parcels: { id: number; container: string; tracking: string; shippedAt: number | null }[];
  undoes: boolean;
  /** What a desk has photographed. */
  photos: BoardPhoto[];
}

export interface WhyPromise {
  qty: number;
  order: Document;
  state: string;
  shipBy: number;
  place: string;
  container: string;
  lot: string;
  person: string;
}

export interface WhyArrival {
  qty: number;
  ordered: number;
  received: number;
  purchaseOrder: Document;
  state: string;
  expectedOn: string;
}

export interface Why {
  number: string;
  about: { item: number; sku: string; name: string; place: string; lotId: number; lot: string; container: string };
  qty: number;
  moves: WhyMove[];
  promises: WhyPromise[];
  arrivals: WhyArrival[];
  parts: { code: string; qty: number }[];
  next: string | null;
}

const words = or(text, '');
const end = record<MoveEnd>({
  item: ['item', whole],
  lot: ['lot', whole],
  owner: ['owner', whole],
  place: ['place', whole],
  code: ['code', text],
  container: ['container', text],
  virtual: ['virtual', flag],
});
const document = record<Document>({ id: ['id', whole], number: ['number', text], customer: ['customer', words], supplier: ['supplier', words] });
const named: Reader<string> = (value, path) => (value === null || value === undefined ? '' : words((value as { name?: unknown }).name, `${path}.name`));
const numbered: Reader<number | null> = (value, path) => (value === null || value === undefined ? null : record<{ id: number }>({ id: ['id', whole] })(value, path).id);

const move = record<WhyMove>({
  id: ['id', text],
  at: ['at', whole],
  kind: ['kind', text],
  qty: ['qty', whole],
  after: ['after', whole],
  lot: ['lot', words],
  from: ['from', end],
  to: ['to', end],
  person: ['person', named],
  device: ['device', named],
  scan: ['scan', maybe(text)],
  cause: ['cause', words],
  task: ['task', numbered],
  order: ['order', maybe(document)],
  purchaseOrder: ['purchase_order', maybe(document)],
  parcels: ['parcels', list(record({ id: ['id', whole], container: ['container', text], tracking: ['tracking', words], shippedAt: ['shipped_at', maybe(whole)] }))],
  undoes: ['undoes', flag],
  photos: ['photos', or(list(readPhoto), [])],
});

const promise = record<WhyPromise>({
  qty: ['qty', whole],
  order: ['order', document],
  state: ['state', text],
  shipBy: ['ship_by', whole],
  place: ['place', words],
  container: ['container', words],
  lot: ['lot', words],
  person: ['person', words],
});

const arrival = record<WhyArrival>({
  qty: ['qty', whole],
  ordered: ['ordered', whole],
  received: ['received', whole],
  purchaseOrder: ['purchase_order', document],
  state: ['state', text],
  expectedOn: ['expected_on', words],
});

export const readWhy: Reader<Why> = record<Why>({
  number: ['number', text],
  about: [
    'about',
    record({ item: ['item', whole], sku: ['sku', text], name: ['name', text], place: ['place', words], lotId: ['lot_id', whole], lot: ['lot', words], container: ['container', words] }),
  ],
  qty: ['qty', whole],
  moves: ['moves', or(list(move), [])],
  promises: ['promises', or(list(promise), [])],
  arrivals: ['arrivals', or(list(arrival), [])],
  parts: ['parts', or(list(record({ code: ['code', text], qty: ['qty', whole] })), [])],
  next: ['next', maybe(text)],
});
