/** A lot and its tree both ways. */
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface LotRow {
  id: number;
  code: string;
  expiresOn: string;
  recalledAt: number | null;
}

export interface Came {
  id: number | null;
  number: string;
  supplier: string;
  person: string;
  qty: number;
  firstAt: number;
  lastAt: number;
}

export interface Here {
  itemId: number;
  placeId: number;
  place: string;
  kind: string;
  container: string;
  lotId: number;
  lot: string;
  ownerId: number;
  qty: number;
  pickable: boolean;
  orderId: number | null;
  orderNumber: string;
  taskId: number | null;
}

export interface Promised {
  id: number;
  number: string;
  customer: string;
  state: string;
  qty: number;
}

export interface Went {
  id: number | null;
  number: string;
  customer: string;
  address: string[];
  container: string;
  tracking: string;
  qty: number;
  returned: number;
  at: number;
}

export interface Lot {
  id: number;
  code: string;
  expiresOn: string;
  recalledAt: number | null;
  recalledBy: string;
  recallReason: string;
  itemId: number;
  sku: string;
  name: string;
  parentId: number;
  parent: string;
  came: Came[];
  here: Here[];
  promised: Promised[];
  went: Went[];
  madeOf: Assembled[];
  madeInto: Assembled[];
  totals: { came: number; here: number; went: number };
}

/** Units of another item that the lot went into, or that it is made of. */
export interface Assembled {
  itemId: number;
  sku: string;
  name: string;
  lotId: number;
  lot: string;
  qty: number;
  at: number;
  workOrder: string;
}

const words = or(text, '');

const assembled = record<Assembled>({
  itemId: ['item_id', whole],
  sku: ['sku', text],
  name: ['name', words],
  lotId: ['lot_id', whole],
  lot: ['lot', words],
  qty: ['qty', whole],
  at: ['at', whole],
  workOrder: ['work_order', words],
});


export const readLots: Reader<LotRow[]> = (value, path) =>
  record<{ items: LotRow[] }>({
    items: [
      'items',
      list(record<LotRow>({ id: ['id', whole], code: ['code', text], expiresOn: ['expires_on', words], recalledAt: ['recalled_at', maybe(whole)] })),
    ],
  })(value, path).items;

const came = record<Came>({
  id: ['id', maybe(whole)],
  number: ['number', words],
  supplier: ['supplier', words],
  person: ['person', words],
  qty: ['qty', whole],
  firstAt: ['first_at', whole],
  lastAt: ['last_at', whole],
});

const here = record<Here>({
  itemId: ['item_id', whole],
  placeId: ['place_id', whole],
  place: ['place', text],
  kind: ['kind', text],
  container: ['container', words],
  lotId: ['lot_id', whole],
  lot: ['lot', words],
  ownerId: ['owner_id', whole],
  qty: ['qty', whole],
  pickable: ['pickable', flag],
  orderId: ['order_id', maybe(whole)],
  orderNumber: ['order_number', words],
  taskId: ['task_id', maybe(whole)],
});

const promised = record<Promised>({ id: ['id', whole], number: ['number', text], customer: ['customer', words], state: ['state', text], qty: ['qty', whole] });

interface Addressed extends Omit<Went, 'address'> {
  street: string;
  postcode: string;
  city: string;
  country: string;
}

const addressed = record<Addressed>({
  id: ['id', maybe(whole)],
  number: ['number', words],
  customer: ['customer', words],
  street: ['street', words],
  postcode: ['postcode', words],
  city: ['city', words],
  country: ['country', words],
  container: ['container', words],
  tracking: ['tracking', words],
  qty: ['qty', whole],
  returned: ['returned', or(whole, 0)],
  at: ['at', whole],
});

const went: Reader<Went> = (value, path) => {
  const { street, postcode, city, country, ...rest } = addressed(value, path);
  return { ...rest, address: [street, `${postcode} ${city}`.trim(), country].filter(Boolean) };
};

export const readLot: Reader<Lot> = record<Lot>({
  id: ['id', whole],
  code: ['code', text],
  expiresOn: ['expires_on', words],
  recalledAt: ['recalled_at', maybe(whole)],
  recalledBy: ['recalled_by', words],
  recallReason: ['recall_reason', words],
  itemId: ['item_id', whole],
  sku: ['sku', text],
  name: ['name', text],
  parentId: ['parent_id', whole],
  parent: ['parent', words],
  came: ['came', list(came)],
  here: ['here', list(here)],
  promised: ['promised', list(promised)],
  went: ['went', list(went)],
  madeOf: ['made_of', or(list(assembled), [])],
  madeInto: ['made_into', or(list(assembled), [])],
  totals: ['totals', record({ came: ['came', whole], here: ['here', whole], went: ['went', whole] })],
});
