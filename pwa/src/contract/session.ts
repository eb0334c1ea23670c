/** Signing in: what is sent, what is answered. */
import { list, maybe, or, record, text, whole, type Reader } from './shape';

export interface Person {
  id: number;
  name: string;
  role: string;
  language: string;
  permissions: string[];
}

export interface Session {
  person: Person;
  shift: string | null;
  site: { id: number; code: string; name: string; timezone: string };
  serverTime: number;
  checkpoint: string;
}

/** What a handheld signs in with; `publicKey` is the raw P-256 point, base64url. */
export interface BadgeSignIn {
  badge: string;
  pin: string;
  device: { id: string; name: string };
  stream: string;
  publicKey: string;
}

const person: Reader<Person> = record({
  id: ['id', whole],
  name: ['name', text],
  role: ['role', text],
  language: ['language', or(text, 'en')],
  permissions: ['permissions', or(list(text), [])],
});

export const readSession: Reader<Session> = record({
  person: ['person', person],
  shift: ['shift', maybe(text)],
  site: ['site', record({ id: ['id', whole], code: ['code', text], name: ['name', text], timezone: ['timezone', text] })],
  serverTime: ['server_time', whole],
  checkpoint: ['checkpoint', or(text, '')],
});

/** The request body of a handheld's sign-in. */
export function writeBadgeSignIn(from: BadgeSignIn): object {
  return { badge: from.badge, pin: from.pin, device: from.device, stream: from.stream, public_key: from.publicKey };
}
