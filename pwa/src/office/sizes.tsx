/** How large an item is, and how it may stand in a carton. */
import type { Said } from '../board/said';
import type { Item, Sizing } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { changeItemSizes } from '../sync/cartons';
import { count, dayTime } from './format';
import { may } from './session';
import { Terms } from './terms';

const TURNINGS = ['any', 'lying', 'upright'] as const;

export function Sizes({ item, saved }: { item: Item; saved: () => void }) {
  const save = (said: Said): Promise<unknown> =>
    changeItemSizes(item.id, {
      length_mm: Number(said('length')),
      width_mm: Number(said('width')),
      height_mm: Number(said('height')),
      weight_g: Number(said('weight')),
      turning: said('turning'),
      fragile: said.form.has('fragile'),
    });
  const field = (name: string, label: string, value: number) => (
    <label>
      {label}
      <input name={name} type="number" min={0} defaultValue={value ? String(value) : ''} />
    </label>
  );
  return (
    <Terms name="sizes" mayChange={may('catalog.change_item_sizes')} act={save} saved={saved} hints={[item.lengthMm * item.widthMm * item.heightMm === 0 && tell('size_missing')]}>
      {field('length', tell('size_length'), item.lengthMm)}
      {field('width', tell('size_width'), item.widthMm)}
      {field('height', tell('size_height'), item.heightMm)}
      {field('weight', tell('size_weight'), item.weightG)}
      <label>
        {tell('size_turning')}
        <select name="turning">
          {TURNINGS.map((turning) => (
            <option key={turning} value={turning} selected={turning === item.turning}>
              {tellAny('turning_', turning)}
            </option>
          ))}
        </select>
      </label>
      <label class="tick">
        <input name="fragile" type="checkbox" defaultChecked={item.fragile} />
        <span>{tell('size_fragile')}</span>
      </label>
    </Terms>
  );
}

/** Who found one piece to weigh and measure what, newest first. */
export function Sizings({ sizings }: { sizings: Sizing[] }) {
  return (
    <table class="rows narrow" data-role="sizings" aria-label={tell('sizings')}>
      <tbody>
        {sizings.map((one) => (
          <tr key={one.id}>
            <td>{dayTime(one.at)}</td>
            <td>{one.person}</td>
            <td>{tell(one.atDock ? 'sized_at_dock' : 'sized_at_desk')}</td>
            <td class="number">{one.weightG > 0 && tell('sized_grams', { grams: count(one.weightG) })}</td>
            <td class="number">{one.lengthMm + one.widthMm + one.heightMm > 0 && tell('sized_sides', { sides: sidesOf(one) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Length by width by height; a side that was not measured is left open. */
const sidesOf = ({ lengthMm, widthMm, heightMm }: Sizing): string => [lengthMm, widthMm, heightMm].map((side) => (side ? count(side) : '–')).join(' × ');
