/** A purchase order with its life, and what can be promised of an item for which day. */
import { data, flag, list, maybe, or, record, text, whole, type JsonObject, type Reader } from './shape';

export interface PurchaseOrderLine {
  id: number;
  item: number;
  sku: string;
  name: string;
  qty: number;
  received: number;
  /** Null for who does not see what goods cost, as is the order's amount. */
  priceMinor: number | null;
  expectedOn: string;
}

export interface Change {
  id: number;
  at: number;
  person: string | null;
  kind: string;
  params: JsonObject;
}

export interface PurchaseOrder {
  id: number;
  number: string;
  state: string;
  supplierId: number;
  supplier: string;
  expectedOn: string;
  currency: string;
  amountMinor: number | null;
  sentAt: number | null;
  sentTo: string;
  sendProblem: string;
  reference: string;
  /** Nobody had announced it: it holds what came. */
  blind: boolean;
  may: string[];
  /** What its supplier has announced to be under way. */
  deliveries: { id: number; number: string; state: string }[];
  lines: PurchaseOrderLine[];
  discrepancies: { id: number; kind: string; sku: string | null; qty: number; code: string; at: number; container: string; place: string | null; photo: string | null }[];
  /** Weights and temperatures of what came in: grams of all the units, tenths of a degree. */
  measured: Measured[];
  history: Change[];
}

export interface Measured {
  id: number;
  sku: string;
  lot: string;
  container: string;
  qty: number;
  weightG: number | null;
  tempTenths: number | null;
  /** The limit that the temperature broke, and where the goods were laid for that. */
  limitTenths: number | null;
  heldAt: string | null;
  person: string | null;
  at: number;
}

export interface PromiseCard {
  days: { on: string; incoming: number; promised: number; available: number }[];
  overdue: number;
  undated: number;
}

const line = record<PurchaseOrderLine>({
  id: ['id', whole],
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', or(text, '')],
  qty: ['qty', whole],
  received: ['received', or(whole, 0)],
  priceMinor: ['price_minor', maybe(whole)],
  expectedOn: ['expected_on', or(text, '')],
});

export const readMeasured: Reader<Measured[]> = or(
  list(
    record<Measured>({
      id: ['id', whole], sku: ['sku', text], lot: ['lot', or(text, '')], container: ['container', or(text, '')], qty: ['qty', whole],
      weightG: ['weight_g', maybe(whole)], tempTenths: ['temp_tenths', maybe(whole)], limitTenths: ['limit_tenths', maybe(whole)],
      heldAt: ['held_at', maybe(text)], person: ['person', maybe(text)], at: ['at', whole],
    }),
  ),
  [],
);

export const readPurchaseOrder: Reader<PurchaseOrder> = record({
  id: ['id', whole],
  number: ['number', text],
  state: ['state', text],
  supplierId: ['supplier_id', whole],
  supplier: ['supplier_name', text],
  expectedOn: ['expected_on', or(text, '')],
  currency: ['currency', text],
  amountMinor: ['amount_minor', maybe(whole)],
  sentAt: ['sent_at', maybe(whole)],
  sentTo: ['sent_to', or(text, '')],
  sendProblem: ['send_problem', or(text, '')],
  reference: ['reference', or(text, '')],
  blind: ['blind', or(flag, false)],
  may: ['may', list(text)],
  deliveries: ['deliveries', or(list(record({ id: ['id', whole], number: ['number', text], state: ['state', text] })), [])],
  lines: ['lines', list(line)],
  discrepancies: [
    'discrepancies',
    or(
      list(
        record({ id: ['id', whole], kind: ['kind', text], sku: ['sku', maybe(text)], qty: ['qty', whole], code: ['code', or(text, '')], at: ['at', whole], container: ['container', or(text, '')], place: ['place', maybe(text)], photo: ['photo', maybe(text)] }),
      ),
      [],
    ),
  ],
  measured: ['measured', readMeasured],
  history: [
    'history',
    list(record<Change>({ id: ['id', whole], at: ['at', whole], person: ['person', maybe(text)], kind: ['kind', text], params: ['params', or(data, {})] })),
  ],
});

/** What the item's page asks of `GET /stock`. */
export const readPromise: Reader<PromiseCard> = (value, path) =>
  record<PromiseCard>({
    days: [
      'days',
      list(record({ on: ['on', text], incoming: ['incoming', whole], promised: ['promised', whole], available: ['available', whole] })),
    ],
    overdue: ['overdue', whole],
    undated: ['undated', whole],
  })(data(value, path)['promise'], `${path}.promise`);
