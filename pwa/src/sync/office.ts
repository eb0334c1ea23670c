/** The requests of board and office, each answer validated; loaded with them, not with the handheld. */
import { data, readSession, type Reader, type Session } from '../contract';
import { readLookup, type Lookup } from '../contract/lookup';
import { readBoard, readJournal, readUnsynced, type BoardRows, type JournalEntry, type Page, type Unsynced } from '../contract/board';
import {
  readDeviceRow,
  readDevices,
  readItem,
  readItems,
  readOrder,
  readOrders,
  readPeople,
  readPersonRow,
  readPlaces,
  readPurchaseOrders,
  readReleased,
  readStock,
  readZones,
  type DeviceRow,
  type Item,
  type ItemRow,
  type Order,
  type OrderRow,
  type PersonRow,
  type PlaceRow,
  type PurchaseOrderRow,
  type Released,
  type Stock,
  type Zone,
} from '../contract/office';
import { readRounds, readVariances, type Round, type Variances } from '../contract/counts';
import { readFound, type Found } from '../contract/found';
import { readLot, readLots, type Lot, type LotRow } from '../contract/lots';
import { readBalanceCard, readAdjusted, readChanged, readStockThen, readTransit, type BalanceCard, type InTransit, type StockThen } from '../contract/stock';
import { readTroubles, type Troubles } from '../contract/troubles';
import { readWhy, type Why } from '../contract/why';
import { ask, json } from './api';

/** A few hundred kilobytes over a bad network. */
const PHOTO_PATIENCE_MS = 60_000;

/** What narrows a list; empty parts are not sent. */
export type Filters = Record<string, string | number | null | undefined>;

/** The part of an address behind the path, with those filters that are set. */
export function query(filters: Filters): string {
  const kept = Object.entries(filters).filter((pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined && pair[1] !== '');
  const text = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

const get = <T>(read: Reader<T>, path: string, filters: Filters = {}): Promise<T> => json(read, 'GET', path + query(filters));
const act = <T>(read: Reader<T>, path: string, body?: object): Promise<T> => json(read, 'POST', path, body);
/** An answer that only tells that it is done. */
const done: Reader<void> = (value, path) => void data(value, path);

export const fetchSession = (): Promise<Session> => get(readSession, '/session');
export const signInAtDesk = (login: string, password: string): Promise<Session> => act(readSession, '/session', { login, password });

export const fetchTroubles = (): Promise<Troubles> => get(readTroubles, '/troubles');
export const fetchBoard = (): Promise<BoardRows> => get(readBoard, '/board');
export const fetchJournal = (filters: Filters): Promise<Page<JournalEntry>> => get(readJournal, '/scans', filters);
/** Where the same rows come as a file. */
export const journalFile = (filters: Filters, format: 'csv' | 'xlsx'): string => `/api/v1/scans${query({ ...filters, format })}`;

export const resolveException = (id: number, action: string): Promise<void> => act(done, `/exceptions/${id}/resolve`, { action });
/** What unknown goods are: an item that is there, a new one, or nothing of ours. */
export interface UnknownGoodsWish {
  follow: 'item' | 'supplier';
  item?: number | null;
  new?: { sku: string; name: string; tracking: string; zone: string };
  each?: number;
  pack?: string;
  lot?: string;
  expires_on?: string;
}
export const decideUnknownGoods = (id: number, wish: UnknownGoodsWish): Promise<void> => act(done, `/exceptions/${id}/unknown-goods`, wish);
export const fetchUnsynced = (task: number): Promise<Unsynced> => get(readUnsynced, `/tasks/${task}/unsynced`);
export const assignTask = (id: number, person: number | null): Promise<void> => act(done, `/tasks/${id}/assign`, { person });
export const holdTask = (id: number): Promise<void> => act(done, `/tasks/${id}/hold`, {});
export const releaseTask = (id: number): Promise<void> => act(done, `/tasks/${id}/release`);
export const cancelTask = (id: number): Promise<void> => act(done, `/tasks/${id}/cancel`);

export const fetchItems = (filters: Filters): Promise<Page<ItemRow>> => get(readItems, '/items', filters);
export const fetchItem = (id: number): Promise<Item> => get(readItem, `/items/${id}`);
export const fetchStock = (item: string): Promise<Stock> => get(readStock, '/stock', { item });
export const fetchOrders = (filters: Filters): Promise<Page<OrderRow>> => get(readOrders, '/orders', filters);
export const fetchOrder = (id: number): Promise<Order> => get(readOrder, `/orders/${id}`);
export const releaseOrder = (id: number, partial: boolean): Promise<Released[]> =>
  act(readReleased, `/orders/${id}/release${query({ partial: partial ? 'true' : '' })}`);
/** Units of lines become an order of their own. */
export const splitOrder = (id: number, lines: object[]): Promise<Order> => json(readOrder, 'POST', `/orders/${id}/split`, { lines });
/** Another order becomes part of this one. */
export const mergeOrders = (id: number, order: number): Promise<Order> => json(readOrder, 'POST', `/orders/${id}/merge`, { order });
/** `method` is how they are picked; an empty one is as the site does. */
export const releaseOrders = (ids: readonly number[], method: string): Promise<Released[]> =>
  act(readReleased, '/orders/release', { orders: ids, method: method || null });
export const cancelOrder = (id: number): Promise<Released[]> => act(readReleased, `/orders/${id}/cancel`);
export const holdOrder = (id: number): Promise<void> => act(done, `/orders/${id}/hold`);
export const letOrderGo = (id: number): Promise<void> => act(done, `/orders/${id}/let-go`);
export const prioritiseOrder = (id: number, priority: number): Promise<void> => json(done, 'PATCH', `/orders/${id}`, { priority });
/** What a place shall be called, where it stands, what fits into it; what is left out stays. */
export interface PlaceWish {
  code?: string;
  zone?: string;
  on_aisle?: string;
  aisle?: string;
  bay?: string;
  level?: string;
  x_mm?: number;
  y_mm?: number;
  max_pallets?: number;
}
export const changePlace = (id: number, change: PlaceWish): Promise<void> => json(done, 'PATCH', `/places/${id}`, change);
/** Where an item belongs, and whether it is dealt in. */
export const changeItem = (id: number, change: { zone?: string; active?: boolean }): Promise<void> => json(done, 'PATCH', `/items/${id}`, change);
export const fetchPurchaseOrders = (filters: Filters): Promise<Page<PurchaseOrderRow>> => get(readPurchaseOrders, '/purchase-orders', filters);
export const fetchPlaces = (filters: Filters): Promise<Page<PlaceRow>> => get(readPlaces, '/places', filters);
export const fetchZones = (): Promise<Zone[]> => get(readZones, '/zones');
export const fetchContents = (code: string): Promise<Lookup> => get(readLookup, '/lookup', { code });
/** A number of stock and what made it. */
export const fetchWhy = (filters: Filters): Promise<Why> => get(readWhy, '/why', filters);

export const findAnything = (q: string): Promise<Found[]> => get(readFound, '/search', { q });

export const fetchLots = (item: number): Promise<LotRow[]> => get(readLots, '/lots', { item });
export const fetchLot = (id: number): Promise<Lot> => get(readLot, `/lots/${id}`);
export const recallLot = (id: number, reason: string): Promise<void> => act(done, `/lots/${id}/recall`, { reason });
export const liftRecall = (id: number): Promise<void> => act(done, `/lots/${id}/recall/lift`);

export const fetchPeople = (filters: Filters): Promise<Page<PersonRow>> => get(readPeople, '/people', filters);
export const letWork = (id: number, active: boolean): Promise<PersonRow> => json(readPersonRow, 'PATCH', `/people/${id}`, { active });
export const fetchDevices = (filters: Filters): Promise<Page<DeviceRow>> => get(readDevices, '/devices', filters);
export const revokeDevice = (id: string): Promise<DeviceRow> => act(readDeviceRow, `/devices/${id}/revoke`);
export const restoreDevice = (id: string): Promise<DeviceRow> => act(readDeviceRow, `/devices/${id}/restore`);

/** Where the documents of a parcel are. */
export const changeAddress = (id: number, address: object): Promise<unknown> => json(data, 'POST', `/orders/${id}/address`, address);
export const packingSlip = (shipment: number): string => `/api/v1/shipments/${shipment}/packing-slip.pdf`;
export const parcelLabel = (shipment: number, format = ''): string => `/api/v1/shipments/${shipment}/label.${format === 'ZPL' ? 'zpl' : 'pdf'}`;

export const fetchRounds = (filters: Filters): Promise<Page<Round>> => get(readRounds, '/counts/rounds', filters);
export const fetchVariances = (filters: Filters): Promise<Variances> => get(readVariances, '/counts/variances', filters);
export const planCounts = (): Promise<void> => act(done, '/counts/plan');
export const startStocktake = (zone: string): Promise<void> => act(done, '/counts/stocktakes', { zone });
export const endRound = (id: number): Promise<void> => act(done, `/counts/rounds/${id}/end`);

export const fetchBalance = (of: Filters): Promise<BalanceCard> => get(readBalanceCard, '/stock/balance', of);
export const adjustStock = (wish: object): Promise<{ booked: boolean; qty: number; event: string }> => act(readAdjusted, '/stock/adjustments', wish);
/** Behind the event that names it. */
export const handInFromDesk = async (event: string, { sha256, photo }: { sha256: string; photo: Blob }): Promise<void> =>
  void (await ask('PUT', `/photos/${sha256}/from-desk?event=${event}`, photo, { 'Content-Type': 'image/jpeg' }, PHOTO_PATIENCE_MS));
export const moveStock = (wish: object): Promise<{ booked: boolean; qty: number }> => act(readChanged, '/stock/moves', wish);
export const sendStock = (wish: object): Promise<{ booked: boolean; qty: number }> => act(readChanged, '/stock/transfers', wish);
export const fetchTransit = (): Promise<InTransit[]> => get(readTransit, '/stock/transfers');
export const takeIn = (wish: object): Promise<InTransit[]> => act(readTransit, '/stock/transfers/take-in', wish);
/** Of a past moment, in UTC milliseconds. */
export const fetchStockThen = (item: string, at: number): Promise<StockThen> => get(readStockThen, '/stock', { item, at });
