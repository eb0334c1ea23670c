/** The sentences of the kinds of steps that a pick does not need. */
import { isCode, type Words } from '../messages';
import type { Script, View } from '../engine';
import { fieldOf, type Line, type LineOf, type PlaceName } from './instruction';
import { containerKinds } from './names';
import { isNewParcel, parcelAt, parcelsOf } from './parcels';

export const SELDOM_LINES: Partial<Record<View['kind'], LineOf>> = {
  take: takeCartonLine,
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

/** Which carton to begin with, where the script proposes any; every other take says what it says. */
function takeCartonLine(seen: View, _place: PlaceName | null, script: Script): Line | null {
  const carton = seen.verb === 'take_container' ? parcelsOf(script)[0]?.carton : undefined;
  return carton === undefined ? null : { code: 'take_carton', words: { carton } };
}

/** The carton that comes next. */
function nextCarton(seen: View, script: Script): string | undefined {
  const parcels = parcelsOf(script);
  const packed = seen.lines.reduce((sum, { count }) => sum + count, 0);
  return isNewParcel(parcels, packed) ? parcels[parcelAt(parcels, packed)]?.carton : undefined;
}

function collectLine(seen: View, place: PlaceName | null, script: Script): Line {
  switch (seen.need) {
    case 'lot':
    case 'expiry':
    case 'serial':
      return { code: `collect_${seen.need}` };
    case 'into':
      return { code: 'collect_into' };
    case 'container':
      return containerLine(seen, nextCarton(seen, script));
  }
  if (seen.missing === 0 && seen.lines.length) return { code: 'collect_done' };
  if (place) return { code: seen.verb === 'count' ? 'collect_blind_at' : 'collect_in', place };
  if (seen.verb === 'count' && seen.container) return { code: 'collect_blind_into', words: { container: seen.container } };
  return { code: seen.verb === 'count' ? 'collect_blind' : 'collect_open' };
}

function containerLine(seen: View, carton: string | undefined): Line {
  return carton === undefined ? { code: 'take_new_container', words: { kinds: containerKinds(seen.kinds) } } : { code: 'take_carton', words: { carton } };
}
