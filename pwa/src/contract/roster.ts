/** Signing in without a network: who may on this device, and how such a shift is registered afterwards. */
import { readLock, readPerson, readSite, type LockRules, type Person, type Site } from './session';
import { list, record, text, whole, type Reader } from './shape';

/** One person of the roster: enough to know the right PIN, not enough to prove it to the server. */
export interface RosterEntry {
  badgeHash: string;
  salt: string;
  rounds: number;
  keyHash: string;
  person: Person;
}

export interface Roster {
  people: RosterEntry[];
  validUntil: number;
  serverTime: number;
  site: Site;
  lock: LockRules;
}

/** A shift that was begun offline and that the server does not know yet. */
export interface Registration {
  shift: string;
  person: number;
  /** For a sentence to people; it is not sent. */
  name: string;
  stream: string;
  publicKey: string;
  at: number;
  proof: string;
}

export const readRoster: Reader<Roster> = record({
  people: [
    'people',
    list(
      record<RosterEntry>({
        badgeHash: ['badge_hash', text],
        salt: ['salt', text],
        rounds: ['rounds', whole],
        keyHash: ['key_hash', text],
        person: ['person', readPerson],
      }),
    ),
  ],
  validUntil: ['valid_until', whole],
  serverTime: ['server_time', whole],
  site: ['site', readSite],
  lock: ['lock', readLock],
});

/** What the key from the PIN proves: everything that the registration says, as the server puts it together. */
export function provedText(from: Omit<Registration, 'proof' | 'name'>, device: string): string {
  return ['pickface shift 1', from.shift, from.person, device, from.stream, from.publicKey, from.at].join('\n');
}

/** The request body; `current`: that person works on this device now. */
export function writeRegistration(from: Registration, current: boolean): object {
  const { shift, person, stream, at, proof } = from;
  return { shift, person, stream, public_key: from.publicKey, at, proof, current };
}
