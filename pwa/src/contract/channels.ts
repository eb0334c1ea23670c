/** Shops whose orders come in by themselves, as the wire tells it. */
import { page, type Page } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface Channel {
  id: number;
  code: string;
  kind: string;
  path: string;
  /** The code of whose goods its orders are of. */
  owner: string;
  stockBuffer: number;
  takeUnpaid: boolean;
  active: boolean;
  twoSecrets: boolean;
  heardAt: number;
  orders: number;
  waiting: number;
}

export interface ChannelOrder {
  id: number;
  number: string;
  orderId: number | null;
  state: string;
  problem: string;
  lacks: { skus: string | null; nameless: string | null };
  changedAt: number;
}

export interface ChannelMessage {
  id: number;
  topic: string;
  number: string;
  outcome: string;
  leftOut: string[];
  at: number;
}

export const readChannel: Reader<Channel> = record<Channel>({
  id: ['id', whole],
  code: ['code', text],
  kind: ['kind', text],
  path: ['path', text],
  owner: ['owner', or(text, '')],
  stockBuffer: ['stock_buffer', whole],
  takeUnpaid: ['take_unpaid', flag],
  active: ['active', flag],
  twoSecrets: ['two_secrets', flag],
  heardAt: ['heard_at', whole],
  orders: ['orders', whole],
  waiting: ['waiting', whole],
});
export const readChannels: Reader<Channel[]> = (value, path) => record<{ items: Channel[] }>({ items: ['items', list(readChannel)] })(value, path).items;
export const readChannelOrders: Reader<Page<ChannelOrder>> = page(
  record<ChannelOrder>({
    id: ['id', whole],
    number: ['number', text],
    orderId: ['order_id', maybe(whole)],
    state: ['state', text],
    problem: ['problem', text],
    lacks: ['params', record<ChannelOrder['lacks']>({ skus: ['skus', maybe(text)], nameless: ['nameless', maybe(text)] })],
    changedAt: ['changed_at', whole],
  }),
);
export const readChannelMessages: Reader<Page<ChannelMessage>> = page(
  record<ChannelMessage>({
    id: ['id', whole],
    topic: ['topic', text],
    number: ['number', text],
    outcome: ['outcome', text],
    leftOut: ['left_out', list(text)],
    at: ['at', whole],
  }),
);
export const readOutcome: Reader<{ outcome: string }> = record<{ outcome: string }>({ outcome: ['outcome', text] });
