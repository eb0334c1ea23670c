/** What each wrong setting of a scanner looks like, and that the page says the right thing about it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandOf, COMMANDS } from '../../src/input/commands';
import { diagnose } from '../../src/input/diagnosis';
import { flawOf } from '../../src/input/health';
import { NO_PROFILE } from '../../src/input/profile';
import { TRIALS, trialOf } from '../../src/input/trials';
import type { WedgeScan } from '../../src/input/wedge';

const paper = JSON.parse(readFileSync(new URL('../../../tests/contracts/vectors/paper.json', import.meta.url), 'utf8')) as { commands: Record<string, string>; trials: Record<string, string> };
const scan = (raw: string, more: Partial<WedgeScan> = {}): WedgeScan => ({ raw, code: raw, at: 0, end: 'enter', way: 'keys', fast: true, spanMs: 40, longestGapMs: 4, ...more });
const codes = (raw: string, more: Partial<WedgeScan> = {}) => diagnose(scan(raw, more)).findings.map(({ code }) => code);
const printed = (name: string) => paper.trials[name]!;

describe('the printed sheet', () => {
  it('holds the codes that the page expects', () => {
    expect(Object.fromEntries(TRIALS.map(({ name, aim, text }) => [name, aim + text]))).toEqual(paper.trials);
    for (const { name } of TRIALS) expect(trialOf(printed(name))?.name).toBe(name);
  });

  it.each(Object.keys(paper.trials))('finds nothing wrong with %s as it should come', (name) => {
    expect(diagnose(scan(printed(name)))).toMatchObject({ trial: name, findings: [] });
  });

  it('knows every button of the card, with and without identifier, and nothing else', () => {
    for (const [code, command] of Object.entries(paper.commands)) {
      expect([commandOf(code), commandOf(`]C0${code.toLowerCase()}`)]).toEqual([command, command]);
    }
    expect(Object.keys(paper.commands)).toHaveLength(COMMANDS.length + 10);
    for (const other of ['PFCMD', 'PFCMD10', 'PFCMDOTHER', 'XPFCMDDONE', 'DONE', '7', 'PFCMDDONE1']) expect(commandOf(other)).toBeNull();
  });
});

describe('the diagnosis', () => {
  it('hears that no Enter comes', () => {
    expect(codes(printed('text'), { end: 'silence' })).toEqual(['no_end']);
    expect(codes('A-12-04', { end: 'silence' })).toEqual(['no_end']);
  });

  it('sees that GS is swallowed, or written as something else', () => {
    for (const name of ['label', 'matrix']) {
      expect(codes(printed(name).replace('\x1d', ''))).toEqual(['gs_lost']);
      const { findings, gs } = diagnose(scan(printed(name).replace('\x1d', '{GS}')));
      expect([gs, findings]).toEqual(['other', [{ code: 'gs_other', words: { sign: '{GS}' }, learn: { gsSubstitute: '{GS}' } }]]);
    }
  });

  it('sees a prefix and a suffix, before or behind the identifier, and what the device can do about them', () => {
    for (const name of Object.keys(paper.trials)) {
      const { findings } = diagnose(scan(`*${printed(name)}#$`));
      expect(findings.map(({ code, learn }) => [code, learn])).toEqual([['added_before', { prefix: '*' }], ['added_after', { suffix: '#$' }]]);
    }
  });

  it('misses the identifier where a GS1 code cannot be known without it', () => {
    for (const { text, wantsAim } of TRIALS) expect(codes(text)).toEqual(wantsAim ? ['no_identifier'] : []);
  });

  it('tells a wrong country, changed letters, lost signs and a lost check digit apart', () => {
    expect(codes(']C0PickfaceßTest.1-Zy')).toEqual(['layout']);
    expect(codes(printed('text').toUpperCase())).toEqual(['letter_case']);
    expect(codes(printed('long').slice(0, 30))).toEqual(['cut']);
    expect(codes(']E0400638133393')).toEqual(['no_check_digit']);
    expect(codes(']E004006381333931')).toEqual([]);
  });

  it('sees long pauses, and what did not come whole', () => {
    expect(codes(printed('long'), { longestGapMs: 240 })).toEqual(['slow']);
    expect(codes('A\ufffd12')).toEqual(['unreadable']);
    expect(codes(']C10104006381333930')).toEqual(['unreadable']);
    expect(codes('A-12-04')).toEqual([]);
  });
});

describe('the health of a scanner', () => {
  const enter = { ...NO_PROFILE, end: 'enter' as const };
  it('counts what came in pieces, too short, or unreadable', () => {
    expect(flawOf(scan('0501234', { end: 'silence' }), enter, false)).toBe('split');
    expect(flawOf(scan('0501234', { end: 'silence' }), NO_PROFILE, false)).toBeNull();
    expect(flawOf(scan('050'), enter, false)).toBe('short');
    expect(flawOf(scan(']C10104006381333930'), enter, false)).toBe('unreadable');
    expect(flawOf(scan('x'.repeat(600)), enter, false)).toBe('unreadable');
  });

  it('counts nothing against it that a person typed, or that is known', () => {
    expect(flawOf(scan('050', { fast: false }), enter, false)).toBeNull();
    expect(flawOf(scan('D1', {}), enter, true)).toBeNull();
    expect(flawOf(scan('A-12-04'), enter, false)).toBeNull();
  });
});
