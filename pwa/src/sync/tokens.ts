/** The requests of letting software in. */
import type { Page } from '../contract/board';
import { readScopes, readToken, readTokenMade, readTokens, type Scope, type TokenMade, type TokenRow } from '../contract/tokens';
import { json } from './api';

export const fetchTokens = (cursor: string | null): Promise<Page<TokenRow>> => json(readTokens, 'GET', `/tokens${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
export const fetchScopes = (): Promise<Scope[]> => json(readScopes, 'GET', '/tokens/scopes');
export const makeToken = (form: { name: string; role: string; scopes: string[]; days: number; owner?: string }): Promise<TokenMade> => json(readTokenMade, 'POST', '/tokens', form);
export const revokeToken = (id: number): Promise<TokenRow> => json(readToken, 'POST', `/tokens/${id}/revoke`, {});
