/** The requests about departures, each answer validated; loaded with the office. */
import { data } from '../contract';
import { readDeparture, readDepartures, readTimetable, readWhole, type Departure, type TimetableRow, type WholeDeparture } from '../contract/departures';
import type { Page } from '../contract/board';
import { json } from './api';
import { query, type Filters } from './office';

export const fetchDepartures = (filters: Filters): Promise<Page<Departure>> => json(readDepartures, 'GET', `/departures${query(filters)}`);
export const createDeparture = (form: object): Promise<Departure> => json(readDeparture, 'POST', '/departures', form);
export const changeDeparture = (id: number, change: object): Promise<Departure> => json(readDeparture, 'PATCH', `/departures/${id}`, change);
export const fetchDeparture = (id: number): Promise<WholeDeparture> => json(readWhole, 'GET', `/departures/${id}`);
/** The truck leaves; `anyway` also where somebody has not said that they are done. */
export const letLeave = (id: number, anyway: boolean): Promise<unknown> => json(data, 'POST', `/departures/${id}/leave`, { anyway });
export const cancelDeparture = (id: number): Promise<Departure> => json(readDeparture, 'POST', `/departures/${id}/cancel`);
export const takeOff = (id: number, shipment: number): Promise<WholeDeparture> => json(readWhole, 'POST', `/departures/${id}/off`, { shipment });
export const fetchTimetable = (carrier: number): Promise<TimetableRow[]> => json(readTimetable, 'GET', `/carriers/${carrier}/timetable`);
export const sayTimetable = (carrier: number, rows: TimetableRow[]): Promise<TimetableRow[]> => json(readTimetable, 'PUT', `/carriers/${carrier}/timetable`, { rows });
/** Where what is on a truck comes as a file. */
export const departureManifest = (id: number, ending: 'pdf' | 'csv'): string => `/api/v1/departures/${id}/manifest.${ending}`;
