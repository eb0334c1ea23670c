/** There is a sentence for everything that can be said, and no code reaches a person. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { amount, isCode, placeholders, say, sayAny } from '../../src/messages';
import { en } from '../../src/messages/en';
import { seldom } from '../../src/messages/en-seldom';

const root = new URL('../../../', import.meta.url);
const scripts = readFileSync(new URL('docs/scripts.md', root), 'utf8');
const source = (folder: string) =>
  readdirSync(new URL(`pwa/src/${folder}/`, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n');

/** Words in back ticks on docs/scripts.md that are fields, kinds and effects, not answers. */
const NOT_SAID = new Set('by_form container_kinds lot_code lot_expiry lot_ok only_lot put_qty took_container weight_g container_full walk_mm no_parcels no_scan'.split(' '));

describe('the messages', () => {
  it('have a sentence for every code of docs/scripts.md', () => {
    const words = Array.from(scripts.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)`/g), (match) => match[1]!);
    const accepted = /Accepted codes: ([^.]*)\./.exec(scripts)?.[1] ?? '';
    const codes = new Set([...words, ...Array.from(accepted.matchAll(/`(\w+)`/g), (match) => match[1]!)]);
    expect([...codes].filter((code) => !NOT_SAID.has(code) && !isCode(code))).toEqual([]);
    expect(codes.size).toBeGreaterThan(40);
  });

  it('have a sentence for every refusal that the engine can answer', () => {
    const engine = source('engine');
    const codes = Array.from(engine.matchAll(/refuse\('(\w+)'/g), (match) => match[1]!);
    expect([...new Set(codes)].filter((code) => !isCode(code))).toEqual([]);
    expect(codes.length).toBeGreaterThan(20);
  });

  it.each([
    'superseded task_closed task_cancelled follows_set_aside disagrees malformed id_conflict chain_fork undo_too_late serial_conflict poison interpret_failed',
    'plate_used unknown_key wrong_author bad_signature unknown_task unknown_revision',
    'sign_in_failed sign_in_locked not_signed_in nothing_to_open device_not_enrolled not_allowed not_found no_network server_unavailable',
  ])('have a sentence for what the server says: %s', (codes) => {
    expect(codes.split(' ').filter((code) => !isCode(code))).toEqual([]);
  });

  it('are all used: none is left over', () => {
    const used = ['components', 'feedback', 'input', 'screens', 'work'].map(source).join('\n');
    const spoken = ['shows', 'go', 'take', 'put', 'collect', 'capture', 'decide', 'confirm', 'cue', 'do', 'ask', 'kind', 'container', 'why', 'field', 'look', 'way', 'help', 'check', 'trial', 'finding', 'grade', 'jam_is', 'title', 'role'];
    const before = (all: object, code: string) => Object.keys(all).slice(0, Object.keys(all).indexOf(code));
    const fromOutside = [...before(en.sentences, 'go_place'), ...before(seldom, 'collect_open')];
    const left = Object.keys(en.sentences).filter(
      (code) => !fromOutside.includes(code) && !spoken.some((prefix) => code.startsWith(`${prefix}_`)) && !used.includes(`'${code}'`),
    );
    expect(left).toEqual([]);
  });

  it('say what happened and what to do, by the names that are printed on the shelf', () => {
    expect(say('wrong_place', { got: 'A-12-05', expected: 'A-12-04' })).toBe('This is A-12-05. Go to A-12-04.');
    expect(say('wrong_place', { got: null, expected: 'A-12-04' })).toBe('Wrong place. Go to A-12-04.');
    expect(say('pack_too_big', { pack: 'Case', size: 24, needed: 10 })).toBe('Case of 24. You need 10. Open it.');
  });

  it('never show a code or an empty place holder', () => {
    for (const code of Object.keys(en.sentences) as (keyof typeof en.sentences)[]) expect(say(code)).not.toMatch(/[{}_]/);
    expect(sayAny('from_a_newer_server', 'not_now')).toBe(say('not_now'));
  });

  it('end a list of templates with one that needs no words', () => {
    const last = Object.values(en.sentences).flatMap((templates) => (typeof templates === 'string' ? [] : [templates[templates.length - 1]!]));
    expect(last.filter((template) => placeholders(template).length)).toEqual([]);
  });

  it('give every quantity its pack word', () => {
    expect([amount(1, 'case'), amount(3, 'piece'), amount(2, 'bundle')]).toEqual(['1 case', '3 pieces', '2 bundle']);
  });
});
