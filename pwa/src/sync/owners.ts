/** The requests about owners, each answer validated; loaded with the office. */
import { readOwner, readOwners, type Owner } from '../contract/owners';
import { json } from './api';

export const fetchOwners = (): Promise<Owner[]> => json(readOwners, 'GET', '/owners');
export const createOwner = (form: { code: string; name: string }): Promise<Owner> => json(readOwner, 'POST', '/owners', form);
export const renameOwner = (id: number, name: string): Promise<Owner> => json(readOwner, 'PATCH', `/owners/${id}`, { name });
