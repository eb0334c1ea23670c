/** Requests that make orders. */
import type { Order } from '../contract/office';
import { readOrder } from '../contract/office';
import { json } from './api';

export interface NewOrder {
  number: string;
  owner?: string;
  priority: number;
  ship_by: number | null;
  note: string;
  lines: { item: string; qty: number }[];
}

export const createOrder = (order: NewOrder): Promise<Order> => json(readOrder, 'POST', '/orders', order);
