/** Carriers, their rates and manifests, as the office shows them. */
import { flag, list, record, text, whole, type Reader } from './shape';

export interface Carrier {
  id: number;
  code: string;
  name: string;
  cutOff: string;
  active: boolean;
  rates: number;
  waiting: number;
  pressing: boolean;
  /** By whose API its labels are bought; '' where the house prints them. */
  service: string;
}

export interface CarrierRate {
  id: number;
  country: string;
  maxWeightG: number;
  priceMinor: number;
}

export interface Manifest {
  parcels: number;
  weightG: number;
  items: { id: number; tracking: string; number: string; customer: string; country: string; weightG: number }[];
}

export const readCarrier: Reader<Carrier> = record<Carrier>({
  id: ['id', whole],
  code: ['code', text],
  name: ['name', text],
  cutOff: ['cut_off', text],
  active: ['active', flag],
  rates: ['rates', whole],
  waiting: ['waiting', whole],
  pressing: ['pressing', flag],
  service: ['service', text],
});

/** By which service a carrier's labels are bought; its key is never told. */
export interface Account {
  service: string;
  hasKey: boolean;
  sender: Record<string, string>;
  ways: string[];
  format: string;
}

export interface Quote {
  way: string;
  priceMinor: number;
  currency: string;
}

export interface CarrierPaper {
  id: number;
  day: string;
  state: string;
  problem: string;
  said: string;
  parcels: number;
}

const SENDER = ['name', 'street', 'postcode', 'city', 'state', 'country', 'phone'] as const;

export const readAccount: Reader<Account> = record<Account>({
  service: ['service', text],
  hasKey: ['has_key', flag],
  sender: ['sender', (value, path) => record(Object.fromEntries(SENDER.map((name) => [name, [name, text]])) as { [K in (typeof SENDER)[number]]: [string, Reader<string>] })(value, path)],
  ways: ['ways', list(text)],
  format: ['format', text],
});

const readQuote: Reader<Quote> = record<Quote>({ way: ['way', text], priceMinor: ['price_minor', whole], currency: ['currency', text] });
const readPaper: Reader<CarrierPaper> = record<CarrierPaper>({
  id: ['id', whole],
  day: ['day', text],
  state: ['state', text],
  problem: ['problem', text],
  said: ['said', text],
  parcels: ['parcels', whole],
});
export const readQuotes: Reader<Quote[]> = (value, path) => record({ items: ['items', list(readQuote)] })(value, path).items;
export const readPapers: Reader<CarrierPaper[]> = (value, path) => record({ items: ['items', list(readPaper)] })(value, path).items;

const readRate: Reader<CarrierRate> = record<CarrierRate>({
  id: ['id', whole],
  country: ['country', text],
  maxWeightG: ['max_weight_g', whole],
  priceMinor: ['price_minor', whole],
});

const readParcel: Reader<Manifest['items'][number]> = record<Manifest['items'][number]>({
  id: ['id', whole],
  tracking: ['tracking', text],
  number: ['number', text],
  customer: ['customer', text],
  country: ['country', text],
  weightG: ['weight_g', whole],
});

export const readCarriers: Reader<Carrier[]> = (value, path) => record({ items: ['items', list(readCarrier)] })(value, path).items;
export const readRates: Reader<CarrierRate[]> = (value, path) => record({ items: ['items', list(readRate)] })(value, path).items;
export const readManifest: Reader<Manifest> = record<Manifest>({
  parcels: ['parcels', whole],
  weightG: ['weight_g', whole],
  items: ['items', list(readParcel)],
});
