/**
 * The floor: where a scan or a tap meets the task at hand. Everything that happens goes through one queue, in the order in
 * which it happened: reduce, keep on disk, and only then tell the person.
 */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Fact, JsonObject, Note, Snapshot, Source, Task, Verdict } from '../contract';
import type { Lookup } from '../contract/lookup';
import { byForm, currentStep, linesDone, parse, run, type Thing } from '../engine';
import { feel, keepAwake, letSleep, toneOf, type Tone } from '../feedback';
import { commandOf } from '../input/commands';
import { isCode, learnTheRest, say, sayAny, speak, type Code, type Words } from '../messages';
import { NotSaved, uuid7, type Device } from '../store';
import { api, type ShownTask, type Sync, type Work } from '../sync';
import { answer } from './answers';
import { barOf, isParked, mayGoOn, misreadOf } from './barred';
import type { Card } from './card';
import { instructionOf, type Instruction } from './instruction';
import type { Jam } from './jam';
import { LockWatch } from './lock';
import { Names } from './names';
import { asScript, asState } from './read';
import { titleOf } from './title';
import { sentenceOf, toldOf } from './told';

export type Screen =
  | { name: 'sign-in'; badge: string }
  | { name: 'home' }
  | { name: 'task'; id: number }
  | { name: 'lookup'; code: string; found: Lookup | null }
  | { name: 'tasks' }
  | { name: 'about' }
  /** The self-check of the scanner: what is scanned there is looked at and means nothing. */
  | { name: 'scanner' }
  /** `behind`: what is shown again when its person comes back; `badge`: somebody else's, whose PIN is asked. */
  | { name: 'locked'; behind: Screen; badge: string };

/** What the person was last told; `count` grows with each, so that equal ones in a row are seen as two. */
export interface Felt {
  tone: Tone;
  sentence: string;
  count: number;
  /** The scan of a code that nobody knows, and its key: its goods may be photographed, or named. */
  strange?: Strange | undefined;
}

export type Strange = { id: string; key: string };

/** Something a person did at a step, as the reducer takes it, without its id. */
export type Deed =
  | { kind: 'scan'; code: string; symbology?: string }
  | { kind: 'quantity'; qty: number; line?: number; consents?: string[] }
  | { kind: 'fill'; field: string; value: string | number }
  | { kind: 'choose'; value: string }
  | { kind: 'confirm' }
  | { kind: 'action'; action: string; left?: number; qty?: number; code?: string; line?: number };

export class Floor {
  readonly screen = signal<Screen>({ name: 'home' });
  readonly felt = signal<Felt>({ tone: 'idle', sentence: '', count: 0 });
  /** Sentences that wait for an OK: what the server or the office has to say. And papers that did not come, beside the work. */
  readonly notices = signal<readonly (string | Jam)[]>([]);
  /** A request to the server that somebody waits for. */
  readonly busy = signal(false);
  /** Work behind a scanned tote that was begun elsewhere: whether to take it over is a person's word. */
  readonly offer = signal<{ code: string; title: string; person: string | null } | null>(null);
  /** Somebody is asked something that a scan answers, as where the cart stands: whoever asks takes the scans. */
  readonly asks = signal<((code: string, source: Source, symbology: string) => unknown) | null>(null);
  readonly names = signal(new Names(0));
  readonly watch: LockWatch;
  private card: Card | null = null;
  /** How often the catalogue has been read. */
  private reading = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly device: Device,
    readonly work: Work,
    /** Set once, right after making: the sync speaks to the floor, and the floor to the sync. */
    public sync: Sync = undefined as unknown as Sync,
  ) {
    this.watch = new LockWatch({
      rules: () => (this.screen.peek().name === 'locked' ? null : (device.author.peek()?.session.lock ?? null)),
      lock: () => void this.lock(),
      database: device.database,
      now: Date.now,
    });
    // What has changed under the person's hands is heard, whether a scan or the server brought it.
    let heard = false;
    effect(() => {
      const { instruction = null } = this.atHand.value ?? {};
      const news = instruction?.news ?? false;
      if (news && !heard) this.tell('attention', instruction?.sentence ?? '');
      heard = news;
    });
  }

  /** The task on the screen, with its instruction; null on other screens. */
  readonly atHand: ReadonlySignal<{ shown: ShownTask; instruction: Instruction | null } | null> = computed(() => {
    const screen = this.screen.value;
    if (screen.name !== 'task') return null;
    const shown = this.work.tasks.value.find(({ task }) => task.id === screen.id);
    if (!shown) return null;
    return { shown, instruction: instructionOf(asScript(shown.task.script), asState(shown.state), this.names.value) };
  });

  /** Show the screen of whoever is signed in. What the device knows is loaded behind it: work has the names that it needs, and scans wait. */
  async begin(): Promise<void> {
    await this.firstScreen();
    void this.inTurn(() => this.loadNames());
  }

  private async firstScreen(): Promise<void> {
    const author = this.device.author.peek();
    await speakSoon(author?.session.person.language);
    if (!author) {
      this.screen.value = { name: 'sign-in', badge: '' };
      return;
    }
    keepAwake();
    // After a battery swap the same sentence stands there again.
    const begun = this.work.tasks.peek().find((shown) => shown.begun && mayGoOn(shown));
    this.screen.value = begun ? { name: 'task', id: begun.task.id } : { name: 'home' };
    if (await this.watch.wasLocked(author.session.lock)) await this.lock();
  }

  /** Show nothing of the work until a badge is scanned; in its turn, so that what is under way ends first. */
  lock(): Promise<void> {
    return this.inTurn(async () => {
      const screen = this.screen.peek();
      if (!this.device.author.peek() || screen.name === 'locked') return;
      this.screen.value = { name: 'locked', behind: screen.name === 'sign-in' ? { name: 'home' } : screen, badge: '' };
      this.closeQuestions();
      this.calm();
      letSleep();
      this.watch.write(true);
    });
  }

  /** Not that person after all: the lock waits for another badge. */
  turnAway(): void {
    const screen = this.screen.peek();
    if (screen.name === 'locked') this.screen.value = { ...screen, badge: '' };
    this.calm();
  }

  /** A code was scanned; what it means depends on the screen it meets when its turn comes. */
  scan(code: string, source: Source, symbology = ''): Promise<void> {
    return this.inTurn(async () => {
      const screen = this.screen.peek();
      this.watch.touch();
      if (screen.name === 'scanner') return;
      const command = commandOf(code);
      if (command) {
        await this.seldom(() => import('./card'), async ({ Card }) => (this.card ??= new Card(this)).obey(command));
        return;
      }
      this.card?.forget();
      if (screen.name === 'locked') await this.seldom(() => import('./lock-screen'), ({ knock }) => knock(this, code.trim()));
      else if (screen.name === 'sign-in') this.screen.value = { name: 'sign-in', badge: code.trim() };
      else if (this.asks.peek()) await this.asks.peek()!(code, source, symbology);
      else if (screen.name === 'task') await this.happen(screen.id, symbology ? { kind: 'scan', code, symbology } : { kind: 'scan', code }, source);
      else await this.open(code, source, symbology);
    });
  }

  /** Whether a code is one of its own, as far as this device can tell: what it knows, and what proves itself. */
  knows(code: string): boolean {
    const parsed = parse(code);
    if (parsed.gtin ?? parsed.sscc) return !parsed.error;
    const script = this.atHand.peek()?.shown.task.script['codes'];
    return byForm(parsed) !== null || this.names.peek().meaning(parsed.key) !== null || Object.hasOwn((script ?? {}) as JsonObject, parsed.key);
  }

  /** Something was tapped or typed at the task at hand. */
  act(deed: Deed, source: Source = 'touch'): Promise<void> {
    return this.inTurn(async () => {
      const screen = this.screen.peek();
      this.card?.forget();
      if (screen.name === 'task') await this.happen(screen.id, deed, source);
    });
  }

  /** "Next task": what was begun, else what this device holds, else what the server has. */
  next(): Promise<void> {
    return this.inTurn(async () => {
      const held = this.upNext();
      if (held) {
        this.start(held.task.id);
        return;
      }
      await this.request(() => api.claimNext(this.work.have()), (snapshot) => {
        const id = snapshot.claimed ?? this.upNext()?.task.id;
        if (id === undefined) this.tell('attention', say('no_work'));
        else this.start(id);
      });
    });
  }

  /** The task that "Next task" would begin with, as far as this device can say. */
  upNext(): ShownTask | undefined {
    const open = this.work.tasks.peek().filter(mayGoOn);
    return open.find(({ begun }) => begun) ?? open.find(({ task }) => task.lease.until > this.work.serverNow());
  }

  /** Open work by a request (count, move); its answer names the task. */
  openBy(take: () => Promise<Snapshot>): Promise<void> {
    return this.inTurn(() =>
      this.request(take, (snapshot) => {
        const id = snapshot.opened ?? snapshot.claimed;
        if (id !== null) this.start(id);
      }),
    );
  }

  /** Open what a code stands for, as if it had been scanned on the home screen. */
  openCode(code: string, source: Source = 'touch'): Promise<void> {
    return this.inTurn(() => this.open(code, source, ''));
  }

  start(id: number): void {
    const shown = this.work.find(id);
    if (!shown) return;
    const bar = barOf(shown) ?? (isParked(shown) ? 'is_parked' : !shown.begun && shown.task.lease.until <= this.work.serverNow() ? 'lease_over' : null);
    if (bar) {
      this.tell('attention', say(bar, { title: titleOf(shown.task) }));
      return;
    }
    this.show({ name: 'task', id });
    this.calm();
  }

  go(screen: Screen): void {
    this.show(screen);
    this.offer.value = null;
    this.calm();
  }

  /** Whether a task is on the screen, or behind the lock. */
  private isShown(id: number): boolean {
    const now = this.screen.peek();
    const screen = now.name === 'locked' ? now.behind : now;
    return screen.name === 'task' && screen.id === id;
  }

  /** What was asked of one person is not asked of the next, nor over a lock. */
  private closeQuestions(): void {
    this.offer.value = null;
    this.asks.value = null;
  }

  /** Behind a lock the screens change unseen. */
  private show(screen: Screen): void {
    const now = this.screen.peek();
    this.screen.value = now.name === 'locked' ? { ...now, behind: screen } : screen;
  }

  /** Take the red or amber away: somebody has read it. */
  calm(): void {
    const { count } = this.felt.peek();
    this.felt.value = { tone: 'idle', sentence: '', count };
  }

  async signIn(badge: string, pin: string): Promise<void> {
    await this.inTurn(async () => {
      this.busy.value = true;
      try {
        const session = await this.sync.signIn(badge, pin);
        await speakSoon(session.person.language);
        keepAwake();
        this.notices.value = [];
        this.closeQuestions();
        this.screen.value = { name: 'home' };
        this.calm();
        this.watch.write(false);
        void this.sync.refreshCatalogue().then((fresh) => (fresh ? this.loadNames() : undefined));
      } catch (error) {
        this.tell('wrong', await sentenceOf(error, { name: badge }));
      } finally {
        this.busy.value = false;
      }
    });
  }

  /** The device could not save: see whether it can now. */
  async tryAgain(): Promise<void> {
    if (await this.device.outbox.tryAgain()) {
      this.work.refresh();
      this.calm();
    }
  }

  /** Nobody works here any more. */
  leave(): void {
    void speak();
    this.screen.value = { name: 'sign-in', badge: '' };
    this.closeQuestions();
    this.calm();
    this.watch.write(false);
  }

  /** The server says something to this person. */
  hear(note: Note): void {
    // An offline sign-in that did not count has ended.
    if (note.code === 'shift_refused' && !this.device.author.peek()) this.leave();
    void this.news(note.code, note.params as Words);
  }

  /** Work that this device held has ended elsewhere. Only what somebody had begun is worth a word. */
  ended(tasks: { task: Pick<Task, 'id' | 'title' | 'titled'>; closed: { state: string; code: string | null } }[]): void {
    for (const { task, closed } of tasks) {
      const here = this.isShown(task.id);
      if (TOLD.has(closed.state) || (closed.state === 'done' ? here && closed.code : here || closed.code)) void this.news(closed.code ?? closed.state, { title: titleOf(task) });
      if (here) this.go({ name: 'home' });
    }
  }

  /** A supervisor has stopped work that this device holds. */
  stopped(tasks: Pick<Task, 'id' | 'title' | 'titled'>[]): void {
    for (const task of tasks) {
      if (!this.isShown(task.id)) continue;
      this.notify(say('on_hold', { title: titleOf(task) }));
      this.go({ name: 'home' });
    }
  }

  /** Verdicts that did not simply book: a person must know once that someone looks at it. */
  setAside(verdicts: Verdict[]): void {
    for (const { code, params } of verdicts) void this.news(ENDED.has(code ?? '') ? 'task_closed' : (code ?? ''), params as Words, 'set_aside');
  }

  async loadNames(): Promise<void> {
    const reading = (this.reading += 1);
    const { database } = this.device;
    const [kept, heard] = await Promise.all([database.kept('catalogue'), database.kept('catalogueHeard')]);
    const names = await Names.of(kept?.catalogue ?? null, heard?.fetchedAt ?? kept?.fetchedAt ?? 0);
    // A newer catalogue may have come meanwhile.
    if (reading === this.reading) this.names.value = names;
  }

  tell(tone: Tone, sentence: string, strange?: Strange): void {
    this.felt.value = { tone, sentence, strange, count: this.felt.peek().count + 1 };
    // The colour first: making a sound takes longer than a frame on a slow device.
    setTimeout(() => feel(tone));
  }

  /** Say what the server has to say; most of its words are not in the first bundle. */
  private async news(code: string, words: Words, otherwise: Code = 'task_ended'): Promise<void> {
    if (!isCode(code)) await learnTheRest();
    this.notify(sayAny(code, otherwise, words));
  }

  /** A sentence that waits for an OK. */
  notify(sentence: string): void {
    if (this.notices.peek().includes(sentence)) return;
    this.notices.value = [...this.notices.peek(), sentence];
    feel('attention');
  }

  /** Do something when all that came before is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** One deed at one task: reduce, keep, tell. */
  async happen(id: number, deed: Deed, source: Source): Promise<void> {
    const shown = this.work.find(id);
    if (!shown) {
      this.go({ name: 'home' });
      return;
    }
    const { task, state } = shown;
    const names = this.names.peek();
    const eventId = uuid7();
    const event = { ...deed, id: eventId, revision: task.revision };
    const code = 'code' in deed ? deed.code : undefined;
    const key = code === undefined ? '' : parse(code, 'symbology' in deed ? deed.symbology : '').key;
    const seen = names.meaning(key);
    const step = currentStep(asScript(task.script), asState(state));
    const misread = deed.kind === 'scan' ? misreadOf(deed.code, deed.symbology) : null;
    const barred = barOf(shown);
    const script = asScript(task.script);
    const refusal = barred ?? misread;
    const result = refusal ? { accepted: false, code: refusal, params: {}, state: asState(state) } : run(script, asState(state), event, seen as Thing | null);
    const lines = linesDone(script, result.state) - linesDone(script, asState(state));
    const fact: Fact = {
      task: task.id,
      revision: task.revision,
      lease: task.lease.number,
      step: step?.id ?? null,
      ...deed,
      ...(deed.kind === 'quantity' ? { pack: packAtHand(this.atHand.peek()?.instruction ?? null) } : {}),
      source,
      outcome: { accepted: result.accepted, code: result.code },
    };
    // What was refused is never applied again, and a start reads all that is kept.
    await this.keep(fact, eventId, result.accepted ? { event: event as JsonObject, seen } : null, () => {
      const words: Words = { title: titleOf(task) };
      if (result.code === 'go_alternative') words['place'] = this.atHand.peek()?.instruction?.place?.code ?? null;
      const told = !barred && misread ? `scanned_${misread}` : toldOf(task.kind, deed, result.code);
      const sentence = answer(told, result.params as JsonObject, task.script, names, words);
      if (barred || result.code === 'task_done' || result.code === 'parked') this.go({ name: 'home' });
      this.tell(toneOf(result.accepted, result.code), sentence, result.code === 'unknown_code' ? { id: eventId, key } : undefined);
    }, lines);
  }

  /** On disk, and then told, drawn once for all that it changes; or loudly not. */
  async keep(fact: Fact, id: string, replay: { event: JsonObject; seen: JsonObject | null } | null, tell: () => void = () => undefined, lines = 0): Promise<boolean> {
    try {
      await this.device.outbox.append(this.device.author.peek(), this.work.checkpoint, fact, id, replay, () => {
        this.sync.appended();
        tell();
      }, lines);
    } catch (error) {
      this.tell('wrong', say(error instanceof NotSaved ? 'not_saved' : 'not_signed_in'));
      return false;
    }
    return true;
  }

  /** Scan anything: the code is kept as a fact, then looked up, then opened if there is work behind it. */
  private async open(code: string, source: Source, symbology: string): Promise<void> {
    this.offer.value = null;
    const fact: Fact = { ...NO_TASK, kind: 'scan', code, ...(symbology ? { symbology } : {}), source };
    const id = uuid7();
    if (!(await this.keep(fact, id, null))) return;
    if (misreadOf(code, symbology) === 'check_digit') this.tell('wrong', say('scanned_check_digit'));
    else await this.seldom(() => import('./look-up'), ({ lookUp }) =>
      lookUp(this, code.trim(), parse(code, symbology).key, id, { deed: symbology ? { kind: 'scan', code, symbology } : { kind: 'scan', code }, source }));
  }

  /** Go on with a part that is not in the first bundle. */
  private async seldom<Part>(load: () => Promise<Part>, then: (part: Part) => Promise<void>): Promise<void> {
    let part: Part;
    try {
      [part] = await Promise.all([load(), learnTheRest()]);
    } catch {
      this.tell('wrong', say('no_network'));
      return;
    }
    await then(part);
  }

  private async request(take: () => Promise<Snapshot>, then: (snapshot: Snapshot) => void): Promise<void> {
    this.busy.value = true;
    try {
      then(await this.sync.request(take));
    } catch (error) {
      this.tell('wrong', await sentenceOf(error));
    } finally {
      this.busy.value = false;
    }
  }
}

/** How long a screen waits for its words. */
const WORDS_MS = 1_000;

/** Speak a language, so that a screen does not stand there in another one first; a file that is slow to come is not waited for. */
function speakSoon(language: string | undefined): Promise<unknown> {
  return Promise.race([speak(language), new Promise((resolve) => setTimeout(resolve, WORDS_MS))]);
}

/** What the reducer says of a scan outside any task. */
const NO_TASK = { task: null, revision: null, lease: null, step: null, outcome: { accepted: true, code: 'looked_up' } } as const;

/** Ends of work that its person must hear of wherever they are. */
const TOLD = new Set(['taken_over', 'taken_elsewhere']);

/** Verdicts that say that the work had ended when the scan arrived. */
const ENDED = new Set(['task_done']);

function packAtHand(instruction: Instruction | null): string {
  return instruction?.pad?.type === 'quantity' ? instruction.pad.pack : 'piece';
}
