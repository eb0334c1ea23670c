/** Goods that are looked at when they come in: what waits, what was held, what was rejected. */
import { page, type Page } from './board';
import { maybe, or, record, text, whole, type Reader } from './shape';

export interface Inspected {
  id: number;
  state: string;
  item: number;
  sku: string;
  name: string;
  lot: string;
  qty: number;
  looks: number;
  plan: string;
  why: string;
  place: string;
  container: string;
  purchaseOrderId: number;
  purchaseOrder: string;
  supplierId: number;
  supplier: string;
  person: string | null;
  at: number;
}

export const readInspections: Reader<Page<Inspected>> = page(
  record<Inspected>({
    id: ['id', whole],
    state: ['state', text],
    item: ['item', whole],
    sku: ['sku', text],
    name: ['name', or(text, '')],
    lot: ['lot', or(text, '')],
    qty: ['qty', whole],
    looks: ['looks', or(whole, 0)],
    plan: ['plan', or(text, '')],
    why: ['why', text],
    place: ['place', or(text, '')],
    container: ['container', or(text, '')],
    purchaseOrderId: ['purchase_order_id', whole],
    purchaseOrder: ['purchase_order', text],
    supplierId: ['supplier_id', whole],
    supplier: ['supplier', text],
    person: ['person', maybe(text)],
    at: ['at', whole],
  }),
);

/** What is left undecided of goods after a decision. */
export interface Decided { id: number; undecided: number }
export const readDecided: Reader<Decided> = record<Decided>({ id: ['id', whole], undecided: ['undecided', whole] });
