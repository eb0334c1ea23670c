/** The requests about cartons and sizes, each answer validated; loaded with the office. */
import { readCartonType, readCartonTypes, type CartonType } from '../contract/cartons';
import { readItem, type Item } from '../contract/office';
import { json } from './api';

export const fetchCartonTypes = (): Promise<CartonType[]> => json(readCartonTypes, 'GET', '/carton-types');
export const createCartonType = (form: object): Promise<CartonType> => json(readCartonType, 'POST', '/carton-types', form);
export const changeCartonType = (id: number, change: object): Promise<CartonType> => json(readCartonType, 'PATCH', `/carton-types/${id}`, change);
export const changeItemSizes = (id: number, change: object): Promise<Item> => json(readItem, 'PATCH', `/items/${id}/sizes`, change);
