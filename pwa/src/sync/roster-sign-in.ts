/** A sign-in by the roster: its people, wrong PINs that make wait, and shifts that are registered later. Loaded where a site wants it. */
import { Problem, type Session, type SignedEvent } from '../contract';
import { provedText, type Registration, type Roster, type RosterEntry } from '../contract/roster';
import { badgeHash, badgeOf, hashOf, makeShiftKey, uuid7, type Author, type Device } from '../store';
import { derivePinKey, prove } from '../store/pin-key';
import * as beside from './beside';
import type { OfflineEars } from './offline-sign-in';

const FREE_TRIES = 5;
const SHORTEST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A clock that was set back this little is still the same clock. */
const CLOCK_MARGIN_MS = 600_000;

export class RosterSignIn {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly device: Device,
    private readonly ears: OfflineEars,
    private readonly now: () => number,
  ) {}

  /** Whether there is a roster that holds now. */
  async ready(): Promise<boolean> {
    return (await this.roster()) !== null;
  }

  /** The person of a badge, if they may sign in here without a network now. */
  async find(badge: string): Promise<RosterEntry | null> {
    const roster = await this.roster();
    for (const entry of roster?.people ?? []) {
      if ((await hashOf(`${entry.salt}:${badgeOf(badge)}`)) === entry.badgeHash) return entry;
    }
    return null;
  }

  /** Prove the PIN, and begin a shift whose registration is on disk before its key is. Throws `Problem`. */
  async signIn(badge: string, pin: string): Promise<Author> {
    const entry = await this.find(badge);
    const roster = await this.roster();
    if (!entry || !roster) throw new Problem(0, 'not_on_roster');
    await this.count(entry.badgeHash);
    const secret = await derivePinKey(pin, entry.salt, entry.rounds);
    if ((await hashOf(secret)) !== entry.keyHash) throw new Problem(401, 'sign_in_failed');
    await this.forgive(entry.badgeHash);
    const { privateKey, publicKey } = await makeShiftKey();
    const { person } = entry;
    const at = this.now() - roster.heardAt + roster.serverTime;
    const said = { shift: uuid7(this.now()), person: person.id, stream: this.device.outbox.stream, publicKey, at };
    const proof = await prove(secret, provedText(said, this.device.id));
    await this.keep([...(await this.waiting()), { ...said, name: person.name, proof }]);
    const session: Session = { person, shift: said.shift, site: roster.site, serverTime: at, checkpoint: '', lock: roster.lock };
    return { session, shift: said.shift, key: privateKey, badge: await badgeHash(said.shift, badge), offline: true };
  }

  /** Register the shifts that the server has to know before these events come; without events, all of them. Throws `Problem`. */
  settle(events?: readonly SignedEvent[]): Promise<void> {
    const turn = this.last.then(async () => {
      for (const registration of await this.waiting()) {
        if (!events || events.some(({ body }) => body.includes(registration.shift))) await this.register(registration);
      }
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The PIN was right: earlier wrong ones do not count any more. */
  async forgive(who: string): Promise<void> {
    const tries = { ...(await this.device.database.kept('tries')) };
    if (!(who in tries)) return;
    delete tries[who];
    await this.device.database.keep('tries', tries);
  }

  private async roster(): Promise<(Roster & { heardAt: number }) | null> {
    const roster = await this.device.database.kept('roster');
    if (!roster) return null;
    const age = this.now() - roster.heardAt;
    return age >= -CLOCK_MARGIN_MS && age <= roster.validUntil - roster.serverTime ? roster : null;
  }

  /** Count a try before the PIN is looked at: what is cut short by a reload has counted. */
  private async count(who: string): Promise<void> {
    const tries = { ...(await this.device.database.kept('tries')) };
    const before = tries[who] ?? { failures: 0, until: 0 };
    const waitMs = Math.min(before.until - this.now(), LONGEST_WAIT_MS);
    if (waitMs > 0) throw new Problem(429, 'sign_in_locked', { retry_s: Math.ceil(waitMs / 1000) });
    const failures = before.failures + 1;
    const pause = failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (failures - FREE_TRIES));
    tries[who] = { failures, until: pause ? this.now() + pause : 0 };
    await this.device.database.keep('tries', tries);
  }

  private async register(registration: Registration): Promise<void> {
    const { shift } = registration;
    const current = this.device.author.peek()?.shift === shift;
    let session: Session;
    try {
      session = await beside.registerShift(registration, current);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, 'no_network');
      // A registration that fails says nothing about the events behind it: it must not look like their failing.
      if (problem.passing) throw problem.status >= 500 ? new Problem(503, problem.code) : problem;
      if (problem.status === 401) throw problem;
      await this.forget(shift);
      await this.ears.refused(registration);
      return;
    }
    await this.forget(shift);
    if (current) await this.ears.registered(shift, session);
  }

  private async waiting(): Promise<Registration[]> {
    return (await this.device.database.kept('registrations')) ?? [];
  }

  private async forget(shift: string): Promise<void> {
    await this.keep((await this.waiting()).filter((one) => one.shift !== shift));
  }

  private async keep(registrations: Registration[]): Promise<void> {
    await this.device.database.keep('registrations', registrations);
  }
}
