/** What a kit is made of, as a form: how it is sold, and component by component. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { Problem } from '../contract';
import type { Kit } from '../contract/kits';
import { tell, tellAny } from '../messages/desk';
import { sayKit } from '../sync/kits';
import { fetchItems } from '../sync/office';
import { Refused, SaveOrLeave } from './form';

const KINDS = ['virtual', 'built'] as const;

interface Line {
  key: number;
  sku: string;
  qty: string;
}

interface Props {
  /** The item; null where its SKU is asked for. */
  item: number | null;
  kit: Kit | null;
  saved: (item: number) => void;
  onCancel: () => void;
}

export function KitForm({ item, kit, saved, onCancel }: Props) {
  const deed = useDeed();
  const [lines, setLines] = useState<Line[]>(() => (kit ? kit.components.map((one, key) => ({ key, sku: one.sku, qty: String(one.qty) })) : [{ key: 0, sku: '', qty: '1' }]));
  const change = (key: number, to: Partial<Line>): void => setLines(lines.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const components = lines.filter((one) => one.sku.trim()).map((one) => ({ item: one.sku.trim(), qty: Number(one.qty) }));
    let id = item ?? 0;
    void deed
      .run(async () => {
        id ||= await itemOf(String(form.get('sku')).trim());
        await sayKit(id, { kind: form.get('kind'), components });
      })
      .then((done) => done && saved(id));
  };
  return (
    <form class="terms" data-form="kit" onSubmit={save}>
      <fieldset disabled={deed.busy}>
        {item === null && (
          <label>
            {tell('kit_sku')}
            <input name="sku" required maxLength={60} autocomplete="off" spellcheck={false} autofocus />
          </label>
        )}
        <label>
          {tell('kit_kind')}
          <select name="kind" defaultValue={kit?.kind ?? 'virtual'}>
            {KINDS.map((one) => (
              <option key={one} value={one} selected={one === (kit?.kind ?? 'virtual')}>
                {tellAny('kit_kind_', one)}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      {lines.map((one) => (
        <fieldset key={one.key} disabled={deed.busy} data-component>
          <label>
            {tell('kit_component')}
            <input name="component" value={one.sku} required={lines.length === 1} maxLength={60} autocomplete="off" spellcheck={false} onInput={(event) => change(one.key, { sku: event.currentTarget.value })} />
          </label>
          <label>
            {tell('kit_per')}
            <input name="qty" type="number" min={1} max={100_000} required value={one.qty} onInput={(event) => change(one.key, { qty: event.currentTarget.value })} />
          </label>
        </fieldset>
      ))}
      <fieldset disabled={deed.busy}>
        <button type="button" class="act" data-action="add-component" onClick={() => setLines([...lines, { key: Math.max(...lines.map((one) => one.key)) + 1, sku: '', qty: '1' }])}>
          {tell('do_add_component')}
        </button>
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** The id of the item with a SKU, as the server knows it. */
async function itemOf(sku: string): Promise<number> {
  const [found] = (await fetchItems({ sku })).items;
  if (!found) throw new Problem(404, 'item_not_found', { item: sku });
  return found.id;
}
