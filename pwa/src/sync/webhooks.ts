/** The requests of telling others what happens. */
import type { Page } from '../contract/board';
import { readAgain, readMessages, readTested, readWebhook, readWebhookMade, readWebhooks, type Message, type Webhook, type WebhookMade } from '../contract/webhooks';
import { ask, json } from './api';

export const fetchWebhooks = (): Promise<Webhook[]> => json(readWebhooks, 'GET', '/webhooks');
export const makeWebhook = (form: { name: string; url: string; events: string[]; channel: number | null }): Promise<WebhookMade> => json(readWebhookMade, 'POST', '/webhooks', form);
export const setWebhook = (id: number, to: 'pause' | 'resume'): Promise<Webhook> => json(readWebhook, 'POST', `/webhooks/${id}/${to}`, {});
export const endWebhook = async (id: number): Promise<void> => void (await ask('POST', `/webhooks/${id}/end`, {}));
export const rotateSecret = (id: number): Promise<WebhookMade> => json(readWebhookMade, 'POST', `/webhooks/${id}/secret`, { hours: 24 });
export const sendTest = (id: number): Promise<{ message: number }> => json(readTested, 'POST', `/webhooks/${id}/test`, {});
export const replayDead = (id: number): Promise<{ again: number }> => json(readAgain, 'POST', `/webhooks/${id}/replay`, {});
export const replayMessage = (id: number, message: number): Promise<{ again: number }> => json(readAgain, 'POST', `/webhooks/${id}/messages/${message}/replay`, {});
export function fetchMessages(id: number, state: string, cursor: string | null): Promise<Page<Message>> {
  const query = new URLSearchParams({ state, ...(cursor ? { cursor } : {}) });
  return json(readMessages, 'GET', `/webhooks/${id}/messages?${query}`);
}
