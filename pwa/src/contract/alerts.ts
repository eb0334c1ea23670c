/** Rules of what is low, and the items they found, as the wire tells it. */
import { page, type Page } from './board';
import { flag, list, maybe, record, text, whole, type Reader } from './shape';

export interface StockRule {
  id: number;
  name: string;
  covers: string;
  sku: string | null;
  itemName: string | null;
  abc: string;
  measure: string;
  level: string;
  under: number;
  withinDays: number;
  recoverPct: number;
  roles: string[];
  emails: string[];
  active: boolean;
  open: number;
}

export interface StockRules {
  items: StockRule[];
  /** Whether the installation has a mail server. */
  mails: boolean;
}

export interface RuleChange {
  id: number;
  at: number;
  person: string;
  rule: string;
  name: string;
  old: string;
  now: string;
}

export interface StockAlert {
  id: number;
  state: string;
  ruleId: number;
  rule: string;
  measure: string;
  item: number;
  sku: string;
  name: string;
  level: number;
  found: number;
  value: number;
  openedAt: number;
  closedAt: number | null;
  seenAt: number | null;
  seenBy: string | null;
  snoozedUntil: number;
  mailedAt: number;
}

export const readStockRule: Reader<StockRule> = record<StockRule>({
  id: ['id', whole],
  name: ['name', text],
  covers: ['covers', text],
  sku: ['sku', maybe(text)],
  itemName: ['item_name', maybe(text)],
  abc: ['abc', text],
  measure: ['measure', text],
  level: ['level', text],
  under: ['under', whole],
  withinDays: ['within_days', whole],
  recoverPct: ['recover_pct', whole],
  roles: ['roles', list(text)],
  emails: ['emails', list(text)],
  active: ['active', flag],
  open: ['open', whole],
});
export const readStockRules: Reader<StockRules> = record<StockRules>({ items: ['items', list(readStockRule)], mails: ['mails', flag] });
export const readRuleChanges: Reader<Page<RuleChange>> = page(
  record<RuleChange>({ id: ['id', whole], at: ['at', whole], person: ['person', text], rule: ['rule', text], name: ['name', text], old: ['old', text], now: ['new', text] }),
);
export const readStockAlert: Reader<StockAlert> = record<StockAlert>({
  id: ['id', whole],
  state: ['state', text],
  ruleId: ['rule_id', whole],
  rule: ['rule', text],
  measure: ['measure', text],
  item: ['item', whole],
  sku: ['sku', text],
  name: ['name', text],
  level: ['level', whole],
  found: ['found', whole],
  value: ['value', whole],
  openedAt: ['opened_at', whole],
  closedAt: ['closed_at', maybe(whole)],
  seenAt: ['seen_at', maybe(whole)],
  seenBy: ['seen_by', maybe(text)],
  snoozedUntil: ['snoozed_until', whole],
  mailedAt: ['mailed_at', whole],
});
export const readStockAlerts: Reader<Page<StockAlert>> = page(readStockAlert);
