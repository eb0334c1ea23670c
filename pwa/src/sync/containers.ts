/** The requests of containers, each answer validated; loaded with the office. */
import type { Page } from '../contract/board';
import { readContainer, readContainers, readMade, type ContainerCard, type ContainerRow } from '../contract/containers';
import { json } from './api';

export const fetchContainers = (filters: Record<string, string>, cursor: string | null): Promise<Page<ContainerRow>> => {
  const asked = new URLSearchParams({ limit: '50', ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value)), ...(cursor ? { cursor } : {}) });
  return json(readContainers, 'GET', `/containers?${asked}`);
};
export const fetchContainer = (code: string): Promise<ContainerCard> => json(readContainer, 'GET', `/containers/${encodeURIComponent(code)}`);
export const makeContainers = (kind: string, many: number): Promise<{ items: string[] }> => json(readMade, 'POST', '/containers', { kind, many });
