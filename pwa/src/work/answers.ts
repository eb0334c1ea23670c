/** What the reducer answered, as a sentence: ids become the names that are printed on shelves and labels. */
import type { JsonObject } from '../contract';
import { packWord, say, sayAny, type Words } from '../messages';
import { containerKinds, type Names } from './names';
import { number, string } from './read';

type Nouns = 'place' | 'item' | 'container' | 'lot' | 'kind';

/** What `expected` and `got` are for the codes that carry them. */
const NOUNS: Record<string, Nouns> = {
  wrong_place: 'place',
  place_does_not_fit: 'place',
  scan_place_first: 'place',
  wrong_item: 'item',
  scan_item_first: 'item',
  wrong_container: 'container',
  wrong_tote: 'container',
  scan_tote_first: 'container',
  container_taken: 'container',
  scan_container_first: 'container',
  wrong_lot: 'lot',
  wrong_container_kind: 'kind',
};

/** The sentence for an answer of the reducer about `script`; `more` are words that the caller knows. */
export function answer(code: string, params: JsonObject, script: JsonObject, names: Names, more: Words = {}): string {
  // Why a bin is none for the goods, in whichever words, is of bins.
  const noun = code.startsWith('fit_') ? 'place' : NOUNS[code];
  const words: Words = {};
  for (const [name, value] of Object.entries(params)) words[name] = typeof value === 'string' || typeof value === 'number' ? value : null;
  if (noun) {
    words['expected'] = name(noun, params['expected'] ?? null, script, names);
    words['got'] = name(noun, params['got'] ?? null, script, names);
  }
  if (code === 'wrong_place') words['way'] = way(names, params);
  if (params['kinds']) words['kinds'] = containerKinds(params['kinds']);
  if (typeof params['pack'] === 'string') words['pack'] = capital(packWord(params['pack'], 1));
  return sayAny(code, 'not_now', { ...words, ...more });
}

function name(noun: Nouns, value: unknown, script: JsonObject, names: Names): string | null {
  const id = number(value as number | null);
  if (noun === 'place') return id === null ? null : (names.place(script, id)?.code ?? null);
  if (noun === 'item') return id === null ? null : (names.item(script, id)?.name ?? null);
  if (noun === 'kind') return value ? containerKinds(value) : null;
  return string(value as string | null);
}

/** "Go 2 bays left to", or how many aisles on, where the catalogue knows both bins. */
function way(names: Names, { expected, got }: JsonObject): string | null {
  const [from, to] = [Number(got), Number(expected)];
  const code = names.place(null, to)?.code ?? null;
  const found = names.way(from, to);
  if (found) return say(`way_${found.to}`, { count: found.count, to: code });
  const aisles = names.aisles(from, to);
  return aisles && say(aisles.past ? 'way_aisles' : 'way_next_aisle', { ...aisles, to: code });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
