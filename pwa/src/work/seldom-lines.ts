/** The sentences of the kinds of steps that a pick does not need. */
import { isCode, type Words } from '../messages';
import type { View } from '../engine';
import { fieldOf, type Line, type LineOf, type PlaceName } from './instruction';
import { containerKinds } from './names';

export const SELDOM_LINES: Partial<Record<View['kind'], LineOf>> = {
  collect: collectLine,
  capture: (seen) => ({ code: `capture_${fieldOf(seen)}` }),
  decide: () => ({ code: 'decide_any' }),
  confirm: (seen, place) => {
    if (seen.need === 'confirm') return confirmLine(seen.why);
    return place ? { code: 'confirm_place', place } : { code: 'confirm_container', words: { container: seen.container } };
  },
};

/** What a person says yes to, where the step tells; else that this was all. */
function confirmLine(why: View['why']): Line {
  const code = `confirm_${why?.code ?? 'plain'}`;
  return { code: isCode(code) ? code : 'confirm_plain', words: (why?.params ?? {}) as Words };
}

function cartonLine({ pallet, cartons = { done: 0, total: 0 } }: View): Line {
  if (pallet) return { code: 'collect_sample' };
  const { done, total } = cartons;
  return done < total ? { code: 'collect_carton', words: { number: done + 1, total } } : { code: 'collect_done' };
}

function collectLine(seen: View, place: PlaceName | null): Line {
  switch (seen.need) {
    case 'lot':
    case 'expiry':
    case 'serial':
      return { code: `collect_${seen.need}` };
    case 'into':
      return { code: 'collect_into' };
    case 'carton':
      return cartonLine(seen);
    case 'container':
      return { code: 'take_new_container', words: { kinds: containerKinds(seen.kinds) } };
  }
  if (seen.missing === 0 && seen.lines.length) return { code: 'collect_done' };
  if (place) return { code: seen.verb === 'count' ? 'collect_blind_at' : 'collect_in', place };
  if (seen.verb === 'count' && seen.container) return { code: 'collect_blind_into', words: { container: seen.container } };
  return { code: seen.verb === 'count' ? 'collect_blind' : 'collect_open' };
}
