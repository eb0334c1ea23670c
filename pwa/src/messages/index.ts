/** Every sentence that a person reads, by code, in their language. Other languages are one file each, loaded when asked for. */
import { signal } from '@preact/signals';
import { en, enPacks } from './en';

export type Code = keyof typeof en;
/** What a language file holds. */
export interface Language {
  sentences: Record<Code, string | readonly string[]>;
  packs: Record<string, [one: string, several: string]>;
}
/** The words that fill a sentence; what is not known is left out or null. */
export type Words = Record<string, string | number | null | undefined>;

const LANGUAGES: Record<string, () => Promise<Language>> = {
  de: async () => (await import('./de')).de,
};

const spoken = signal<Language>({ sentences: en, packs: enPacks });

/** Speak a person's language from now on; one that is not here is English. */
export async function speak(language: string): Promise<void> {
  const short = language.slice(0, 2).toLowerCase();
  const load = LANGUAGES[short];
  try {
    spoken.value = load ? await load() : { sentences: en, packs: enPacks };
    document.documentElement.lang = load ? short : 'en';
  } catch {
    // The file could not be fetched; English is always here.
  }
}

/** True when there is a sentence for this code, which may have come from a newer server. */
export function isCode(code: string): code is Code {
  return Object.hasOwn(en, code);
}

/** The sentence for a code: the first template whose words are all known. */
export function say(code: Code, words: Words = {}): string {
  return fill(spoken.value.sentences[code], words) || code;
}

/** The first template whose words are all known, with its words put in. */
export function fill(templates: string | readonly string[], words: Words): string {
  const list = typeof templates === 'string' ? [templates] : templates;
  const fit = list.find((template) => placeholders(template).every((name) => words[name] !== null && words[name] !== undefined && words[name] !== ''));
  const template = fit ?? list[list.length - 1] ?? '';
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name] ?? '')).replace(/ {2,}/g, ' ').trim();
}

/** The sentence for a code from outside, or for `otherwise` where it is new to this version. */
export function sayAny(code: string, otherwise: Code, words: Words = {}): string {
  return say(isCode(code) ? code : otherwise, words);
}

/** A quantity with its pack word: "1 case", "3 pieces". Never a bare number. */
export function amount(qty: number, pack: string): string {
  return `${qty} ${packWord(pack, qty)}`;
}

/** The pack word for a number of packs; an unknown one is written as it came. */
export function packWord(pack: string, qty: number): string {
  const words = spoken.value.packs[pack];
  return words ? words[qty === 1 ? 0 : 1] : pack;
}

/** The {words} in a template. */
export function placeholders(template: string): string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), (match) => match[1]!);
}
