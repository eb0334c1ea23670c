/** On an item's page: what may be sent where it cannot be had, the first choice first, and what it stands for itself. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { OtherItem, Substitutes } from '../contract/substitutes';
import { tell } from '../messages/desk';
import { fetchSubstitutes, saySubstitutes } from '../sync/substitutes';
import { Refused, SaveOrLeave } from './form';
import { useFetched } from './list';
import { may } from './session';

export function StandsFor({ item, sku }: { item: number; sku: string }) {
  const found = useFetched<Substitutes>(`substitutes ${item}`, () => fetchSubstitutes(item));
  const [open, setOpen] = useState(false);
  const mayChange = may('catalog.say_substitutes');
  const said = found.value;
  if (!said || (!mayChange && said.substitutes.length === 0 && said.standsFor.length === 0)) return null;
  return (
    <section data-role="substitutes">
      <h2>{tell('substitutes')}</h2>
      {(said.substitutes.length > 0 || open) && <p class="hint">{tell('substitutes_why', { sku })}</p>}
      {said.substitutes.length === 0 && !open && <p class="empty">{tell('substitutes_none')}</p>}
      {!open && said.substitutes.length > 0 && <Named items={said.substitutes} />}
      {said.standsFor.length > 0 && (
        <p data-role="stands-for">
          {tell('substitute_stands_for')}{' '}
          {said.standsFor.map((one) => (
            <a key={one.item} href={`/office/items/${one.item}`}>
              <span class="code">{one.sku}</span> {one.name}{' '}
            </a>
          ))}
        </p>
      )}
      {open && (
        <SubstitutesForm
          item={item}
          said={said.substitutes}
          saved={() => {
            setOpen(false);
            found.again();
          }}
          onCancel={() => setOpen(false)}
        />
      )}
      {mayChange && !open && (
        <div class="actions">
          <button type="button" class="act" data-action="change-substitutes" onClick={() => setOpen(true)}>
            {tell(said.substitutes.length > 0 ? 'do_change_substitutes' : 'do_say_substitutes')}
          </button>
        </div>
      )}
    </section>
  );
}

function Named({ items }: { items: OtherItem[] }) {
  return (
    <table class="rows narrow">
      <tbody>
        {items.map((one, n) => (
          <tr key={one.item} data-row tabIndex={0}>
            <td class="number">{n + 1}</td>
            <td class="main">
              <a href={`/office/items/${one.item}`}>
                <span class="code">{one.sku}</span> {one.name}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FormProps {
  item: number;
  said: OtherItem[];
  saved: () => void;
  onCancel: () => void;
}

/** SKU by SKU; one that is emptied stands for it no longer. */
function SubstitutesForm({ item, said, saved, onCancel }: FormProps) {
  const deed = useDeed();
  const [skus, setSkus] = useState<string[]>(() => [...said.map((one) => one.sku), '']);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const named = skus.map((sku) => sku.trim()).filter(Boolean);
    void deed.run(() => saySubstitutes(item, named)).then((done) => done && saved());
  };
  return (
    <form class="terms" data-form="substitutes" onSubmit={save}>
      <fieldset disabled={deed.busy}>
        {skus.map((sku, at) => (
          <label key={at}>
            {tell('substitute_item')}
            <input name="sku" value={sku} maxLength={60} autocomplete="off" spellcheck={false} autofocus={at === skus.length - 1} onInput={(event) => setSkus(skus.map((one, n) => (n === at ? event.currentTarget.value : one)))} />
          </label>
        ))}
        <button type="button" class="act" data-action="add-substitute" onClick={() => setSkus([...skus, ''])}>
          {tell('do_add_substitute')}
        </button>
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
