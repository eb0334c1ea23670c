/** Signing in: what is sent, what is answered. */
import { flag, list, maybe, or, record, text, whole, type Reader } from './shape';

export interface Person {
  id: number;
  name: string;
  role: string;
  language: string;
  permissions: string[];
}

export interface Site {
  id: number;
  code: string;
  name: string;
  timezone: string;
  /** Where a handheld finds its network, in the words of the house; empty if nobody said. */
  networkAt: string;
}

/** When a handheld locks: after so many idle minutes (0: never), and when it is put to charge. */
export interface LockRules {
  minutes: number;
  inCradle: boolean;
}

export interface Session {
  person: Person;
  shift: string | null;
  site: Site;
  serverTime: number;
  checkpoint: string;
  lock: LockRules;
}

/** What a handheld signs in with; `publicKey` is the raw P-256 point, base64url. */
export interface BadgeSignIn {
  badge: string;
  pin: string;
  device: { id: string; name: string };
  stream: string;
  publicKey: string;
}

export const readPerson: Reader<Person> = record({
  id: ['id', whole],
  name: ['name', text],
  role: ['role', text],
  language: ['language', or(text, 'en')],
  permissions: ['permissions', or(list(text), [])],
});

export const readSite: Reader<Site> = record({ id: ['id', whole], code: ['code', text], name: ['name', text], timezone: ['timezone', text], networkAt: ['network_at', or(text, '')] });

export const readLock: Reader<LockRules> = or(record<LockRules>({ minutes: ['minutes', whole], inCradle: ['in_cradle', flag] }), { minutes: 10, inCradle: false });

export const readSession: Reader<Session> = record({
  person: ['person', readPerson],
  shift: ['shift', maybe(text)],
  site: ['site', readSite],
  serverTime: ['server_time', whole],
  checkpoint: ['checkpoint', or(text, '')],
  lock: ['lock', readLock],
});

/** The request body of a handheld's sign-in. */
export function writeBadgeSignIn(from: BadgeSignIn): object {
  return { badge: from.badge, pin: from.pin, device: from.device, stream: from.stream, public_key: from.publicKey };
}
