/** Departures, their parcels and a carrier's timetable, as the office shows them. */
import { page, type Page } from './board';
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface Departure {
  id: number;
  code: string;
  carrier: string;
  name: string;
  door: string;
  leavesAt: number;
  cutOffAt: number;
  state: string;
  leftAt: number | null;
  parcels: number;
  loaded: number;
  pressing: boolean;
}

export interface DepartureParcel {
  id: number;
  tracking: string;
  plate: string;
  number: string;
  customer: string;
  place: string;
  pallet: string;
  loadedAt: number | null;
  loadedBy: string | null;
  shippedAt: number | null;
}

export interface WholeDeparture {
  departure: Departure;
  loaders: string[];
  parcels: DepartureParcel[];
}

export interface TimetableRow {
  days: string;
  leaves: string;
  cut_off: string;
  door: string;
}

export const readDeparture: Reader<Departure> = record<Departure>({
  id: ['id', whole],
  code: ['code', text],
  carrier: ['carrier', text],
  name: ['name', text],
  door: ['door', text],
  leavesAt: ['leaves_at', whole],
  cutOffAt: ['cut_off_at', whole],
  state: ['state', text],
  leftAt: ['left_at', maybe(whole)],
  parcels: ['parcels', whole],
  loaded: ['loaded', whole],
  pressing: ['pressing', flag],
});

const readParcel: Reader<DepartureParcel> = record<DepartureParcel>({
  id: ['id', whole],
  tracking: ['tracking', text],
  plate: ['plate', text],
  number: ['number', text],
  customer: ['customer', text],
  place: ['place', text],
  pallet: ['pallet', text],
  loadedAt: ['loaded_at', maybe(whole)],
  loadedBy: ['loaded_by', maybe(text)],
  shippedAt: ['shipped_at', maybe(whole)],
});

const readRow: Reader<TimetableRow> = record<TimetableRow>({
  days: ['days', text],
  leaves: ['leaves', text],
  cut_off: ['cut_off', text],
  door: ['door', text],
});

export const readDepartures: Reader<Page<Departure>> = page(readDeparture);
export const readWhole: Reader<WholeDeparture> = record<WholeDeparture>({
  departure: ['departure', readDeparture],
  loaders: ['loaders', list(text)],
  parcels: ['parcels', list(readParcel)],
});
export const readTimetable: Reader<TimetableRow[]> = (value, path) => record({ rows: ['rows', list(readRow)] })(value, path).rows;
