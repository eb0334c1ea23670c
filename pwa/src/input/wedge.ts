/**
 * The scanner as a keyboard: one real text field that is focused once and reads keys and input-method events alike.
 * Enter or Tab ends a scan; where a scanner sends neither, a silence does, measured by the events' own time stamps.
 * How long it has to be depends on what is known of this device's scanner, and is learnt from the scans themselves.
 */
import { cleaned, endsBySuffix, NO_PROFILE, type ScannerProfile } from './profile';

/** One read code, and how it came. */
export interface WedgeScan {
  /** The code with its control characters, without what this scanner adds. */
  code: string;
  /** What was really typed. */
  raw: string;
  /** The event's time stamp of the last character. */
  at: number;
  end: 'enter' | 'tab' | 'suffix' | 'silence';
  way: 'keys' | 'text' | 'both';
  /** Typed at a scanner's speed, by no person. */
  fast: boolean;
  spanMs: number;
  longestGapMs: number;
}

export interface WedgeOptions {
  /** What is known of the scanner now. */
  profile?: () => ScannerProfile;
  /** Something has become known of it. */
  learn?: (part: Partial<ScannerProfile>) => void;
  /** Whether this is a code of its own, as far as the device can tell. */
  isWhole?: (code: string) => boolean;
  /** Called with what has arrived so far of a code, '' when it has ended. */
  hear?: (sofar: string) => void;
}

/** A scanner writes faster than any person: this is the longest mean gap between its characters. */
const SCANNER_GAP_MS = 35;
/**
 * Silences that end a code. Where Enter will come a long one does no harm, and a short one would cut a code that a busy
 * device delivers late; before the first Enter nobody knows, and what is no code by itself is most likely half of one.
 */
const SILENCE_MS = { neverEnter: 120, whole: 400, half: 1_500, enter: 1_500, person: 4_000 };
/** So many codes in a row without an end show that the scanner sends none; more where it used to send one. */
const UNENDED = { unknown: 3, known: 6 };
const LONGEST = 4096;
const GS = '\u001d';
/** Control characters that some scanners send as key chords. */
const CHORDS: Record<string, string> = { ']': GS, [GS]: GS, m: '\r', j: '\n', i: '\t' };

/** The control character that a chord stands for, '' for another chord, null for no chord. */
function controlCharacter(event: KeyboardEvent): string | null {
  // altKey is set on every key by some firmware, so it says nothing.
  if (!event.ctrlKey) return null;
  return CHORDS[event.key.toLowerCase()] ?? '';
}

/** How the code at hand has come so far. */
interface Trace { first: number; last: number; longestGap: number; keys: boolean; text: boolean }

const NOTHING: Trace = { first: 0, last: 0, longestGap: 0, keys: false, text: false };

/** Reads scans from `field` until `stop`; each complete code goes to `take`, in order, equal ones in a row included. */
export class Wedge {
  private buffer = '';
  private trace = NOTHING;
  private unended = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When something arrived last, and when the timer rings, by this page's clock. */
  private touchedAt = 0;
  private ringsAt = 0;
  private composing = '';
  /** What of the running composition has been taken already. */
  private taken = '';
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly field: HTMLInputElement,
    private readonly take: (scan: WedgeScan) => void,
    private readonly options: WedgeOptions = {},
  ) {
    // The document hears keys also while a button has the focus; the field hears the input method.
    this.listen(document, 'keydown', (event) => this.key(event as KeyboardEvent), true);
    this.listen(document, 'keyup', (event) => this.keyUp(event as KeyboardEvent), true);
    this.listen(field, 'input', (event) => this.input(event as InputEvent));
    this.listen(field, 'compositionstart', () => (this.taken = ''));
    this.listen(field, 'compositionupdate', (event) => (this.composing = this.rest((event as CompositionEvent).data)));
    this.listen(field, 'compositionend', (event) => this.composed(event as CompositionEvent));
    this.listen(field, 'paste', (event) => this.paste(event as ClipboardEvent));
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private get profile(): ScannerProfile {
    return this.options.profile?.() ?? NO_PROFILE;
  }

  private listen(target: EventTarget, type: string, hear: (event: Event) => void, capture = false): void {
    target.addEventListener(type, hear, capture);
    this.stops.push(() => target.removeEventListener(type, hear, capture));
  }

  /** True when the event belongs to a field that a person really types in (the device's name). */
  private foreign(event: Event): boolean {
    const target = event.target;
    return target !== this.field && target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
  }

  private key(event: KeyboardEvent): void {
    if (this.foreign(event)) return;
    const { key } = event;
    // An input method is at work: its text comes as input, this key says nothing.
    if (event.isComposing || key === 'Unidentified' || key === 'Process' || key === 'Dead') {
      this.touch(event.timeStamp);
      return;
    }
    if (key === 'Enter' || key === 'Tab') {
      if (key === 'Tab' && !this.buffer && !this.field.value && !this.composing) return;
      // The suffix must never press a button or move the focus.
      event.preventDefault();
      event.stopPropagation();
      this.fromField(event.timeStamp);
      this.end(event.timeStamp, key === 'Enter' ? 'enter' : 'tab');
      return;
    }
    const control = controlCharacter(event);
    if (control !== null) {
      // Only GS can begin a code; an end without one is a person's own chord.
      if (control === GS || (control && this.fast())) {
        event.preventDefault();
        this.add(control, event.timeStamp, 'keys');
      }
      return;
    }
    if (event.metaKey || Array.from(key).length !== 1) return;
    // A space would press the focused button, and the text must not reach the field a second time.
    event.preventDefault();
    this.fromField(event.timeStamp);
    this.add(key, event.timeStamp, 'keys');
  }

  private keyUp(event: KeyboardEvent): void {
    if (!this.foreign(event) && (event.key === ' ' || event.key === 'Enter')) event.preventDefault();
  }

  private input(event: InputEvent): void {
    if (event.isComposing) {
      this.touch(event.timeStamp);
      return;
    }
    // A field of one line swallows line ends; the event still has them.
    const written = event.data ?? '';
    if (/[\r\n]/.test(written) && written.replace(/[\r\n]/g, '') === this.field.value) {
      this.field.value = '';
      this.add(written, event.timeStamp, 'text');
    } else this.fromField(event.timeStamp);
    if (event.inputType === 'insertLineBreak') this.end(event.timeStamp, 'enter');
  }

  private composed(event: CompositionEvent): void {
    this.composing = this.rest(event.data || this.field.value);
    this.field.value = '';
    this.fromField(event.timeStamp);
    this.taken = '';
  }

  /** The part of a composition's text that has not been taken yet. */
  private rest(text: string): string {
    return text.startsWith(this.taken) ? text.slice(this.taken.length) : text;
  }

  private paste(event: ClipboardEvent): void {
    event.preventDefault();
    this.add(event.clipboardData?.getData('text') ?? '', event.timeStamp, 'text');
  }

  /** Take over what an input method has put into the field. */
  private fromField(at: number): void {
    const text = this.composing || this.rest(this.field.value);
    if (this.composing) this.taken += text;
    this.field.value = '';
    this.composing = '';
    if (text) this.add(text, at, 'text');
  }

  /** True when what is in the buffer came at a scanner's speed. */
  private fast(): boolean {
    return this.buffer.length >= 3 && (this.trace.last - this.trace.first) / (this.buffer.length - 1) <= SCANNER_GAP_MS;
  }

  /** How long nothing may come before the code at hand has ended. */
  private silence(): number {
    if (!this.fast()) return SILENCE_MS.person;
    const { profile } = this;
    if (profile.end === 'silence') return SILENCE_MS.neverEnter;
    if (profile.end) return SILENCE_MS.enter;
    return this.options.isWhole?.(cleaned(this.buffer, profile)) ? SILENCE_MS.whole : SILENCE_MS.half;
  }

  private add(text: string, at: number, way: 'keys' | 'text'): void {
    // The gap between the events decides, not when this page got round to hearing them.
    if (this.buffer && at - this.trace.last >= this.silence()) this.end(this.trace.last, 'silence');
    const suffix = endsBySuffix(this.profile) ? this.profile.suffix : '';
    for (const character of text) {
      if (character === '\r' || character === '\n') this.end(at, 'enter');
      else if (character === '\t') this.end(at, 'tab');
      else {
        this.follow(at, way);
        if (this.buffer.length < LONGEST) this.buffer += character;
        if (suffix && this.buffer.endsWith(suffix)) this.end(at, 'suffix');
      }
    }
    this.touch(at);
  }

  private follow(at: number, way: 'keys' | 'text'): void {
    const before = this.buffer ? this.trace : { ...NOTHING, first: at, last: at };
    const longestGap = Math.max(before.longestGap, at - before.last);
    this.trace = { ...before, last: at, longestGap, [way]: true };
  }

  /** Something arrived: the silence begins anew. */
  private touch(at: number): void {
    if (this.buffer) this.trace = { ...this.trace, last: Math.max(this.trace.last, at), longestGap: Math.max(this.trace.longestGap, at - this.trace.last) };
    this.touchedAt = performance.now();
    if (this.buffer || this.field.value || this.composing) this.wake();
    this.options.hear?.(this.buffer);
  }

  /**
   * Look when the silence is over. A timer that rings too early sees that more has come, so that not each key needs a new one: setting it
   * costs more than reading the key.
   */
  private wake(): void {
    const at = this.touchedAt + this.silence();
    if (this.timer === undefined || this.ringsAt > at) this.ring(at, false);
  }

  private ring(at: number, heard: boolean): void {
    clearTimeout(this.timer);
    this.ringsAt = at;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.touchedAt + this.silence() > performance.now()) this.wake();
      // A stall of the page may have delayed this timer past keys that are already waiting; let them be heard first.
      else if (!heard) this.ring(0, true);
      else {
        this.fromField(this.trace.last);
        this.end(this.trace.last, 'silence');
      }
    }, Math.max(0, at - performance.now()));
  }

  private end(at: number, end: WedgeScan['end']): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { buffer: raw, trace } = this;
    const fast = this.fast();
    this.buffer = '';
    this.options.hear?.('');
    if (!raw.trim()) return;
    const way = trace.keys && trace.text ? 'both' : trace.text ? 'text' : 'keys';
    const code = cleaned(raw, this.profile);
    if (fast) this.learn(end, way);
    if (code.trim()) this.take({ code, raw, at, end, way, fast, spanMs: trace.last - trace.first, longestGapMs: trace.longestGap });
  }

  /** What this scan shows of the scanner, if it is news. */
  private learn(end: WedgeScan['end'], way: WedgeScan['way']): void {
    const { profile } = this;
    const ended = end === 'enter' || end === 'tab';
    this.unended = ended ? 0 : this.unended + 1;
    const never = this.unended >= (profile.end ? UNENDED.known : UNENDED.unknown);
    const seen = ended ? end : never ? 'silence' : profile.end;
    const both = profile.way && profile.way !== way ? 'both' : way;
    if (seen !== profile.end || both !== profile.way) this.options.learn?.({ end: seen, way: both });
  }
}
