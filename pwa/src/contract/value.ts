/** What stock is worth. Money is whole minor units of the site's currency; null where nobody knows. */
import { page, type Page } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface Age {
  fromDays: number;
  toDays: number | null;
  qty: number;
  unknownQty: number;
  valueMinor: number;
}

export interface ValueState {
  method: string;
  currency: string;
  valueMinor: number;
  qty: number;
  unknownQty: number;
  unknownItems: number;
  ages: Age[];
  days: { on: string; valueMinor: number; unknownQty: number }[];
}

export interface ValueParts {
  currency: string;
  owners: { owner: string; house: boolean; qty: number; valueMinor: number | null }[];
  zones: { zone: string; name: string; transit: boolean; qty: number; unknownQty: number; valueMinor: number }[];
}

export interface ValueRow {
  id: number;
  sku: string;
  name: string;
  qty: number;
  unknownQty: number;
  valueMinor: number;
  unitMinor: number | null;
  ages: Age[];
}

export interface Layer {
  id: number;
  at: number;
  source: string;
  purchaseOrderId: number | null;
  purchaseOrder: string | null;
  qtyIn: number;
  qty: number;
  valueMinor: number | null;
  baseMinor: number | null;
  landedMinor: number | null;
  priceMinor: number | null;
  currency: string;
  rateNano: number;
}

export interface CostChange {
  id: number;
  at: number;
  person: string;
  kind: string;
  by: string;
  amountMinor: number;
  goneMinor: number;
  toldMinor: number;
  currency: string;
  rateNano: number;
  note: string;
}

export interface ItemValue {
  method: string;
  currency: string;
  qty: number;
  unknownQty: number;
  valueMinor: number;
  unitMinor: number | null;
  fifoMinor: number;
  averageMinor: number;
  layers: Layer[];
  moreLayers: number;
  changes: CostChange[];
}

export interface Landed {
  currency: string;
  receivedQty: number;
  unknownQty: number;
  baseMinor: number;
  landedMinor: number;
  changes: CostChange[];
  /** Of a purchase order: what it came by. */
  receipts: { id: number; at: number; person: string; qty: number }[];
}

export interface WriteOffs {
  currency: string;
  items: { reason: string; qty: number; unknownQty: number; valueMinor: number }[];
}

export interface Rates {
  currency: string;
  items: { id: number; currency: string; fromOn: string; rateNano: number; at: number; person: string }[];
}

const ages = list(
  record<Age>({
    fromDays: ['from_days', whole],
    toDays: ['to_days', maybe(whole)],
    qty: ['qty', whole],
    unknownQty: ['unknown_qty', whole],
    valueMinor: ['value_minor', whole],
  }),
);

const changes = list(
  record<CostChange>({
    id: ['id', whole],
    at: ['at', whole],
    person: ['person', text],
    kind: ['kind', text],
    by: ['by', text],
    amountMinor: ['amount_minor', whole],
    goneMinor: ['gone_minor', whole],
    toldMinor: ['told_minor', whole],
    currency: ['currency', text],
    rateNano: ['rate_nano', whole],
    note: ['note', text],
  }),
);

export const readValue: Reader<ValueState> = record<ValueState>({
  method: ['method', text],
  currency: ['currency', text],
  valueMinor: ['value_minor', whole],
  qty: ['qty', whole],
  unknownQty: ['unknown_qty', whole],
  unknownItems: ['unknown_items', whole],
  ages: ['ages', ages],
  days: ['days', list(record({ on: ['on', text], valueMinor: ['value_minor', whole], unknownQty: ['unknown_qty', whole] }))],
});

export const readValueParts: Reader<ValueParts> = record<ValueParts>({
  currency: ['currency', text],
  owners: ['owners', list(record({ owner: ['owner', text], house: ['house', flag], qty: ['qty', whole], valueMinor: ['value_minor', maybe(whole)] }))],
  zones: [
    'zones',
    list(
      record({
        zone: ['zone', text],
        name: ['name', text],
        transit: ['transit', flag],
        qty: ['qty', whole],
        unknownQty: ['unknown_qty', whole],
        valueMinor: ['value_minor', whole],
      }),
    ),
  ],
});

export const readValueItems: Reader<Page<ValueRow>> = page(
  record<ValueRow>({
    id: ['id', whole],
    sku: ['sku', text],
    name: ['name', text],
    qty: ['qty', whole],
    unknownQty: ['unknown_qty', whole],
    valueMinor: ['value_minor', whole],
    unitMinor: ['unit_minor', maybe(whole)],
    ages: ['ages', ages],
  }),
);

const layers = list(
  record<Layer>({
    id: ['id', whole],
    at: ['at', whole],
    source: ['source', text],
    purchaseOrderId: ['purchase_order_id', maybe(whole)],
    purchaseOrder: ['purchase_order', maybe(text)],
    qtyIn: ['qty_in', whole],
    qty: ['qty', whole],
    valueMinor: ['value_minor', maybe(whole)],
    baseMinor: ['base_minor', maybe(whole)],
    landedMinor: ['landed_minor', maybe(whole)],
    priceMinor: ['price_minor', maybe(whole)],
    currency: ['currency', text],
    rateNano: ['rate_nano', whole],
  }),
);

export const readItemValue: Reader<ItemValue> = record<ItemValue>({
  method: ['method', text],
  currency: ['currency', text],
  qty: ['qty', whole],
  unknownQty: ['unknown_qty', whole],
  valueMinor: ['value_minor', whole],
  unitMinor: ['unit_minor', maybe(whole)],
  fifoMinor: ['fifo_minor', whole],
  averageMinor: ['average_minor', whole],
  layers: ['layers', layers],
  moreLayers: ['more_layers', whole],
  changes: ['changes', changes],
});

export const readLanded: Reader<Landed> = record<Landed>({
  currency: ['currency', text],
  receivedQty: ['received_qty', whole],
  unknownQty: ['unknown_qty', whole],
  baseMinor: ['base_minor', whole],
  landedMinor: ['landed_minor', whole],
  changes: ['changes', changes],
  receipts: ['receipts', or(list(record({ id: ['id', whole], at: ['at', whole], person: ['person', text], qty: ['qty', whole] })), [])],
});

export const readWriteOffs: Reader<WriteOffs> = record<WriteOffs>({
  currency: ['currency', text],
  items: ['items', list(record({ reason: ['reason', text], qty: ['qty', whole], unknownQty: ['unknown_qty', whole], valueMinor: ['value_minor', whole] }))],
});

export const readRates: Reader<Rates> = record<Rates>({
  currency: ['currency', text],
  items: [
    'items',
    list(
      record({
        id: ['id', whole],
        currency: ['currency', text],
        fromOn: ['from_on', text],
        rateNano: ['rate_nano', whole],
        at: ['at', whole],
        person: ['person', text],
      }),
    ),
  ],
});
