/** Every language says all that there is to say, with the same words, and bends them as its people do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amount, languages, locale, placeholders, say, speak, type Code, type Language } from '../../src/messages';
import { ar } from '../../src/messages/ar';
import { de } from '../../src/messages/de';
import { en } from '../../src/messages/en';
import { es } from '../../src/messages/es';
import { pl } from '../../src/messages/pl';
import { pt } from '../../src/messages/pt';

const LANGUAGES: Record<string, Language> = { en: en as Language, de, es, pl, pt, ar };
/** What stands on each button, in English. */
const buttons = () => Object.entries(en.sentences).filter(([code]) => code.startsWith('do_')).map(([code, label]) => [code as Code, String(label)] as const);
const page = globalThis as { document?: unknown };
const listed = (templates: string | readonly string[]) => (typeof templates === 'string' ? [templates] : [...templates]);
const forms = (template: string) => Array.from(template.matchAll(/\{\w+\|([^{}]*)\}/g), ([, words]) => words!.split('|').length);

beforeAll(() => {
  page.document = { documentElement: { lang: '', dir: '' } };
});
afterAll(async () => {
  await speak('en');
  delete page.document;
});

describe.each(Object.entries(LANGUAGES))('%s', (code, language) => {
  it('has each sentence once, with the same words, and no other', () => {
    expect(languages).toContain(code);
    expect(Object.keys(language.sentences).sort()).toEqual(Object.keys(en.sentences).sort());
    for (const [name, templates] of Object.entries(en.sentences)) {
      const words = (of: string | readonly string[]) => listed(of).map((template) => placeholders(template).sort());
      expect([name, words(language.sentences[name as keyof typeof en.sentences])]).toEqual([name, words(templates)]);
    }
  });

  it('leaves nothing empty, and nothing half translated', () => {
    for (const [name, templates] of Object.entries(language.sentences)) {
      for (const template of listed(templates)) expect(template.replace(/\{[^}]*\}/g, '').trim() || name.startsWith('signed_in') || template).toBeTruthy();
    }
    const same = Object.entries(en.sentences).filter(([name, templates]) => String(language.sentences[name as keyof typeof en.sentences]) === String(templates));
    if (code !== 'en') expect(same.length, String(same)).toBeLessThan(15);
  });

  it('gives a form for each kind of number, of sentences and of packs', () => {
    const all = Object.values(language.sentences).flatMap(listed).flatMap(forms);
    for (const count of all) expect([language.plurals.length, language.plurals.length - 1, 2]).toContain(count);
    for (const [pack, words] of Object.entries(language.packs)) expect([pack, [1, language.plurals.length].includes(words.length)]).toEqual([pack, true]);
    expect(Object.keys(language.packs)).toEqual(Object.keys(en.packs));
    const known = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const rule of language.plurals) expect(known).toContain(rule);
  });

  it('calls a button in a sentence what stands on it', () => {
    const told: string[] = [];
    for (const [name, templates] of Object.entries(en.sentences)) {
      listed(templates).forEach((template, at) => {
        for (const [, called] of template.matchAll(/\b(?:[Tt]ap|Scan) ([A-Z][^.,;:?]*)/g)) {
          const button = buttons().filter(([, label]) => new RegExp(`^${label}(?!\\w)`).test(called!)).sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
          const said = listed(language.sentences[name as Code])[at] ?? '';
          if (button && !new RegExp(`(?<!\\p{L})${String(language.sentences[button])}(?!\\p{L})`, 'u').test(said)) told.push(`${name}: ${said}`);
        }
      });
    }
    expect(told).toEqual([]);
  });

  it('speaks, and says how Intl writes it', async () => {
    await speak(`${code}-XX`);
    expect(locale().slice(0, 2)).toBe(code);
    expect(say('all_sent')).toBe(language.sentences.all_sent);
  });
});

describe('numbers', () => {
  it('bend Polish words three ways', async () => {
    await speak('pl');
    expect([1, 3, 5, 22, 25].map((count) => say('lines', { count }))).toEqual(['1 pozycja', '3 pozycje', '5 pozycji', '22 pozycje', '25 pozycji']);
    expect([1, 2, 12].map((count) => amount(count, 'carton'))).toEqual(['1 karton', '2 kartony', '12 kartonów']);
    expect(amount(7, 'piece')).toBe('7 szt.');
  });

  it('bend Arabic words five ways, in the digits of the labels', async () => {
    await speak('ar');
    expect([1, 2, 3, 11, 100].map((count) => say('lines', { count }))).toEqual(['1 سطر', '2 سطران', '3 أسطر', '11 سطرًا', '100 سطر']);
    expect(amount(12_000, 'piece')).toMatch(/^12,000 /);
  });

  it('are grouped as people write them, from a thousand on', async () => {
    await speak('de');
    expect([amount(999, 'piece'), amount(12_345, 'piece')]).toEqual(['999 Stück', '12.345 Stück']);
    await speak('en');
    expect([amount(1, 'case'), amount(2, 'case'), amount(12_345, 'piece')]).toEqual(['1 case', '2 cases', '12,345 pieces']);
    expect(say('unsent_at_sign_out', { count: 1 })).toMatch(/^1 scan is not sent yet\. It goes out by itself /);
  });

  it('keep a code from turning the words around it', async () => {
    await speak('ar');
    expect(say('go_place', { place: '12-04' })).toBe('اذهب إلى \u206812-04\u2069');
    await speak('xx');
    expect(say('go_place', { place: '12-04' })).toBe('Go to 12-04');
  });
});
