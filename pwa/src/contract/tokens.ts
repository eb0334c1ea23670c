/** Software that is let in, as the wire tells it. */
import { page, type Page } from './board';
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface TokenRow {
  id: number;
  name: string;
  role: string;
  /** The client whose software it is; '' for the house's own. */
  owner: string;
  scopes: string[];
  beginning: string;
  madeAt: number;
  madeBy: string;
  expiresAt: number;
  lastUsedAt: number;
  revokedAt: number | null;
}

export interface TokenMade extends TokenRow {
  token: string;
}

/** An endpoint that a token may have, with the roles that may use it and what it does. */
export interface Scope {
  name: string;
  roles: string[];
  reads: boolean;
  says: string;
}

const row: { [K in keyof TokenRow]: [string, Reader<TokenRow[K]>] } = {
  id: ['id', whole],
  name: ['name', text],
  role: ['role', text],
  owner: ['owner', or(text, '')],
  scopes: ['scopes', list(text)],
  beginning: ['beginning', text],
  madeAt: ['made_at', whole],
  madeBy: ['made_by', text],
  expiresAt: ['expires_at', whole],
  lastUsedAt: ['last_used_at', whole],
  revokedAt: ['revoked_at', maybe(whole)],
};

export const readToken: Reader<TokenRow> = record<TokenRow>(row);
export const readTokens: Reader<Page<TokenRow>> = page(readToken);
export const readTokenMade: Reader<TokenMade> = record<TokenMade>({ ...row, token: ['token', text] });
export const readScopes: Reader<Scope[]> = (value, path) =>
  record<{ items: Scope[] }>({
    items: ['items', list(record<Scope>({ name: ['name', text], roles: ['roles', list(text)], reads: ['reads', flag], says: ['says', text] }))],
  })(value, path).items;
