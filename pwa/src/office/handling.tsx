/** How an item is treated when it comes in: whether somebody looks at it before anybody is promised it. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Item } from '../contract/office';
import { tell } from '../messages/desk';
import { changeItemHandling } from '../sync/inspections';
import { may } from './session';

export function Handling({ item, saved }: { item: Item; saved: () => void }) {
  const deed = useDeed();
  const [isSaved, setSaved] = useState(false);
  const mayChange = may('catalog.change_item_handling');
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setSaved(false);
    void deed
      .run(() => changeItemHandling(item.id, { inspection: String(form.get('inspection') ?? '').trim() }))
      .then((done) => {
        if (!done) return;
        setSaved(true);
        saved();
      });
  };
  return (
    <form class="terms" data-form="handling" onSubmit={save}>
      <fieldset disabled={!mayChange || deed.busy}>
        <label>
          {tell('inspection_plan')}
          <input name="inspection" maxLength={120} placeholder={tell('supplier_tolerance_site')} defaultValue={item.inspection} />
        </label>
        {mayChange && (
          <div class="actions">
            <button type="submit" class="act primary" data-action="save-handling">
              {tell('do_save')}
            </button>
            {isSaved && <span role="status">{tell('saved')}</span>}
          </div>
        )}
      </fieldset>
      <p class="hint">{tell('inspection_plan_hint')}</p>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </form>
  );
}
