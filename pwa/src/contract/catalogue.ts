/** The local catalogue: what a code means when nobody can be asked, shown with its age. */
import { ContractBroken, list, maybe, record, text, whole, type Reader } from './shape';

export interface CatalogueItem {
  id: number;
  sku: string;
  name: string;
  tracking: string;
  zone: string | null;
}

export interface CataloguePlace {
  id: number;
  code: string;
  kind: string;
  zone: string | null;
  aisle: string;
  bay: string;
  level: string;
  /** Where it stands on the floor; unknown in a catalogue of an earlier version. */
  x?: number | undefined;
  y?: number | undefined;
}

/** Rows stay arrays, as they came: 10,000 of them are kept on the device. */
export interface Catalogue {
  items: [id: number, sku: string, name: string, tracking: string, zone: string | null][];
  codes: [key: string, item: number, qty: number, pack: string][];
  places: [id: number, code: string, kind: string, zone: string | null, aisle: string | null, bay: string | null, level: string | null, x?: number, y?: number][];
}

function row<T>(...readers: Reader<unknown>[]): Reader<T> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < readers.length) throw new ContractBroken(path, `${readers.length} columns`, value);
    // Tens of thousands of rows: none is copied, and no cell gets a path of its own.
    readers.forEach((read, index) => read(value[index], path));
    return value as T;
  };
}

const words = maybe(text);

export const readCatalogue: Reader<Catalogue> = record({
  items: ['items', list(row<Catalogue['items'][number]>(whole, text, text, text, words))],
  codes: ['codes', list(row<Catalogue['codes'][number]>(text, whole, whole, text))],
  places: ['places', list(row<Catalogue['places'][number]>(whole, text, text, words, words, words, words, whole, whole))],
});
