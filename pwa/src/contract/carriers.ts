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
});

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
