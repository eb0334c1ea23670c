/** Relocations to better places as the office lists them; walks are whole millimetres a week. */
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface RelocationStep {
  item: number;
  sku: string;
  name: string;
  origin: string;
  goal: string;
  task: number | null;
}

/** What belongs together: one step, or a bin that is cleared first. */
export interface RelocationWish {
  id: number;
  state: string;
  savesMmWeek: number;
  costsMm: number;
  orders: number;
  steps: RelocationStep[];
}

export interface Relocations {
  reckonedAt: number | null;
  busy: boolean;
  orders: number;
  nowMmWeek: number;
  thenMmWeek: number;
  items: RelocationWish[];
}

const readStep: Reader<RelocationStep> = record<RelocationStep>({
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', text],
  origin: ['origin', text],
  goal: ['goal', text],
  task: ['task', maybe(whole)],
});

const readWish: Reader<RelocationWish> = record<RelocationWish>({
  id: ['id', whole],
  state: ['state', text],
  savesMmWeek: ['saves_mm_week', whole],
  costsMm: ['costs_mm', whole],
  orders: ['orders', whole],
  steps: ['steps', list(readStep)],
});

export const readRelocations: Reader<Relocations> = record<Relocations>({
  reckonedAt: ['reckoned_at', maybe(whole)],
  busy: ['busy', flag],
  orders: ['orders', whole],
  nowMmWeek: ['now_mm_week', whole],
  thenMmWeek: ['then_mm_week', whole],
  items: ['items', list(readWish)],
});
