/** The requests about carriers, each answer validated; loaded with the office. */
import { data } from '../contract';
import { readCarrier, readCarriers, readManifest, readRates, type Carrier, type CarrierRate, type Manifest } from '../contract/carriers';
import { json } from './api';
import { query } from './office';

export const fetchCarriers = (): Promise<Carrier[]> => json(readCarriers, 'GET', '/carriers');
export const createCarrier = (form: object): Promise<Carrier> => json(readCarrier, 'POST', '/carriers', form);
export const changeCarrier = (id: number, change: object): Promise<Carrier> => json(readCarrier, 'PATCH', `/carriers/${id}`, change);
/** Give a closed parcel to another carrier. */
export const giveTo = (shipment: number, carrier: string): Promise<unknown> => json(data, 'POST', `/shipments/${shipment}/carrier`, { carrier });
export const fetchRates = (id: number): Promise<CarrierRate[]> => json(readRates, 'GET', `/carriers/${id}/rates`);
export const sayRate = (id: number, form: object): Promise<unknown> => json(data, 'POST', `/carriers/${id}/rates`, form);
export const takeRateAway = (id: number, rate: number): Promise<unknown> => json(data, 'DELETE', `/carriers/${id}/rates/${rate}`);
export const fetchManifest = (carrier: string, day: string): Promise<Manifest> => json(readManifest, 'GET', `/carriers/manifest${query({ carrier, day })}`);
/** Where the same comes as a file. */
export const manifestFile = (carrier: string, day: string, ending: 'pdf' | 'csv'): string => `/api/v1/carriers/manifest.${ending}${query({ carrier, day })}`;
