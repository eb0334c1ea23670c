/** The requests of shops whose orders come in by themselves. */
import type { Page } from '../contract/board';
import {
  readChannel,
  readChannelMessages,
  readChannelOrders,
  readChannels,
  readOutcome,
  type Channel,
  type ChannelMessage,
  type ChannelOrder,
} from '../contract/channels';
import { json } from './api';

export interface NewChannel {
  code: string;
  kind: string;
  secret: string;
  stock_buffer: number;
  take_unpaid: boolean;
  owner?: string;
}

export const fetchChannels = (): Promise<Channel[]> => json(readChannels, 'GET', '/channels');
export const makeChannel = (form: NewChannel): Promise<Channel> => json(readChannel, 'POST', '/channels', form);
export const changeChannel = (id: number, form: Partial<Omit<NewChannel, 'code' | 'kind'>> & { active?: boolean }): Promise<Channel> => json(readChannel, 'PATCH', `/channels/${id}`, form);
export const tryAgain = (id: number, order: number): Promise<{ outcome: string }> => json(readOutcome, 'POST', `/channels/${id}/orders/${order}/try-again`, {});

const at = (cursor: string | null): string => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : '');
export const fetchChannelOrders = (id: number, state: string, cursor: string | null): Promise<Page<ChannelOrder>> => json(readChannelOrders, 'GET', `/channels/${id}/orders?state=${state}${at(cursor)}`);
export const fetchChannelMessages = (id: number, cursor: string | null): Promise<Page<ChannelMessage>> => json(readChannelMessages, 'GET', `/channels/${id}/messages?limit=20${at(cursor)}`);
