/** Substitutes as the office sees them: what may stand for an item, and for a line of an order. */
import { flag, list, or, record, text, whole, type Reader } from './shape';

export interface OtherItem {
  item: number;
  sku: string;
  name: string;
}

/** The first choice stands first. */
export interface Substitutes {
  substitutes: OtherItem[];
  standsFor: OtherItem[];
}

export interface Offer extends OtherItem {
  available: number;
}

export interface Offers {
  /** The customer takes another item. */
  allowed: boolean;
  /** Units of the line that are neither promised nor picked. */
  lacking: number;
  items: Offer[];
}

const other: { [K in keyof OtherItem]: [string, Reader<OtherItem[K]>] } = {
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', or(text, '')],
};

export const readSubstitutes: Reader<Substitutes> = record<Substitutes>({
  substitutes: ['substitutes', list(record<OtherItem>(other))],
  standsFor: ['stands_for', list(record<OtherItem>(other))],
});

export const readOffers: Reader<Offers> = record<Offers>({
  allowed: ['allowed', flag],
  lacking: ['lacking', whole],
  items: ['items', list(record<Offer>({ ...other, available: ['available', whole] }))],
});
