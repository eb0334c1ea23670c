/** Whose goods lie in the house, as the wire tells it. */
import { flag, list, record, text, whole, type Reader } from './shape';

export interface Owner {
  id: number;
  code: string;
  name: string;
  /** The one whose warehouse it is. */
  house: boolean;
}

export const readOwner: Reader<Owner> = record<Owner>({ id: ['id', whole], code: ['code', text], name: ['name', text], house: ['house', flag] });
export const readOwners: Reader<Owner[]> = (value, path) => record<{ items: Owner[] }>({ items: ['items', list(readOwner)] })(value, path).items;
