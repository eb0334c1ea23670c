/** What is done to several places at once: how many pallets have room there, and whether they are used. It can be undone. */
import type { PlaceRow } from '../contract/office';
import { tell } from '../messages/desk';
import { changePlace } from '../sync/office';
import { usePlaces } from '../sync/places';
import type { BulkDeed } from './bulk';
import { reasons } from './out-of-use';

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
    ...([false, true] as const).map((active) => ({
      name: active ? 'take-in' : 'take-out',
      word: tell(active ? 'do_use_again' : 'do_put_out_of_use'),
      needs: 'locations.use_places',
      fits: (one: PlaceRow) => !one.virtual && one.active !== active,
      act: ({ code }: PlaceRow, why: string) => usePlaces({ places: [code] }, active, why),
      ...(active ? {} : { asks: { label: tell('out_why'), offers: reasons() } }),
      undo: ({ code }: PlaceRow) => usePlaces({ places: [code] }, !active),
    })),
  ];
}
