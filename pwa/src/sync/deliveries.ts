/** The requests of announced deliveries, each answer validated; loaded with the office. */
import type { Page } from '../contract/board';
import { readDeliveries, readDelivery, type DeliveryCard, type DeliveryRow } from '../contract/deliveries';
import { json } from './api';

export const fetchDeliveries = ({ state, number, cursor }: { state: string; number: string; cursor: string | null }): Promise<Page<DeliveryRow>> =>
  json(readDeliveries, 'GET', `/deliveries?limit=50${state && `&state=${state}`}${number && `&number=${encodeURIComponent(number)}`}${cursor ? `&cursor=${cursor}` : ''}`);
export const fetchDelivery = (id: number): Promise<DeliveryCard> => json(readDelivery, 'GET', `/deliveries/${id}`);
