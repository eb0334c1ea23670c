/** The requests about saved views, each answer validated; loaded with the office. */
import { data } from '../contract';
import { readView, readViews, type SavedView } from '../contract/views';
import { json } from './api';
import { query } from './office';

export const fetchViews = (list: string): Promise<SavedView[]> => json(readViews, 'GET', `/views${query({ list })}`);
export const keepView = (list: string, name: string, behind: string): Promise<SavedView> => json(readView, 'POST', '/views', { list, name, query: behind });
export const shareView = (id: number, role: string): Promise<SavedView> => json(readView, 'PATCH', `/views/${id}`, { role });
export const forgetView = (id: number): Promise<unknown> => json(data, 'DELETE', `/views/${id}`);
