/** The requests of customer returns, each answer validated; loaded with the office. */
import type { Page } from '../contract/board';
import { readReturn, readReturns, type ReturnCard, type ReturnRow } from '../contract/returns';
import { json } from './api';

export interface ReturnFilters { state: string; number: string; order: string; waiting: boolean; cursor: string | null }

export function fetchReturns({ state, number, order, waiting, cursor }: ReturnFilters): Promise<Page<ReturnRow>> {
  const kept = Object.entries({ limit: '50', state, number, order, waiting: waiting ? 'true' : '', cursor: cursor ?? '' }).filter(([, value]) => value !== '');
  return json(readReturns, 'GET', `/returns?${new URLSearchParams(kept).toString()}`);
}

export const fetchReturn = (id: number): Promise<ReturnCard> => json(readReturn, 'GET', `/returns/${id}`);
/** What is to become of goods that lie apart. */
export const decideGoods = (id: number, goods: number, follow: string): Promise<ReturnCard> => json(readReturn, 'POST', `/returns/${id}/goods/${goods}/decide`, { follow });
