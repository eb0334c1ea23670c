/** Everything between this device and its server: the drainer, the pull, the socket, the catalogue and the session. */
import { signal } from '@preact/signals';
import { Problem, type LiveMessage, type Note, type Session, type Snapshot, type Verdict } from '../contract';
import { badgeHash, makeShiftKey, type Author, type Device } from '../store';
import * as api from './api';
import { Drainer } from './drainer';
import { Live, openSocket } from './live';
import { OfflineSignIn } from './offline-sign-in';
import { sleep, underLock } from './pause';
import type { Work } from './work';

/** What the rest of the app wants to hear about. */
export interface SyncEars {
  /** The server says something to this person. */
  said(note: Note): void;
  /** Verdicts that did not simply book. */
  setAside(verdicts: Verdict[]): void;
}

/** How long a push may take to bring the version that an answer named, before it is pulled. */
const PUSH_GRACE_MS = 1_000;
/** How long the server may take to answer a sign-in where the device can go on without it. */
const SIGN_IN_PATIENCE_MS = 5_000;
/** Nobody has looked at the PIN. */
const AWAY = new Set([0, 502, 503, 504]);
const REGISTER_EVERY_MS = 10_000;
const ROSTER_EVERY_MS = 3_600_000;
/** With so many events on their way each of them brings news: what they come to is pulled once a second. */
const BACKLOG = 100;
/** A request costs a slow device a third of a frame: the person is answered first. */
const FRAME_MS = 40;
/** A socket may be dead without saying so; then the work is pulled after this silence, give or take a half. */
const SILENCE_MS = 60_000;

export class Sync {
  /** The socket stands. */
  readonly online = signal(false);
  /** The server has ended this session; scans still go out, new work does not come in. */
  readonly sessionEnded = signal(false);
  readonly drainer: Drainer;
  readonly offline: OfflineSignIn;
  private readonly live: Live;
  private pulling: Promise<void> | null = null;
  private pullAgain = false;
  private grace: ReturnType<typeof setTimeout> | undefined;
  private registering: ReturnType<typeof setTimeout> | undefined;
  private rosterAt = -ROSTER_EVERY_MS;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly device: Device,
    private readonly work: Work,
    private readonly ears: SyncEars,
  ) {
    const { outbox } = device;
    this.offline = new OfflineSignIn(device, {
      registered: async (shift, session) => {
        const author = device.author.peek();
        if (author?.shift !== shift) return;
        await device.begin({ ...author, session, offline: false });
        this.sessionEnded.value = false;
        this.listen();
      },
      refused: async ({ shift, name }) => {
        if (device.author.peek()?.shift === shift) {
          await device.end();
          await this.work.clear();
        }
        this.ears.said({ code: 'shift_refused', params: { name } });
      },
    });
    this.drainer = new Drainer({
      unsent: (limit) => outbox.unsent(limit),
      sealed: (events) => outbox.sealed(events),
      send: async (events, attempt) => {
        // A scan whose shift the server does not know would be set aside.
        await this.offline.settle(events);
        return api.sendScans(events, attempt, Math.max(0, outbox.waiting.peek() - events.length));
      },
      answer: (verdicts) => outbox.answer(verdicts),
      mend: (stream, expected) => outbox.mend(stream, expected, device.author.peek(), work.checkpoint),
      answered: (verdicts, version) => this.answered(verdicts, version),
      sleep,
      random: Math.random,
      alone: (task) => underLock('pickface-drain', task),
    });
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.live = new Live(`${scheme}://${location.host}/ws?topics=work`, {
      connect: openSocket,
      said: (message) => this.hear(message),
      opened: () => {
        this.online.value = true;
        void this.pull();
        this.drainer.hurry();
        this.hearRoster();
      },
      closed: (signedOut) => {
        this.online.value = false;
        if (signedOut) this.sessionEnded.value = true;
      },
      random: Math.random,
    });
  }

  /** Begin: send what waits, and if somebody is signed in, fetch their work and listen. */
  start(): void {
    this.drainer.kick();
    addEventListener('online', () => this.hurry());
    addEventListener('offline', () => (this.online.value = false));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.hurry();
    });
    if (this.device.author.peek()?.offline) this.registerSoon(0);
    else if (this.device.author.peek()) this.listen();
    this.hearRoster();
  }

  /** Sign in with badge and PIN. The key pair is made here; the server learns its public half. */
  async signIn(badge: string, pin: string): Promise<Session> {
    const mayDoWithout = Boolean(await this.offline.find(badge));
    if (mayDoWithout && !navigator.onLine) return this.signInOffline(badge, pin);
    // A registration that is still under way must not come in behind this sign-in and take its place.
    if (this.device.author.peek()?.offline && !(await this.registrationsEnd(mayDoWithout))) return this.signInOffline(badge, pin);
    const { privateKey, publicKey } = await makeShiftKey();
    const device = { id: this.device.id, name: this.device.name.peek() };
    let session: Session;
    try {
      session = await api.signIn({ badge, pin, device, stream: this.device.outbox.stream, publicKey }, mayDoWithout ? SIGN_IN_PATIENCE_MS : undefined);
    } catch (error) {
      if (!(error instanceof Problem) || !AWAY.has(error.status) || !(await this.offline.ready())) throw error;
      return this.signInOffline(badge, pin);
    }
    if (!session.shift) throw new Problem(0, 'no_shift');
    await this.handOver({ session, shift: session.shift, key: privateKey, badge: await badgeHash(session.shift, badge) });
    this.sessionEnded.value = false;
    this.listen();
    this.drainer.hurry();
    // Whoever signs in for the first time since the site lets people do without a network is on it from now on.
    this.rosterAt = -ROSTER_EVERY_MS;
    this.hearRoster();
    return session;
  }

  /** Begin a shift without a server; it is registered, and work comes in, when there is one again. */
  private async signInOffline(badge: string, pin: string): Promise<Session> {
    const author = await this.offline.signIn(badge, pin);
    await this.handOver(author);
    this.online.value = false;
    this.sessionEnded.value = false;
    this.registerSoon(REGISTER_EVERY_MS);
    return author.session;
  }

  /** The device is this person's now. Clearing comes last: what was still on its way to the one before goes with it. */
  private async handOver(author: Author): Promise<void> {
    const before = this.device.author.peek()?.session.person.id;
    await this.device.begin(author);
    this.live.stop();
    if (author.session.person.id !== before) await this.work.clear();
  }

  /** Wait for the registrations, whatever comes of them; false when `impatient` and the server takes too long. */
  private registrationsEnd(impatient: boolean): Promise<boolean> {
    const ended = this.offline.settle().then(
      () => true,
      () => true,
    );
    if (!impatient) return ended;
    return Promise.race([ended, new Promise<false>((resolve) => setTimeout(resolve, SIGN_IN_PATIENCE_MS, false))]);
  }

  /** Try to register until the server knows the shift. */
  private registerSoon(afterMs: number): void {
    clearTimeout(this.registering);
    this.registering = setTimeout(() => {
      void this.offline
        .settle()
        .catch(() => undefined)
        .then(() => {
          if (this.device.author.peek()?.offline) this.registerSoon(REGISTER_EVERY_MS);
        });
    }, afterMs);
  }

  private hearRoster(): void {
    if (performance.now() - this.rosterAt < ROSTER_EVERY_MS) return;
    this.rosterAt = performance.now();
    void this.offline.refresh();
  }

  /** Sign out: the key is destroyed at once, with or without a network; unsent events stay and go out later. */
  async signOut(): Promise<void> {
    this.live.stop();
    this.online.value = false;
    await this.device.end();
    await this.work.clear();
    await api.signOut().catch(() => undefined);
  }

  /** An event was appended: show it, and send it when the screen has had its frame. */
  appended(): void {
    this.work.refresh();
    setTimeout(() => this.drainer.kick(), FRAME_MS);
  }

  /** Fetch the whole truth; while one pull is under way, one more is enough for all who ask. */
  pull(): Promise<void> {
    if (this.pulling) {
      this.pullAgain = true;
      return this.pulling;
    }
    this.pulling = this.pullOnce().finally(() => {
      this.pulling = null;
      if (!this.pullAgain) return;
      this.pullAgain = false;
      void this.pull();
    });
    return this.pulling;
  }

  /** Ask for work: `take` is a request that answers with a snapshot. Throws `Problem`. */
  async request(take: () => Promise<Snapshot>): Promise<Snapshot> {
    // The cookie may still be the one of whoever was here before.
    if (this.device.author.peek()?.offline) await this.offline.settle();
    const version = this.work.version;
    const shift = this.device.author.peek()?.shift;
    const snapshot = await take();
    // Somebody else may have signed in meanwhile: it is not their work.
    if (this.device.author.peek()?.shift !== shift) throw new Problem(401, 'not_signed_in');
    if (!(await this.work.pulled(snapshot, version))) await this.pull();
    return snapshot;
  }

  /** Fetch the catalogue if it has changed, and keep it. */
  async refreshCatalogue(): Promise<boolean> {
    const { database } = this.device;
    const { etag = '' } = (await database.kept('catalogueHeard')) ?? {};
    try {
      const fresh = await api.fetchCatalogue(etag);
      if (fresh) await database.keep('catalogue', { ...fresh, fetchedAt: Date.now() });
      // Last: a device that dies in between fetches it once more.
      await database.keep('catalogueHeard', { etag: fresh?.etag ?? etag, fetchedAt: Date.now() });
      return fresh !== null;
    } catch {
      // The one that is here still serves, with its age.
      return false;
    }
  }

  private listen(): void {
    this.live.start();
    this.listenOn();
    void this.pull();
  }

  /** Something was heard: the silence begins anew. */
  private listenOn(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.listenOn();
      if (document.visibilityState === 'visible') void this.pull();
    }, SILENCE_MS * (0.5 + Math.random()));
  }

  private hurry(): void {
    if (!this.device.author.peek()?.offline) this.live.hurry();
    this.drainer.hurry();
    if (this.device.author.peek()?.offline) this.registerSoon(0);
    else if (this.device.author.peek() && !this.sessionEnded.peek()) void this.pull();
  }

  private hear(message: LiveMessage): void {
    this.listenOn();
    switch (message.type) {
      case 'work': {
        // A number left out is a push that was lost.
        const missed = message.version > this.work.version + 1;
        void this.work.pushed(message);
        if (missed) this.pullSoon();
        return;
      }
      case 'hello':
      case 'pull':
        if (message.version === this.work.version) return;
        if (this.device.outbox.waiting.peek() > BACKLOG) this.pullSoon();
        else void this.pull();
        return;
      case 'waiting':
        this.work.heard.value += 1;
        return;
      case 'say':
        this.ears.said(message.say);
    }
  }

  private answered(verdicts: Verdict[], version: number | null): void {
    this.work.refresh();
    const odd = verdicts.filter(({ verdict }) => verdict === 'set_aside');
    if (odd.length) {
      this.ears.setAside(odd);
      this.pullSoon();
    } else if (version === null || version > this.work.version) this.pullSoon();
  }

  /** One pull in a moment for all who ask until then. */
  private pullSoon(): void {
    this.grace ??= setTimeout(() => {
      this.grace = undefined;
      void this.pull();
    }, PUSH_GRACE_MS);
  }

  private async pullOnce(): Promise<void> {
    const author = this.device.author.peek();
    if (!author || author.offline) return;
    try {
      for (let tries = 0; tries < 3; tries += 1) {
        const version = this.work.version;
        const snapshot = await api.fetchWork(this.work.have(), this.device.outbox.waiting.peek(), this.device.scanner.counts());
        // Somebody else may have signed in meanwhile: it is not their work.
        if (this.device.author.peek()?.shift !== author.shift) return;
        if (await this.work.pulled(snapshot, version)) break;
      }
      // The server may have closed the socket for another device's sake, and this session holds still.
      if (this.sessionEnded.peek()) this.live.hurry();
      this.sessionEnded.value = false;
    } catch (error) {
      if (this.device.author.peek()?.shift !== author.shift) return;
      if (error instanceof Problem && error.status === 401) this.sessionEnded.value = true;
      // The socket's next opening pulls again, and a dead one is given up for it.
      else if (error instanceof Problem && error.status === 0) this.live.renew();
    }
  }
}
