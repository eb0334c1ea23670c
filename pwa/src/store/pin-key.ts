/** The key that a device derives from a PIN to know a person without a network, and to prove later that it had the PIN. */
import { base64url } from './keys';

const utf8 = new TextEncoder();

/** Bytes of base64url without padding. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
}

/** PBKDF2-SHA-256, 32 bytes. Slow on purpose: a second on a handheld, and as much for each guess of a thief. */
export async function derivePinKey(pin: string, salt: string, rounds: number): Promise<Uint8Array<ArrayBuffer>> {
  const secret = await crypto.subtle.importKey('raw', utf8.encode(pin), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64url(salt), iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, secret, 256));
}

/** The HMAC-SHA-256 of a text by a derived key, base64url. */
export async function prove(key: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const signing = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return base64url(await crypto.subtle.sign('HMAC', signing, utf8.encode(text)));
}
