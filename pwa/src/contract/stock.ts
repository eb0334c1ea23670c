/** One balance as the office changes it, and what is in transit. */
import { flag, list, or, record, text, whole, type Reader } from './shape';

export interface BalanceCard {
  item: number;
  sku: string;
  name: string;
  place: string;
  lot: string;
  container: string;
  owner: string;
  ownerId: number;
  qty: number;
  pinned: number;
  unreservable: number;
  countWaits: boolean;
  promises: { orderId: number; number: string; qty: number; shipBy: number; picked: boolean }[];
  sites: { code: string; name: string }[];
}

export interface InTransit {
  item: number;
  sku: string;
  name: string;
  lotId: number;
  lot: string;
  ownerId: number;
  qty: number;
  since: number;
}

export const readBalanceCard: Reader<BalanceCard> = record<BalanceCard>({
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', text],
  place: ['place', text],
  lot: ['lot', or(text, '')],
  container: ['container', or(text, '')],
  owner: ['owner', text],
  ownerId: ['owner_id', whole],
  qty: ['qty', whole],
  pinned: ['pinned', whole],
  unreservable: ['unreservable', whole],
  countWaits: ['count_waits', flag],
  promises: [
    'promises',
    list(record({ orderId: ['order_id', whole], number: ['number', text], qty: ['qty', whole], shipBy: ['ship_by', whole], picked: ['picked', flag] })),
  ],
  sites: ['sites', list(record({ code: ['code', text], name: ['name', text] }))],
});

export const readChanged: Reader<{ booked: boolean; qty: number }> = record({ booked: ['booked', flag], qty: ['qty', whole] });

/** `event` names a photo that is handed in for it. */
export const readAdjusted: Reader<{ booked: boolean; qty: number; event: string }> = record({ booked: ['booked', flag], qty: ['qty', whole], event: ['event', text] });

export const readTransit: Reader<InTransit[]> = (value, path) =>
  record<{ items: InTransit[] }>({
    items: [
      'items',
      list(
        record<InTransit>({
          item: ['item', whole],
          sku: ['sku', text],
          name: ['name', text],
          lotId: ['lot_id', whole],
          lot: ['lot', or(text, '')],
          ownerId: ['owner_id', whole],
          qty: ['qty', whole],
          since: ['since', whole],
        }),
      ),
    ],
  })(value, path).items;

export interface StockThen {
  onHand: number;
  places: { place: string; lot: string; container: string; qty: number }[];
}

export const readStockThen: Reader<StockThen> = record<StockThen>({
  onHand: ['on_hand', whole],
  places: ['places', list(record({ place: ['place', text], lot: ['lot', or(text, '')], container: ['container', or(text, '')], qty: ['qty', whole] }))],
});
