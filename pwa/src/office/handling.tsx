/** How an item is treated when it comes in: whether somebody looks at it first, and where it may lie. */
import type { Said } from '../board/said';
import type { Item } from '../contract/office';
import { tell } from '../messages/desk';
import { changeItemHandling } from '../sync/inspections';
import { may } from './session';
import { degreesOf, tenthsTyped } from './degrees';
import { Terms } from './terms';

export function Handling({ item, saved }: { item: Item; saved: () => void }) {
  const save = (said: Said): Promise<unknown> =>
    changeItemHandling(item.id, {
      inspection: said('inspection'),
      temperature: said('temperature'),
      hazard: said('hazard'),
      min_temp_tenths: tenthsTyped(said('min-temp')),
      max_temp_tenths: tenthsTyped(said('max-temp')),
      ...(said.form.has('shelf-days') ? { shelf_days_left: Number(said('shelf-days')) } : {}),
      catch_weight: said.form.has('catch-weight'),
    });
  return (
    <Terms name="handling" mayChange={may('catalog.change_item_handling')} act={save} saved={saved} hints={[tell('inspection_plan_hint'), tell('kept_hint'), tell('measured_hint')]}>
      <label>
        {tell('inspection_plan')}
        <input name="inspection" maxLength={120} placeholder={tell('supplier_tolerance_site')} defaultValue={item.inspection} />
      </label>
      <label>
        {tell('kept_temperature')}
        <input name="temperature" maxLength={12} defaultValue={item.temperature} />
      </label>
      <label>
        {tell('kept_hazard')}
        <input name="hazard" maxLength={12} defaultValue={item.hazard} />
      </label>
      <label>
        {tell('coldest_on_arrival')}
        <input name="min-temp" inputMode="decimal" pattern="[\-−]?[0-9]{1,3}([.,][0-9])?" defaultValue={degreesOf(item.minTempTenths)} />
      </label>
      <label>
        {tell('warmest_on_arrival')}
        <input name="max-temp" inputMode="decimal" pattern="[\-−]?[0-9]{1,3}([.,][0-9])?" defaultValue={degreesOf(item.maxTempTenths)} />
      </label>
      {item.tracking === 'lot_expiry' && (
        <label>
          {tell('shelf_days_left_item')}
          <input name="shelf-days" type="number" min={0} max={3650} defaultValue={String(item.shelfDaysLeft)} />
        </label>
      )}
      <label class="tick">
        <input name="catch-weight" type="checkbox" defaultChecked={item.catchWeight} />
        <span>{tell('catch_weight')}</span>
      </label>
    </Terms>
  );
}
