/** The requests about what stock is worth and what to act on, each answer validated; loaded with the office. */
import type { Page } from '../contract/board';
import {
  readItemValue,
  readLanded,
  readRates,
  readValue,
  readValueItems,
  readValueParts,
  readWriteOffs,
  type ItemValue,
  type Landed,
  type Rates,
  type ValueParts,
  type ValueRow,
  type ValueState,
  type WriteOffs,
} from '../contract/value';
import { readWatchList, readWatchSums, type WatchRow, type WatchSums } from '../contract/watch';
import { json } from './api';

export interface ValueFilters {
  unknown: boolean;
  /** A past day, or ''. */
  on: string;
}

const query = (filters: ValueFilters, more: Record<string, string> = {}): string =>
  new URLSearchParams({ ...(filters.unknown && { unknown: 'true' }), ...(filters.on && { on: filters.on }), ...more }).toString();

export const fetchValue = (): Promise<ValueState> => json(readValue, 'GET', '/value');
export const fetchValueParts = (on = ''): Promise<ValueParts> => json(readValueParts, 'GET', `/value/parts${on ? `?on=${on}` : ''}`);
export const fetchValueItems = (filters: ValueFilters, cursor: string | null): Promise<Page<ValueRow>> =>
  json(readValueItems, 'GET', `/value/items?${query(filters, cursor ? { cursor } : {})}`);
/** Where the same items come as a file. */
export const valueFile = (filters: ValueFilters, format: 'csv' | 'xlsx'): string => `/api/v1/value/items?${query(filters, { format })}`;
export const fetchItemValue = (id: number): Promise<ItemValue> => json(readItemValue, 'GET', `/value/items/${id}`);
export const nameCost = (id: number, form: object): Promise<ItemValue> => json(readItemValue, 'POST', `/value/items/${id}/cost`, form);
/** What freight and duty are told of. */
export interface LandedOn {
  kind: 'purchase-orders' | 'deliveries';
  id: number;
}
export const fetchLanded = (of: LandedOn): Promise<Landed> => json(readLanded, 'GET', `/value/${of.kind}/${of.id}`);
export const landCost = (of: LandedOn, form: object): Promise<Landed> => json(readLanded, 'POST', `/value/${of.kind}/${of.id}/landed`, form);
export const fetchWriteOffs = (days: number): Promise<WriteOffs> => json(readWriteOffs, 'GET', `/value/write-offs?days=${days}`);
export const fetchRates = (): Promise<Rates> => json(readRates, 'GET', '/value/rates');
export const sayRate = (form: object): Promise<Rates> => json(readRates, 'POST', '/value/rates', form);

export const fetchWatchSums = (): Promise<WatchSums> => json(readWatchSums, 'GET', '/watch');
export const fetchWatchList = (name: string, days: number, cursor: string | null): Promise<Page<WatchRow>> =>
  json(readWatchList, 'GET', `/watch/${name}?${new URLSearchParams({ days: String(days), ...(cursor && { cursor }) })}`);
/** Where the same rows come as a file. */
export const watchFile = (name: string, days: number, format: 'csv' | 'xlsx'): string => `/api/v1/watch/${name}?days=${days}&format=${format}`;
