/** The lists that a manager acts on. Money is whole minor units of the site's currency; null where a list has none. */
import { page, type Page } from './board';
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface WatchSum {
  name: string;
  days: number;
  rows: number;
  valueMinor: number | null;
}

export interface WatchSums {
  currency: string;
  reckonedAt: number | null;
  lists: WatchSum[];
}

export interface WatchRow {
  id: number;
  sku: string;
  name: string;
  lotId: number | null;
  lot: string | null;
  expiresOn: string | null;
  onHand: number;
  available: number | null;
  incoming: number | null;
  waiting: number | null;
  reorderPoint: number | null;
  aDayMilli: number | null;
  units: number;
  days: number | null;
  lastOutAt: number | null;
  cameAt: number | null;
  valueMinor: number | null;
  unknown: boolean;
}

export const readWatchSums: Reader<WatchSums> = record<WatchSums>({
  currency: ['currency', text],
  reckonedAt: ['reckoned_at', maybe(whole)],
  lists: ['lists', list(record<WatchSum>({ name: ['name', text], days: ['days', whole], rows: ['rows', whole], valueMinor: ['value_minor', maybe(whole)] }))],
});

export const readWatchList: Reader<Page<WatchRow>> = page(
  record<WatchRow>({
    id: ['id', whole],
    sku: ['sku', text],
    name: ['name', text],
    lotId: ['lot_id', maybe(whole)],
    lot: ['lot', maybe(text)],
    expiresOn: ['expires_on', maybe(text)],
    onHand: ['on_hand', whole],
    available: ['available', maybe(whole)],
    incoming: ['incoming', maybe(whole)],
    waiting: ['waiting', maybe(whole)],
    reorderPoint: ['reorder_point', maybe(whole)],
    aDayMilli: ['a_day_milli', maybe(whole)],
    units: ['units', whole],
    days: ['days', maybe(whole)],
    lastOutAt: ['last_out_at', maybe(whole)],
    cameAt: ['came_at', maybe(whole)],
    valueMinor: ['value_minor', maybe(whole)],
    unknown: ['unknown', flag],
  }),
);
