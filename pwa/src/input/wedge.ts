/**
 * The scanner as a keyboard: one real text field that is focused once and reads keys and input-method events alike.
 * Enter or Tab ends a scan; where a scanner sends neither, a silence does, measured by the events' own time stamps.
 */

/** One read code with its control characters. */
export interface WedgeScan {
  code: string;
  /** The event's time stamp of the last character. */
  at: number;
}

export interface WedgeOptions {
  /** A substitute that a scanner types for GS (0x1D), from the device's profile. */
  gsSubstitute?: string;
  /** Called with what has arrived so far of a code, '' when it has ended. */
  hear?: (sofar: string) => void;
}

/** A scanner writes faster than any person: this is the longest mean gap between its characters. */
const SCANNER_GAP_MS = 35;
/** Silences that end a code: of a scanner that sends no terminator, of one that does, of a person at a keyboard. */
const SILENCE_MS = { scanner: 120, terminated: 500, person: 4_000 };
const LONGEST = 4096;
const GS = '\u001d';

/** Keys that stand for GS on scanners that send control characters as key chords. */
function controlCharacter(event: KeyboardEvent): string | null {
  // altKey is set on every key by some firmware, so it says nothing.
  if (!event.ctrlKey) return null;
  if (event.key === ']' || event.key === GS) return GS;
  return '';
}

/** Reads scans from `field` until `stop`; each complete code goes to `take`, in order, equal ones in a row included. */
export class Wedge {
  private buffer = '';
  private first = 0;
  private last = 0;
  private terminated = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
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
      this.terminated ||= this.fast();
      this.end(event.timeStamp);
      return;
    }
    const control = controlCharacter(event);
    if (control !== null) {
      if (control) {
        event.preventDefault();
        this.add(control, event.timeStamp);
      }
      return;
    }
    if (event.metaKey || Array.from(key).length !== 1) return;
    // A space would press the focused button, and the text must not reach the field a second time.
    event.preventDefault();
    this.fromField(event.timeStamp);
    this.add(key, event.timeStamp);
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
      this.add(written, event.timeStamp);
    } else this.fromField(event.timeStamp);
    if (event.inputType === 'insertLineBreak') this.end(event.timeStamp);
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
    this.add(event.clipboardData?.getData('text') ?? '', event.timeStamp);
  }

  /** Take over what an input method has put into the field. */
  private fromField(at: number): void {
    const text = this.composing || this.rest(this.field.value);
    if (this.composing) this.taken += text;
    this.field.value = '';
    this.composing = '';
    if (text) this.add(text, at);
  }

  /** True when what is in the buffer came at a scanner's speed. */
  private fast(): boolean {
    return this.buffer.length >= 3 && (this.last - this.first) / (this.buffer.length - 1) <= SCANNER_GAP_MS;
  }

  private silence(): number {
    return this.fast() ? (this.terminated ? SILENCE_MS.terminated : SILENCE_MS.scanner) : SILENCE_MS.person;
  }

  private add(text: string, at: number): void {
    // The gap between the events decides, not when this page got round to hearing them.
    if (this.buffer && at - this.last >= this.silence()) this.end(this.last);
    if (!this.buffer) this.first = at;
    for (const part of text.split(/([\r\n\t])/)) {
      if (part === '\r' || part === '\n' || part === '\t') this.end(at);
      else this.buffer = (this.buffer + part).slice(0, LONGEST);
    }
    this.touch(at);
  }

  /** Something arrived: the silence begins anew. */
  private touch(at: number): void {
    this.last = Math.max(this.last, at);
    clearTimeout(this.timer);
    if (this.buffer || this.field.value || this.composing) this.timer = setTimeout(() => this.silent(), this.silence());
    this.options.hear?.(this.buffer);
  }

  private silent(): void {
    // A stall of the page may have delayed this timer past keys that are already waiting; let them be heard first.
    this.timer = setTimeout((): void => {
      this.fromField(this.last);
      this.end(this.last);
    });
  }

  private end(at: number): void {
    clearTimeout(this.timer);
    const { gsSubstitute } = this.options;
    const code = gsSubstitute ? this.buffer.replaceAll(gsSubstitute, GS) : this.buffer;
    this.buffer = '';
    this.options.hear?.('');
    if (code.trim()) this.take({ code, at });
  }
}
