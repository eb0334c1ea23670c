/** The requests about better places, each answer validated; loaded with the office. */
import { readRelocations, type Relocations } from '../contract/relocations';
import { json } from './api';

export const fetchRelocations = (): Promise<Relocations> => json(readRelocations, 'GET', '/relocations');
export const reckonRelocations = (): Promise<Relocations> => json(readRelocations, 'POST', '/relocations/reckon');
export const askForRelocation = (wish: number): Promise<Relocations> => json(readRelocations, 'POST', `/relocations/${wish}/ask`);
export const leaveRelocation = (wish: number): Promise<Relocations> => json(readRelocations, 'POST', `/relocations/${wish}/leave`);
