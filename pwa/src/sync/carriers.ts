/** The requests about carriers, each answer validated; loaded with the office. */
import { data } from '../contract';
import {
  readAccount,
  readCarrier,
  readCarriers,
  readManifest,
  readPapers,
  readQuotes,
  readRates,
  type Account,
  type Carrier,
  type CarrierPaper,
  type CarrierRate,
  type Manifest,
  type Quote,
} from '../contract/carriers';
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
export const fetchAccount = (id: number): Promise<Account> => json(readAccount, 'GET', `/carriers/${id}/account`);
export const sayAccount = (id: number, form: object): Promise<Account> => json(readAccount, 'PUT', `/carriers/${id}/account`, form);
export const takeAccountAway = (id: number): Promise<unknown> => json(data, 'DELETE', `/carriers/${id}/account`);
/** What a parcel would cost, asked of the carrier's service now; nothing is bought. */
export const tryAccount = (id: number, form: object): Promise<Quote[]> => json(readQuotes, 'POST', `/carriers/${id}/account/try`, form);
/** Ask the carrier for a parcel's label once more. */
export const askForLabel = (shipment: number): Promise<unknown> => json(data, 'POST', `/shipments/${shipment}/label/again`);
export const fetchPapers = (id: number): Promise<CarrierPaper[]> => json(readPapers, 'GET', `/carriers/${id}/manifests`);
export const askForPaper = (id: number, day: string): Promise<CarrierPaper[]> => json(readPapers, 'POST', `/carriers/${id}/manifests`, { day });
export const carrierPaper = (id: number): string => `/api/v1/carriers/manifests/${id}.pdf`;
/** Where the same comes as a file. */
export const manifestFile = (carrier: string, day: string, ending: 'pdf' | 'csv'): string => `/api/v1/carriers/manifest.${ending}${query({ carrier, day })}`;
