/** The requests about low stock, each answer validated; loaded with the office. */
import { readRuleChanges, readStockAlert, readStockAlerts, readStockRule, readStockRules, type RuleChange, type StockAlert, type StockRule, type StockRules } from '../contract/alerts';
import type { Page } from '../contract/board';
import { ask, json } from './api';

export function fetchStockAlerts(filters: Record<string, string | null>): Promise<Page<StockAlert>> {
  const kept = Object.entries({ limit: '50', ...filters }).filter((one): one is [string, string] => !!one[1]);
  return json(readStockAlerts, 'GET', `/stock-alerts?${new URLSearchParams(kept).toString()}`);
}

const deed = (id: number, name: string, body: object = {}): Promise<StockAlert> => json(readStockAlert, 'POST', `/stock-alerts/${id}/${name}`, body);
export const seeAlert = (id: number): Promise<StockAlert> => deed(id, 'acknowledge');
export const snoozeAlert = (id: number, days: number): Promise<StockAlert> => deed(id, 'snooze', { days });
export const wakeAlert = (id: number): Promise<StockAlert> => deed(id, 'wake');

export const fetchStockRules = (): Promise<StockRules> => json(readStockRules, 'GET', '/stock-rules');
export const putStockRule = (id: number | null, form: object): Promise<StockRule> => json(readStockRule, id === null ? 'POST' : 'PUT', id === null ? '/stock-rules' : `/stock-rules/${id}`, form);
export const endStockRule = async (id: number): Promise<void> => void (await ask('DELETE', `/stock-rules/${id}`));
export const fetchRuleChanges = (cursor: string | null): Promise<Page<RuleChange>> => json(readRuleChanges, 'GET', `/stock-rules/history?limit=20${cursor ? `&cursor=${cursor}` : ''}`);
