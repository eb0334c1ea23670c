/** The requests about substitutes, each answer validated; loaded with the office. */
import { readOrder, type Order } from '../contract/office';
import { readOffers, readSubstitutes, type Offers, type Substitutes } from '../contract/substitutes';
import { json } from './api';

export const fetchSubstitutes = (item: number): Promise<Substitutes> => json(readSubstitutes, 'GET', `/items/${item}/substitutes`);
export const saySubstitutes = (item: number, items: readonly string[]): Promise<Substitutes> => json(readSubstitutes, 'PUT', `/items/${item}/substitutes`, { items });

export const allowSubstitutes = (order: number, allowed: boolean): Promise<Order> => json(readOrder, 'PUT', `/orders/${order}/substitutes`, { allowed });
export const fetchOffers = (order: number, line: number): Promise<Offers> => json(readOffers, 'GET', `/orders/${order}/lines/${line}/substitutes`);
export const substituteLine = (order: number, line: number, form: { item: number; qty: number }): Promise<Order> => json(readOrder, 'POST', `/orders/${order}/lines/${line}/substitute`, form);
export const takeSubstituteBack = (order: number, line: number): Promise<Order> => json(readOrder, 'POST', `/orders/${order}/lines/${line}/take-back`, {});
