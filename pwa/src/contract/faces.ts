/** Pick faces as the office lists them. */
import type { Page } from './board';
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface Face {
  id: number;
  place: string;
  itemId: number;
  sku: string;
  name: string;
  minQty: number;
  maxQty: number;
  fromForecast: boolean;
  has: number;
  free: number;
  coming: number;
  waitedFor: number;
  reserve: number;
  daysLeft: number | null;
  state: string;
  called: boolean;
  taskId: number | null;
  taskState: string | null;
}

/** A page of faces; how many there are in all is null where only the page was read. */
export interface Faces extends Page<Face> {
  faces: number | null;
  dry: number | null;
  low: number | null;
  coming: number | null;
}

/** A bin that should be the face of an item. */
export interface FaceProposal {
  place: string;
  itemId: number;
  sku: string;
  name: string;
  has: number;
  bins: number;
  aDayMilli: number;
}

export const readFace: Reader<Face> = record<Face>({
  id: ['id', whole],
  place: ['place', text],
  itemId: ['item_id', whole],
  sku: ['sku', text],
  name: ['name', text],
  minQty: ['min_qty', whole],
  maxQty: ['max_qty', whole],
  fromForecast: ['from_forecast', flag],
  has: ['has', whole],
  free: ['free', whole],
  coming: ['coming', whole],
  waitedFor: ['waited_for', whole],
  reserve: ['reserve', whole],
  daysLeft: ['days_left', maybe(whole)],
  state: ['state', text],
  called: ['called', flag],
  taskId: ['task_id', maybe(whole)],
  taskState: ['task_state', maybe(text)],
});

export const readFaces: Reader<Faces> = record<Faces>({
  items: ['items', list(readFace)],
  next: ['next', maybe(text)],
  faces: ['faces', maybe(whole)],
  dry: ['dry', maybe(whole)],
  low: ['low', maybe(whole)],
  coming: ['coming', maybe(whole)],
});

const readProposal: Reader<FaceProposal> = record<FaceProposal>({
  place: ['place', text],
  itemId: ['item_id', whole],
  sku: ['sku', text],
  name: ['name', text],
  has: ['has', whole],
  bins: ['bins', whole],
  aDayMilli: ['a_day_milli', whole],
});

export const readFaceProposals: Reader<FaceProposal[]> = (value, path) => record({ items: ['items', list(readProposal)] })(value, path).items;
export const readFacesMade: Reader<number> = (value, path) => record({ made: ['made', whole] })(value, path).made;
