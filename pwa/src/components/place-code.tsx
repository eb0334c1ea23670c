/** A place as people read it: aisle first and largest, then bay, then level. */
import type { PlaceName } from '../work/instruction';

export function PlaceCode({ place }: { place: PlaceName }) {
  const { code, aisle, bay, level } = place;
  const rest = aisle && code.startsWith(aisle) ? code.slice(aisle.length) : '';
  if (!aisle || !bay || !rest) {
    return (
      <span class={code.length > 9 ? 'place long' : 'place'} data-role="place" dir="ltr">
        {code}
      </span>
    );
  }
  const at = level ? rest.lastIndexOf(level) : -1;
  return (
    <span class={code.length > 9 ? 'place long' : 'place'} data-role="place" dir="ltr">
      <span class="aisle">{aisle}</span>
      <span class="bay">{at > 0 ? rest.slice(0, at) : rest}</span>
      {at > 0 && <span class="level">{rest.slice(at)}</span>}
    </span>
  );
}
