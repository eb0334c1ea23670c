/** Every sentence that a person reads, by code, in their language. Other languages are one file each, loaded when asked for. */
import { computed, signal } from '@preact/signals';
import { en, type Code, type Language, type Part } from './en';

export type { Code, Language };
/** The words that fill a sentence; what is not known is left out or null. */
export type Words = Record<string, string | number | null | undefined>;

/** The languages that a person can choose, and where their sentences are. */
const LANGUAGES: Record<string, () => Promise<Part>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
  es: async () => (await import('./es')).es,
  pl: async () => (await import('./pl')).pl,
  pt: async () => (await import('./pt')).pt,
  ar: async () => (await import('./ar')).ar,
};
const RIGHT_TO_LEFT = new Set(['ar']);

export const languages: readonly string[] = Object.keys(LANGUAGES);

const spoken = signal<{ code: string; words: Part }>({ code: 'en', words: en });
const plurals = computed(() => new Intl.PluralRules(spoken.value.code));
/** Digits as they stand on keys, labels and shelves, in every language. */
const numbers = computed(() => new Intl.NumberFormat(locale()));

/** The code of the language that is spoken now. */
export function language(): string {
  return spoken.value.code;
}

/** How Intl writes the spoken language here. Plain English is written the way most of the world does: day before month. */
export function locale(): string {
  const { code } = spoken.value;
  return code === 'en' ? 'en-GB' : `${code}-u-nu-latn`;
}

/** Speak a person's language from now on, the device's own for nobody's; one that is not here is English. */
export async function speak(wanted: string = globalThis.navigator?.language ?? 'en'): Promise<void> {
  const short = wanted.slice(0, 2).toLowerCase();
  const code = Object.hasOwn(LANGUAGES, short) ? short : 'en';
  try {
    spoken.value = { code, words: await LANGUAGES[code]!() };
    document.documentElement.lang = code;
    document.documentElement.dir = RIGHT_TO_LEFT.has(code) ? 'rtl' : 'ltr';
  } catch {
    // The file could not be fetched; what is spoken now is still here.
  }
}

/**
 * Learn what English says more seldom than in a pick. Its file is on the device; where it cannot be had all the same, as on a first
 * visit that loses its network, what is known goes on being said, and it is tried again when it is wanted next. True when it is learnt.
 */
export async function learnTheRest(): Promise<boolean> {
  try {
    Object.assign(en.sentences, (await import('./en-seldom')).seldom);
    return true;
  } catch {
    return false;
  }
}

/** True when there is a sentence for this code, which may have come from a newer server. */
export function isCode(code: string): code is Code {
  return Object.hasOwn(en.sentences, code) || Object.hasOwn(spoken.peek().words.sentences, code);
}

/** The sentence for a code: the first template whose words are all known. */
export function say(code: Code, words: Words = {}): string {
  return fill(spoken.value.words.sentences[code] ?? '', words) || code;
}

const PLACEHOLDER = /\{(\w+)((?:\|[^{}|]*)*)\}/g;

/** The first template whose words are all known, with its words put in; `{count|scan|scans}` is the form that goes with the number. */
export function fill(templates: string | readonly string[], words: Words): string {
  const list = typeof templates === 'string' ? [templates] : templates;
  const fit = list.find((template) => placeholders(template).every((name) => words[name] !== null && words[name] !== undefined && words[name] !== ''));
  const template = fit ?? list[list.length - 1] ?? '';
  return template
    .replace(PLACEHOLDER, (_, name: string, forms: string) => (forms ? form(forms.slice(1).split('|'), Number(words[name])) : written(words[name])))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The sentence for a code from outside, or for `otherwise` where it is new to this version. */
export function sayAny(code: string, otherwise: Code, words: Words = {}): string {
  return say(isCode(code) ? code : otherwise, words);
}

/** One of several: "tote, carton or pallet". */
export function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(words);
}

/** A quantity with its pack word: "1 case", "3 pieces". Never a bare number. */
export function amount(qty: number, pack: string): string {
  return `${written(qty)} ${packWord(pack, qty)}`;
}

/** The pack word for a number of packs; an unknown one is written as it came. */
export function packWord(pack: string, qty: number): string {
  const forms = spoken.value.words.packs[pack];
  return forms ? form(forms, qty) : pack;
}

/** The form for a number: Polish has three, Arabic five; the last serves where the language has no other. */
function form(forms: readonly string[], count: number): string {
  const at = spoken.value.words.plurals.indexOf(plurals.value.select(count));
  return forms[at] ?? forms[forms.length - 1]!;
}

function written(word: string | number | null | undefined): string {
  if (typeof word === 'number') return Math.abs(word) < 1_000 ? String(word) : numbers.value.format(word);
  const text = word ?? '';
  // A name or a code in Latin letters must not turn the words around it.
  return RIGHT_TO_LEFT.has(spoken.value.code) && /[a-z0-9]/i.test(text) ? `\u2068${text}\u2069` : text;
}

/** A screen says the same dozen sentences at each scan. */
const WANTED = new Map<string, string[]>();

/** The words that a template wants, each once. */
export function placeholders(template: string): string[] {
  let wanted = WANTED.get(template);
  if (!wanted) WANTED.set(template, (wanted = [...new Set(Array.from(template.matchAll(PLACEHOLDER), (match) => match[1]!))]));
  return wanted;
}
