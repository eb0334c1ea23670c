/** Rounds of counts, and what differed. */
import { page, type Page } from './board';
import { maybe, or, record, text, whole, type Reader } from './shape';

export interface Round {
  id: number;
  kind: string;
  day: string;
  zone: string;
  zoneName: string;
  person: string;
  closedAt: number;
  bins: number;
  counted: number;
  leftOut: number;
  differing: number;
  pinned: number;
}

export interface Variance {
  id: number;
  taskId: number;
  place: string;
  itemId: number;
  sku: string;
  name: string;
  lot: string;
  container: string;
  booked: number;
  counted: number;
  priceMinor: number;
  currency: string;
  state: string;
  person: string;
  decider: string;
  lookedAt: number;
  exception: number | null;
}

export interface Variances extends Page<Variance> {
  counted: number;
  agreed: number;
  moreMinor: number;
  lessMinor: number;
  currency: string;
}

const round = record<Round>({
  id: ['id', whole],
  kind: ['kind', text],
  day: ['day', text],
  zone: ['zone', text],
  zoneName: ['zone_name', text],
  person: ['person', or(text, '')],
  closedAt: ['closed_at', whole],
  bins: ['bins', whole],
  counted: ['counted', whole],
  leftOut: ['left_out', whole],
  differing: ['differing', whole],
  pinned: ['pinned', whole],
});

const variance = record<Variance>({
  id: ['id', whole],
  taskId: ['task_id', whole],
  place: ['place', text],
  itemId: ['item_id', whole],
  sku: ['sku', text],
  name: ['name', text],
  lot: ['lot', or(text, '')],
  container: ['container', or(text, '')],
  booked: ['booked', whole],
  counted: ['counted', whole],
  priceMinor: ['price_minor', whole],
  currency: ['currency', text],
  state: ['state', text],
  person: ['person', or(text, '')],
  decider: ['decider', or(text, '')],
  lookedAt: ['looked_at', whole],
  exception: ['exception', maybe(whole)],
});

const sums = record<Omit<Variances, 'items' | 'next'>>({
  counted: ['counted', whole],
  agreed: ['agreed', whole],
  moreMinor: ['more_minor', whole],
  lessMinor: ['less_minor', whole],
  currency: ['currency', text],
});

export const readRounds: Reader<Page<Round>> = page(round);
export const readVariances: Reader<Variances> = (value, path) => ({ ...page(variance)(value, path), ...sums(value, path) });
