// @vitest-environment happy-dom
/** What scanners really send: keys, input-method text, both in halves, bursts, and nothing at the end. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_PROFILE, type ScannerProfile } from '../../src/input/profile';
import { Wedge, type WedgeScan } from '../../src/input/wedge';

let field: HTMLInputElement;
let got: string[];
let scans: WedgeScan[];
let wedge: Wedge;
let profile: ScannerProfile;
let clock = 1_000;

function start(known: Partial<ScannerProfile> = {}, isWhole = (_code: string) => false): void {
  wedge?.stop();
  profile = { ...NO_PROFILE, ...known };
  scans = [];
  const take = (scan: WedgeScan): void => {
    got.push(scan.code);
    scans.push(scan);
  };
  wedge = new Wedge(field, take, { isWhole, profile: () => profile, learn: (part) => (profile = { ...profile, ...part }) });
}

function send<E extends Event>(target: EventTarget, event: E, at: number): E {
  Object.defineProperty(event, 'timeStamp', { value: at });
  target.dispatchEvent(event);
  return event;
}
const key = (name: string, at = (clock += 4), more: KeyboardEventInit = {}, target: EventTarget = field) =>
  send(target, new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }), at);
const type = (code: string, gapMs = 4, more: KeyboardEventInit = {}) => {
  for (const character of code) key(character, (clock += gapMs), more);
};
/** happy-dom's composition events come without their text. */
const composition = (name: string, data: string) => send(field, Object.defineProperty(new CompositionEvent(name), 'data', { value: data }), (clock += 4));
/** Text from an input method: a nameless key, then the text in the field. */
const method = (text: string) => {
  key('Unidentified');
  field.value += text;
  send(field, new InputEvent('input', { data: text, inputType: 'insertText', bubbles: true }), (clock += 4));
};
const compose = (...steps: string[]) => {
  composition('compositionstart', '');
  for (const step of steps) {
    composition('compositionupdate', step);
    field.value = step;
    send(field, new InputEvent('input', { data: step, inputType: 'insertCompositionText', isComposing: true, bubbles: true }), clock);
  }
};
const composed = (text: string) => composition('compositionend', text);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<input><button>Next</button>';
  field = document.querySelector('input')!;
  got = [];
  start();
});
afterEach(() => {
  wedge.stop();
  vi.useRealTimers();
});

describe('the wedge', () => {
  it('reads keys up to Enter, and up to Tab', () => {
    type('05012345678900');
    key('Enter');
    type('A-12-04');
    key('Tab');
    expect(got).toEqual(['05012345678900', 'A-12-04']);
  });

  it('sets a timer for a code, and not for each of its keys', () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    type('05012345678900123456');
    // For a person's first keys, then for a scanner's.
    expect(set.mock.calls.length).toBeLessThanOrEqual(2);
    key('Enter');
    expect(vi.getTimerCount()).toBe(0);
    set.mockRestore();
  });

  it('reads text of an input method with Enter as a key', () => {
    method('A-12-04');
    key('Enter');
    expect(got).toEqual(['A-12-04']);
    expect(field.value).toBe('');
  });

  it('reads a composition once, whether it ends before or after the Enter', () => {
    compose('A-1', 'A-12-04');
    composed('A-12-04');
    key('Enter');
    compose('B-1', 'B-02-01');
    key('Enter');
    composed('B-02-01');
    vi.advanceTimersByTime(10_000);
    expect(got).toEqual(['A-12-04', 'B-02-01']);
  });

  it('joins a scan whose first half came as keys and second as text', () => {
    type('0501234');
    method('5678900');
    key('Enter');
    expect(got).toEqual(['05012345678900']);
  });

  it('counts two equal codes in a burst as two', () => {
    for (let i = 0; i < 2; i += 1) {
      type('05012345678900', 1);
      key('Enter', (clock += 1));
    }
    expect(got).toEqual(['05012345678900', '05012345678900']);
  });

  it('keeps GS, as text, as a control chord, and as an agreed substitute', () => {
    method('0105012345678900\u001d10AB');
    key('Enter');
    type('10AB');
    key(']', (clock += 4), { ctrlKey: true });
    type('3710');
    key('Enter');
    start({ gsSubstitute: '~' });
    type('10AB~3710');
    key('Enter');
    expect(got).toEqual(['0105012345678900\u001d10AB', '10AB\u001d3710', '10AB\u001d3710']);
  });

  it('does not mind altKey on every key, and leaves out Shift', () => {
    key('Shift', (clock += 4), { altKey: true });
    type('Ab1', 4, { altKey: true });
    key('Enter', (clock += 4), { altKey: true });
    expect(got).toEqual(['Ab1']);
  });

  it('never lets Enter or a space press the focused button', () => {
    const button = document.querySelector('button')!;
    const enter = key('Enter', (clock += 4), {}, button);
    const space = key(' ', (clock += 4), {}, button);
    expect(enter.defaultPrevented).toBe(true);
    expect(space.defaultPrevented).toBe(true);
  });

  it('ends a scan without a terminator after a short silence once it is known that none comes', () => {
    start({ end: 'silence' });
    type('A-12-04');
    vi.advanceTimersByTime(100);
    expect(got).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(got).toEqual(['A-12-04']);
  });

  it('waits longer for what may be half a code while nobody knows what ends one', () => {
    start({}, (code) => code === 'A-12-04');
    type('A-12-04');
    vi.advanceTimersByTime(500);
    expect(got).toEqual(['A-12-04']);
    type('0501234');
    vi.advanceTimersByTime(1_200);
    expect(got).toEqual(['A-12-04']);
    clock += 1_200;
    type('5678900');
    key('Enter');
    expect(got).toEqual(['A-12-04', '05012345678900']);
  });

  it('learns from the first Enter, and keeps long gaps together from then on', () => {
    type('A-12-04');
    key('Enter');
    expect(profile).toMatchObject({ end: 'enter', way: 'keys' });
    type('0501234');
    clock += 1_200;
    vi.advanceTimersByTime(1_200);
    method('5678900');
    key('Enter');
    expect(got).toEqual(['A-12-04', '05012345678900']);
    type('B-02-01');
    key('Tab');
    expect(profile.end).toBe('tab');
  });

  it('learns from three codes in a row that no Enter comes, and from one Enter that it does', () => {
    for (let count = 0; count < 3; count += 1) {
      type('A-12-04');
      vi.advanceTimersByTime(2_000);
    }
    expect([got.length, profile.end]).toEqual([3, 'silence']);
    type('A-12-04');
    key('Enter');
    expect(profile.end).toBe('enter');
  });

  it('does not take one lost Enter for a scanner without one', () => {
    start({ end: 'enter' });
    type('A-12-04');
    vi.advanceTimersByTime(2_000);
    expect([got, profile.end, scans[0]!.end]).toEqual([['A-12-04'], 'enter', 'silence']);
  });

  it('takes the prefix and the suffix off, and ends at the suffix where nothing else ends a code', () => {
    start({ prefix: '*', suffix: '#$', end: 'silence' });
    type('*A-12-04#$*A-12-04#$', 1);
    method('*B-1#$*B-2#$');
    expect(got).toEqual(['A-12-04', 'A-12-04', 'B-1', 'B-2']);
    start({ prefix: '*', suffix: '#', end: 'enter' });
    got.length = 0;
    type('*A#1#');
    key('Enter');
    type('A#1');
    key('Enter');
    expect(got).toEqual(['A#1', 'A#1']);
  });

  it('tells how a code came', () => {
    start();
    type('0501234');
    clock += 60;
    method('5678900');
    key('Enter');
    expect(scans[0]).toMatchObject({ raw: '05012345678900', end: 'enter', way: 'both', fast: true, longestGapMs: 64 });
  });

  it('takes chords for the ends of a code, and leaves those of a person alone', () => {
    for (const [chord, end] of [['m', 'enter'], ['j', 'enter'], ['I', 'tab']] as const) {
      type('A-12-04');
      expect(key(chord, (clock += 4), { ctrlKey: true }).defaultPrevented).toBe(true);
      expect(scans.at(-1)).toMatchObject({ code: 'A-12-04', end });
    }
    expect(key('j', (clock += 4), { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(got).toHaveLength(3);
  });

  it('waits for a person who types', () => {
    for (const character of 'B-1001') {
      key(character, (clock += 400));
      vi.advanceTimersByTime(400);
    }
    expect(got).toEqual([]);
    key('Enter');
    expect(got).toEqual(['B-1001']);
  });

  it('goes by the time stamps of the events when the page has stalled', () => {
    type('0501234');
    vi.setSystemTime(Date.now() + 1_500);
    type('5678900');
    key('Enter');
    expect(got).toEqual(['05012345678900']);
  });

  it('separates two codes without terminators by the gap between them', () => {
    start({ end: 'silence' });
    type('A-12-04');
    clock += 300;
    type('A-12-05');
    vi.advanceTimersByTime(1_000);
    expect(got).toEqual(['A-12-04', 'A-12-05']);
  });

  it('leaves a field alone that a person types in', () => {
    const name = document.createElement('input');
    document.body.append(name);
    const event = key('x', (clock += 4), {}, name);
    expect(event.defaultPrevented).toBe(false);
    vi.advanceTimersByTime(10_000);
    expect(got).toEqual([]);
  });

  it('takes text with several codes apart at its line ends', () => {
    method('A-12-04\r\nA-12-05\r\n');
    expect(got).toEqual(['A-12-04', 'A-12-05']);
  });

  it('loses and doubles nothing, however keys and input-method text are mixed', () => {
    const character = fc.constantFrom(...'ABC0123456789-\u001d');
    const piece = fc.record({ how: fc.constantFrom('keys', 'method', 'compose'), text: fc.string({ unit: character, minLength: 1, maxLength: 6 }) });
    fc.assert(
      fc.property(fc.array(fc.array(piece, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }), (codes) => {
        start();
        got.length = 0;
        for (const code of codes) {
          for (const { how, text } of code) {
            if (how === 'keys') for (const one of text) one === '\u001d' ? key(']', (clock += 2), { ctrlKey: true }) : key(one, (clock += 2));
            else if (how === 'method') method(text);
            else {
              compose(text);
              composed(text);
            }
          }
          key('Enter', (clock += 2));
        }
        const wanted = codes.map((code) => code.map(({ text }) => text).join('')).filter((code) => code.trim());
        expect(got).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });
});
