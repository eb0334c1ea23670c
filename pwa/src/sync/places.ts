/** Requests about places as such: an aisle or a zone renamed, places out of use. */
import { data, type Reader } from '../contract';
import { readNamed, type Named } from '../contract/places';
import { readFloor, type FloorPlan } from '../contract/setup';
import { json } from './api';

const done: Reader<void> = (value, path) => void data(value, path);

/** `dry` tells what would follow. */
export const rename = (what: 'aisles' | 'zones', was: string, to: string, dry: boolean): Promise<Named> =>
  json(readNamed, 'POST', `/${what}/${encodeURIComponent(was)}/name`, { to, dry });
export const usePlaces = (which: { places: string[] } | { aisle: string }, active: boolean, why = ''): Promise<void> => json(done, 'POST', '/places/use', { ...which, active, why });
/** All of what was drawn, or none of it. */
export const redrawFloor = (version: string, changes: object): Promise<FloorPlan> => json(readFloor, 'POST', '/floor/drawing', { version, ...changes });
