/** The requests about inspection, each answer validated; loaded with the office. */
import type { Page } from '../contract/board';
import { readDecided, readInspections, type Decided, type Inspected } from '../contract/inspections';
import { readItem, type Item } from '../contract/office';
import { json } from './api';

export function fetchInspections(state: string, order: string, cursor: string | null): Promise<Page<Inspected>> {
  const kept = Object.entries({ limit: '50', state, order, cursor: cursor ?? '' }).filter(([, value]) => value !== '');
  return json(readInspections, 'GET', `/inspections?${new URLSearchParams(kept).toString()}`);
}

/** What is to become of goods that were held or rejected. */
export const decideInspected = (id: number, follow: string): Promise<Decided> => json(readDecided, 'POST', `/inspections/${id}/decide`, { follow });
export const changeItemHandling = (id: number, change: object): Promise<Item> => json(readItem, 'PATCH', `/items/${id}/handling`, change);
