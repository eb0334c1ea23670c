/** What is done to several places at once: how many pallets have room there. It can be undone. */
import type { PlaceRow } from '../contract/office';
import { tell } from '../messages/desk';
import { changePlace } from '../sync/office';
import type { BulkDeed } from './bulk';

const MOST = 12;

export function placeDeeds(): readonly BulkDeed<PlaceRow>[] {
  const numbers = Array.from({ length: MOST }, (_, at) => String(at + 1));
  return [
    {
      name: 'set-pallets',
      word: tell('do_set_pallets'),
      needs: 'locations.change_place',
      fits: ({ kind }) => kind === 'bin',
      act: ({ id }, most) => changePlace(id, { max_pallets: Number(most) }),
      undo: ({ id, maxPallets }) => changePlace(id, { max_pallets: maxPallets }),
      choice: { label: tell('max_pallets'), options: [...numbers.map((one) => [one, one] as const), ['0', tell('no_pallet_limit')] as const] },
    },
  ];
}
