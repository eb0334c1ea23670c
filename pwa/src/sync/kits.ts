/** The requests about kits, each answer validated; loaded with the office. */
import { data } from '../contract';
import type { Page } from '../contract/board';
import { readKit, readKits, type Kit, type KitRow } from '../contract/kits';
import { json } from './api';
import { query, type Filters } from './office';

export const fetchKits = (filters: Filters): Promise<Page<KitRow>> => json(readKits, 'GET', `/kits${query(filters)}`);
export const fetchKit = (item: number): Promise<Kit> => json(readKit, 'GET', `/kits/${item}`);
export const sayKit = (item: number, form: object): Promise<Kit> => json(readKit, 'PUT', `/kits/${item}`, form);
export const forgetKit = (item: number): Promise<unknown> => json(data, 'DELETE', `/kits/${item}`);
/** All bills of materials, as they are brought in. */
export const KITS_CSV = '/api/v1/kits?format=csv';
