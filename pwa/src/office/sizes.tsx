/** How large an item is, and how it may stand in a carton. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Item } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { changeItemSizes } from '../sync/cartons';
import { may } from './session';

const TURNINGS = ['any', 'lying', 'upright'] as const;

export function Sizes({ item, saved }: { item: Item; saved: () => void }) {
  const deed = useDeed();
  const [isSaved, setSaved] = useState(false);
  const mayChange = may('catalog.change_item_sizes');
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const number = (name: string): number => Number(form.get(name) || 0);
    setSaved(false);
    void deed
      .run(() =>
        changeItemSizes(item.id, {
          length_mm: number('length'),
          width_mm: number('width'),
          height_mm: number('height'),
          weight_g: number('weight'),
          turning: String(form.get('turning')),
          fragile: form.has('fragile'),
        }),
      )
      .then((done) => {
        if (!done) return;
        setSaved(true);
        saved();
      });
  };
  const field = (name: string, label: string, value: number) => (
    <label>
      {label}
      <input name={name} type="number" min={0} defaultValue={value ? String(value) : ''} />
    </label>
  );
  return (
    <form class="terms" data-form="sizes" onSubmit={save}>
      <fieldset disabled={!mayChange || deed.busy}>
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
        {mayChange && (
          <div class="actions">
            <button type="submit" class="act primary" data-action="save-sizes">
              {tell('do_save')}
            </button>
            {isSaved && <span role="status">{tell('saved')}</span>}
          </div>
        )}
      </fieldset>
      {item.lengthMm * item.widthMm * item.heightMm === 0 && <p class="hint">{tell('size_missing')}</p>}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
