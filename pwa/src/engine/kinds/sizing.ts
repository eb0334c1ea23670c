/** `collect` with `asks`: what one piece weighs and how large it is, asked once where nobody knows it (6). */
import { isSize, SIZES, type SizeField } from '../fields';
import type { Effect } from '../steps';
import type { CollectSub, CollectTurn, Measures, Pending, Piece } from './counting';

/** A gram that takes more room than this is none: grams were said in kilograms, or sides are too long. */
const LIGHTEST_MM3_PER_G = 500_000;
/** So much weighs less than a gram, whatever it is made of: sides were said in centimetres, or grams are too many. */
const DENSEST_MM3 = 40;

/** A scanned piece with what is known of its size, and with that what it still lacks: 0 is asked for, once. */
export function begin<P extends Piece & Measures>(turn: CollectTurn, piece: P, need: string[]): [P, string[]] {
  const known = piece.asks?.size ?? {};
  if (!Object.keys(known).length || Object.hasOwn(turn.sub.sized ?? {}, String(piece.item))) return [piece, need];
  const said = Object.fromEntries(SIZES.filter((field) => field in known).map((field) => [field, known[field] || null]));
  return [{ ...piece, ...said }, [...need, ...Object.keys(said).filter((field) => said[field] === null)]];
}

/** Whether anything of its size is lacking still. */
export const isAsked = ({ need }: Pending): boolean => need.some(isSize);

/** Whether nothing that is this large weighs so little, or so much: a unit was mistaken, or a digit. */
export function isUnlikely({ unit_g, length_mm, width_mm, height_mm }: Pending): boolean {
  const grams = unit_g ?? 0;
  const room = (length_mm ?? 0) * (width_mm ?? 0) * (height_mm ?? 0);
  return grams > 0 && room > 0 && (LIGHTEST_MM3_PER_G * grams < room || DENSEST_MM3 * grams > room);
}

const askedOf = ({ asks }: Measures): SizeField[] => SIZES.filter((field) => asks?.size?.[field] === 0);

/** All that was asked for lacks again. */
export function again(pending: Pending): Pending {
  const asked = askedOf(pending);
  return { ...pending, ...Object.fromEntries(asked.map((field) => [field, null])), need: [...asked, ...pending.need] };
}

/** The item is not asked about again in this task, and the piece lacks nothing of it any more. */
export function left({ sub }: CollectTurn, pending: Pending): [CollectSub, Pending] {
  return [
    { ...sub, sized: { ...sub.sized, [String(pending.item)]: 1 } },
    { ...pending, need: pending.need.filter((field) => !isSize(field)) },
  ];
}

/** What was measured, 0 for what was not; nothing where nothing was. */
export function effects({ step }: CollectTurn, pending: Pending): Effect[] {
  const asked = askedOf(pending);
  const said = SIZES.map((field) => [field, (asked.includes(field) ? pending[field] : null) ?? 0] as const);
  return said.some(([, value]) => value) ? [{ type: 'sized', step: step.id, item: pending.item, ...Object.fromEntries(said) }] : [];
}
