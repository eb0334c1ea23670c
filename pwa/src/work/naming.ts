/** Goods that nobody knows are named on the spot. Nothing is booked by it: the code is known from then on, and scanned again. */
import { Problem } from '../contract';
import type { NamedItem } from '../contract/naming';
import { byForm, parse } from '../engine';
import { say } from '../messages';
import { attachBarcode } from '../sync/naming';
import type { Floor } from './floor';
import { asScript, asState } from './read';
import { sentenceOf } from './told';

const ENDPOINT = 'catalog.attach_barcode';
/** Another process of the server may give the catalogue of a moment ago. */
const CATALOGUE_MS = 2_500;

/** A code that nobody knows; `aside`: the task at which its goods have been recorded to be set aside. */
export interface Stranger {
  key: string;
  aside: number | null;
}

/** What one scan of the code counts. */
export interface Pack {
  qty: number;
  pack: string;
}

/** Whether whoever is signed in may say what a code is, here and now: a person's permission, a network, and no container's code. */
export function mayName(floor: Floor, key: string): boolean {
  const author = floor.device.author.value;
  const allowed = author?.session.person.permissions.includes(ENDPOINT) ?? false;
  return allowed && !author!.offline && floor.sync.online.value && key !== '' && !byForm(parse(key));
}

/** The unknown goods in the hands at the task on the screen, as long as setting them aside can be taken back; else null. */
export function asideOf(floor: Floor): Stranger | null {
  const { shown } = floor.atHand.value ?? {};
  if (!shown) return null;
  const { steps, undo } = asState(shown.state);
  if (!undo) return null;
  for (const { aside } of Object.values(steps) as { aside?: { code: string; plate: string | null } }[]) {
    if (aside?.plate === null) return { key: parse(aside.code).key, aside: shown.task.id };
  }
  return null;
}

/** The item that a scanned code is of, as far as this device knows; null for anything else. */
export function itemOf(floor: Floor, key: string): number | null {
  const { shown } = floor.atHand.peek() ?? {};
  const thing = (shown && asScript(shown.task.script).codes?.[key]) ?? floor.names.peek().meaning(key);
  return typeof thing?.['item'] === 'number' ? thing['item'] : null;
}

/** A key as it is printed: a GTIN without the zeros in front that make it fourteen digits long. */
export const printed = (key: string): string => key.replace(/^0+(?=(?:\d{8}|\d{12,13})$)/, '');

/** Say that a code is an item's; answers what stands against it as a sentence, or null when the person has been told to scan again. */
export async function nameGoods(floor: Floor, { key, aside }: Stranger, item: NamedItem, { qty, pack }: Pack): Promise<string | null> {
  try {
    await attachBarcode(item.id, printed(key), qty, pack);
  } catch (error) {
    if (error instanceof Problem && error.code === 'barcode_taken') void learn(floor, key, null);
    return refusalOf(error, aside !== null);
  }
  void learn(floor, key, () => floor.names.peek().learn(key, item, qty, pack));
  void floor.sync.pull();
  await floor.inTurn(async () => {
    // The next scan is of the goods again, however soon it comes.
    floor.asks.value = null;
    // It is not set aside after all: an event of its own, as if Undo had been tapped.
    if (aside !== null) await floor.happen(aside, { kind: 'action', action: 'undo' }, 'touch');
    floor.tell('right', say('named', { item: item.name }));
  });
  return null;
}

/** The next scan is known whether or not the server's catalogue has come by then. */
async function learn(floor: Floor, key: string, know: (() => void) | null): Promise<void> {
  know?.();
  for (const pause of [0, CATALOGUE_MS]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!(await floor.sync.refreshCatalogue())) continue;
    await floor.loadNames();
    if (floor.names.peek().meaning(key)) return;
    know?.();
  }
}

function refusalOf(error: unknown, aside: boolean): Promise<string> | string {
  if (!(error instanceof Problem)) return sentenceOf(error);
  const { code, status, params } = error;
  const words = { value: String(params['value'] ?? ''), sku: String(params['sku'] ?? '') };
  if (code === 'barcode_taken') return say(aside ? 'naming_taken_aside' : 'naming_taken', words);
  if (code === 'check_digit') return say('naming_check_digit', words);
  if (code === 'item_inactive') return say('item_inactive', words);
  if (status === 403) return say('naming_not_allowed');
  return status === 0 ? say('naming_offline') : sentenceOf(error);
}
