/** Signing in without a network. Where a site does not want it, this says so; how it is done is loaded with the first roster. */
import { Problem, type Session, type SignedEvent } from '../contract';
import type { Registration, RosterEntry } from '../contract/roster';
import type { Author, Device } from '../store';
import * as api from './api';
import type { RosterSignIn } from './roster-sign-in';

/** What the rest of the sync does when a shift has become known to the server, or does not count. */
export interface OfflineEars {
  registered(shift: string, session: Session): Promise<void>;
  refused(registration: Registration): Promise<void>;
}

export class OfflineSignIn {
  private loading: Promise<RosterSignIn> | null = null;

  constructor(
    private readonly device: Device,
    private readonly ears: OfflineEars,
    private readonly now: () => number = Date.now,
  ) {}

  /** Hear the roster anew. A site that does not want it, or a device that is out of service, has none. */
  async refresh(): Promise<void> {
    try {
      const roster = await api.fetchRoster();
      if (roster) {
        await this.device.database.keep('roster', { ...roster, heardAt: this.now() });
        await this.rest();
      } else await this.device.database.forget('roster');
    } catch (error) {
      if (error instanceof Problem && error.status === 401) await this.device.database.forget('roster');
      // Otherwise the one that is here serves until it is over.
    }
  }

  /** Whether there is a roster that holds now. */
  async ready(): Promise<boolean> {
    return (await this.has('roster')) && (await this.rest()).ready();
  }

  /** The person of a badge, if they may sign in here without a network now. */
  async find(badge: string): Promise<RosterEntry | null> {
    return (await this.has('roster')) ? (await this.rest()).find(badge) : null;
  }

  /** Prove the PIN, and begin a shift whose registration is on disk before its key is. Throws `Problem`. */
  async signIn(badge: string, pin: string): Promise<Author> {
    return (await this.rest()).signIn(badge, pin);
  }

  /** Register the shifts that the server has to know before these events come; without events, all of them. Throws `Problem`. */
  async settle(events?: readonly SignedEvent[]): Promise<void> {
    if (await this.has('registrations')) await (await this.rest()).settle(events);
  }

  private async has(what: 'roster' | 'registrations'): Promise<boolean> {
    return Boolean(await this.device.database.kept(what));
  }

  private async rest(): Promise<RosterSignIn> {
    this.loading ??= import('./roster-sign-in').then(({ RosterSignIn }) => new RosterSignIn(this.device, this.ears, this.now));
    try {
      return await this.loading;
    } catch {
      this.loading = null;
      throw new Problem(0, 'no_network');
    }
  }
}
