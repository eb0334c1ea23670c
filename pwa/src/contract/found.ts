/** What a search found. */
import { list, or, record, text, type Reader } from './shape';

export interface Found {
  kind: string;
  /** Its id, or a container's plate. */
  key: string;
  code: string;
  title: string;
}

export const readFound: Reader<Found[]> = (value, path) =>
  record<{ items: Found[] }>({
    items: ['items', list(record<Found>({ kind: ['kind', text], key: ['key', text], code: ['code', text], title: ['title', or(text, '')] }))],
  })(value, path).items;
