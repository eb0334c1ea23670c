/** Customer returns: what came back, how it was judged, and its money. */
import { page, type Page } from './board';
import { list, maybe, or, record, text, whole, type Reader } from './shape';

export interface ReturnRow {
  id: number;
  number: string;
  state: string;
  orderId: number | null;
  order: string;
  customer: string;
  madeAt: number;
  receivedAt: number | null;
  units: number;
  undecided: number;
  odd: number;
}

export interface Announced { item: number; sku: string; name: string; qty: number; came: number; reason: string }
export interface Decided { at: number; person: string; follow: string; qty: number; note: string }

export interface ReturnGoods {
  id: number;
  item: number;
  sku: string;
  name: string;
  lot: string;
  qty: number;
  grade: string;
  follow: string;
  undecided: number;
  strange: string;
  place: string;
  container: string;
  person: string | null;
  at: number;
  priceMinor: number;
  soldOrderId: number | null;
  soldOrder: string;
  decisions: Decided[];
}

export interface ReturnMoney {
  paidMinor: number;
  paidCurrency: string;
  cameBackMinor: number;
  writtenOffMinor: number;
  unknown: number;
  currency: string;
}

export interface ReturnCard extends ReturnRow {
  tracking: string;
  parcel: string;
  note: string;
  person: string | null;
  announced: Announced[];
  goods: ReturnGoods[];
  money: ReturnMoney;
}

const row: { [K in keyof ReturnRow]: [string, Reader<ReturnRow[K]>] } = {
  id: ['id', whole],
  number: ['number', text],
  state: ['state', text],
  orderId: ['order_id', maybe(whole)],
  order: ['order_number', or(text, '')],
  customer: ['customer', or(text, '')],
  madeAt: ['made_at', whole],
  receivedAt: ['received_at', maybe(whole)],
  units: ['units', whole],
  undecided: ['undecided', whole],
  odd: ['odd', whole],
};

export const readReturns: Reader<Page<ReturnRow>> = page(record<ReturnRow>({ ...row }));

export const readReturn: Reader<ReturnCard> = record<ReturnCard>({
  ...row,
  tracking: ['tracking', or(text, '')],
  parcel: ['parcel', or(text, '')],
  note: ['note', or(text, '')],
  person: ['person', maybe(text)],
  announced: [
    'announced',
    list(record<Announced>({ item: ['item', whole], sku: ['sku', text], name: ['name', or(text, '')], qty: ['qty', whole], came: ['came', whole], reason: ['reason', or(text, '')] })),
  ],
  goods: [
    'goods',
    list(
      record<ReturnGoods>({
        id: ['id', whole],
        item: ['item', whole],
        sku: ['sku', text],
        name: ['name', or(text, '')],
        lot: ['lot', or(text, '')],
        qty: ['qty', whole],
        grade: ['grade', text],
        follow: ['follow', text],
        undecided: ['undecided', whole],
        strange: ['strange', or(text, '')],
        place: ['place', or(text, '')],
        container: ['container', or(text, '')],
        person: ['person', maybe(text)],
        at: ['at', whole],
        priceMinor: ['price_minor', or(whole, 0)],
        soldOrderId: ['sold_order_id', maybe(whole)],
        soldOrder: ['sold_order', or(text, '')],
        decisions: [
          'decisions',
          list(record<Decided>({ at: ['at', whole], person: ['person', text], follow: ['follow', text], qty: ['qty', whole], note: ['note', or(text, '')] })),
        ],
      }),
    ),
  ],
  money: [
    'money',
    record<ReturnMoney>({
      paidMinor: ['paid_minor', whole],
      paidCurrency: ['paid_currency', text],
      cameBackMinor: ['came_back_minor', whole],
      writtenOffMinor: ['written_off_minor', whole],
      unknown: ['unknown', whole],
      currency: ['currency', text],
    }),
  ],
});
