/** Who is told what happens, as the wire tells it. */
import { page, type Page } from './board';
import { list, maybe, record, text, whole, type Reader } from './shape';

export interface Webhook {
  id: number;
  name: string;
  url: string;
  events: string[];
  channel: string | null;
  state: string;
  failures: number;
  restUntil: number;
  toldAt: number;
  oldSecretUntil: number;
  waiting: number;
  dead: number;
}

export interface WebhookMade extends Webhook {
  secret: string;
}

export interface Message {
  id: number;
  kind: string;
  subject: string;
  state: string;
  attempts: number;
  madeAt: number;
  triedAt: number;
  nextAt: number;
  tookMs: number;
  status: number;
  problem: string;
}

const row: { [K in keyof Webhook]: [string, Reader<Webhook[K]>] } = {
  id: ['id', whole],
  name: ['name', text],
  url: ['url', text],
  events: ['events', list(text)],
  channel: ['channel', maybe(text)],
  state: ['state', text],
  failures: ['failures', whole],
  restUntil: ['rest_until', whole],
  toldAt: ['told_at', whole],
  oldSecretUntil: ['old_secret_until', whole],
  waiting: ['waiting', whole],
  dead: ['dead', whole],
};

export const readWebhook: Reader<Webhook> = record<Webhook>(row);
export const readWebhookMade: Reader<WebhookMade> = record<WebhookMade>({ ...row, secret: ['secret', text] });
export const readWebhooks: Reader<Webhook[]> = (value, path) => record<{ items: Webhook[] }>({ items: ['items', list(readWebhook)] })(value, path).items;
export const readMessages: Reader<Page<Message>> = page(
  record<Message>({
    id: ['id', whole],
    kind: ['kind', text],
    subject: ['subject', text],
    state: ['state', text],
    attempts: ['attempts', whole],
    madeAt: ['made_at', whole],
    triedAt: ['tried_at', whole],
    nextAt: ['next_at', whole],
    tookMs: ['took_ms', whole],
    status: ['status', whole],
    problem: ['problem', text],
  }),
);
export const readAgain: Reader<{ again: number }> = record<{ again: number }>({ again: ['again', whole] });
export const readTested: Reader<{ message: number }> = record<{ message: number }>({ message: ['message', whole] });
