/** The shift's key pair: made on the device, its private half never leaves it; and the hash that chains events. */

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const utf8 = new TextEncoder();

/** What the first event of a stream names as the one before it. */
export const NO_EVENT = '0'.repeat(64);

/** Bytes as base64url without padding. */
export function base64url(bytes: ArrayBuffer | Uint8Array): string {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return btoa(String.fromCharCode(...view)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** A new pair; `publicKey` is the raw point, base64url, as the server registers it. */
export async function makeShiftKey(): Promise<{ privateKey: CryptoKey; publicKey: string }> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
  return { privateKey: pair.privateKey, publicKey: base64url(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** The hash (hex) that the next event carries, and this event's signature. */
export async function seal(body: string, key: CryptoKey): Promise<{ hash: string; sig: string }> {
  const bytes = utf8.encode(body);
  const [hash, signature] = await Promise.all([hashOf(bytes), crypto.subtle.sign(SIGNATURE, key, bytes)]);
  return { hash, sig: base64url(signature) };
}

/** SHA-256 as hex. */
export async function hashOf(what: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', typeof what === 'string' ? utf8.encode(what) : what);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A badge as it is written everywhere. */
export const badgeOf = (code: string): string => code.trim().toUpperCase();

/** What is kept of the badge that began a shift. */
export const badgeHash = (shift: string, code: string): Promise<string> => hashOf(`${shift}:${badgeOf(code)}`);
