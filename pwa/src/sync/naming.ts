/** Requests of whoever says what goods are that nobody knew. */
import { readFound, type Found } from '../contract/found';
import { readNamed, type NamedItem } from '../contract/naming';
import { json } from './api';

/** Other things are found by the same words; items are a few of so many. */
const LOOKED_AT = 40;
const SHOWN = 5;

export const findItems = async (words: string): Promise<Found[]> =>
  (await json(readFound, 'GET', `/search?limit=${LOOKED_AT}&q=${encodeURIComponent(words)}`)).filter(({ kind }) => kind === 'item').slice(0, SHOWN);

export const fetchNamed = (id: number): Promise<NamedItem> => json(readNamed, 'GET', `/items/${id}`);

/** A code is one of the item's from now on, and one scan of it counts `qty` units. */
export const attachBarcode = (item: number, value: string, qty: number, pack: string): Promise<NamedItem> =>
  json(readNamed, 'POST', `/items/${item}/barcodes`, { value, qty, pack });
