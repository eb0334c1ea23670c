/** What is done to several items at once: where they belong, and whether they are dealt in. All of it can be undone. */
import type { Zone } from '../contract/office';
import type { StockRow } from '../contract/setup';
import { tell } from '../messages/desk';
import { changeItem } from '../sync/office';
import type { BulkDeed } from './bulk';

export function itemDeeds(zones: readonly Zone[]): readonly BulkDeed<StockRow>[] {
  return [
    {
      name: 'set-zone',
      word: tell('do_set_zone'),
      needs: 'catalog.change_item',
      fits: () => true,
      act: ({ id }, zone) => changeItem(id, { zone }),
      undo: ({ id, zone }) => changeItem(id, { zone }),
      choice: { label: tell('zone'), options: [...zones.map(({ code, name }) => [code, `${code} ${name}`] as const), ['', tell('no_zone')] as const] },
    },
    {
      name: 'deal-no-more',
      word: tell('do_deal_no_more'),
      needs: 'catalog.change_item',
      fits: ({ active }) => active,
      act: ({ id }) => changeItem(id, { active: false }),
      undo: ({ id }) => changeItem(id, { active: true }),
    },
    {
      name: 'deal-again',
      word: tell('do_deal_again'),
      needs: 'catalog.change_item',
      fits: ({ active }) => !active,
      act: ({ id }) => changeItem(id, { active: true }),
      undo: ({ id }) => changeItem(id, { active: false }),
    },
  ];
}
