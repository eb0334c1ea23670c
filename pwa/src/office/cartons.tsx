/** The kinds of cartons that a site has: the smallest first, each changed where it stands. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { CartonType } from '../contract/cartons';
import { tell, type DeskCode } from '../messages/desk';
import { changeCartonType, createCartonType, fetchCartonTypes } from '../sync/cartons';
import { Refused, SaveOrLeave } from './form';
import { count } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { minorUnits, typedAmount } from './money';
import { Num } from './rows';
import { may } from './session';

/** What a carton costs is compared and never paid here: any currency with hundredths will do. */
const HUNDREDTHS = 'EUR';

export function Cartons() {
  const found = useFetched<CartonType[]>('carton types', fetchCartonTypes);
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const saved = (): void => {
    setOpen(null);
    found.again();
  };
  return (
    <Detail name="cartons" found={found}>
      {(types) => (
        <>
          <header class="page-head">
            <h1>{tell('cartons')}</h1>
            <p class="hint">{tell('cartons_why')}</p>
          </header>
          {types.length === 0 && <p class="empty">{tell('cartons_none')}</p>}
          {types.length > 0 && (
            <table class="rows">
              <thead>
                <tr>
                  <th>{tell('carton_code')}</th>
                  <th>{tell('name')}</th>
                  <th class="number">{tell('carton_inner')}</th>
                  <th class="number">{tell('carton_tare')}</th>
                  <th class="number">{tell('carton_most')}</th>
                  <th class="number">{tell('carton_cost')}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {types.map((one) => (
                  <tr key={one.id} class={one.active ? '' : 'off'}>
                    <td class="code">{one.code}</td>
                    <td class="main">{one.active ? one.name : tell('carton_unused', { name: one.name })}</td>
                    <Num label={tell('carton_inner')}>{`${one.lengthMm} × ${one.widthMm} × ${one.heightMm}`}</Num>
                    <Num label={tell('carton_tare')}>{one.tareG ? count(one.tareG) : '–'}</Num>
                    <Num label={tell('carton_most')}>{one.maxWeightG ? count(one.maxWeightG) : '–'}</Num>
                    <Num label={tell('carton_cost')}>{one.costMinor ? typedAmount(one.costMinor, HUNDREDTHS) : '–'}</Num>
                    <td class="change">
                      {may('locations.change_carton_type') && (
                        <button type="button" class="act quiet" data-action="change" data-carton={one.code} onClick={() => setOpen(one.id)}>
                          {tell('do_change')}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {may('locations.create_carton_type') &&
            (open === null ? (
              <button type="button" class="act" data-action="new-carton" onClick={() => setOpen('new')}>
                {tell('do_new_carton')}
              </button>
            ) : (
              <CartonForm key={open} carton={types.find(({ id }) => id === open) ?? null} saved={saved} onCancel={() => setOpen(null)} />
            ))}
        </>
      )}
    </Detail>
  );
}

const NUMBERS = [
  ['length_mm', 'size_length', 10],
  ['width_mm', 'size_width', 10],
  ['height_mm', 'size_height', 10],
  ['tare_g', 'carton_tare', 0],
  ['max_weight_g', 'carton_most', 0],
] as const satisfies readonly (readonly [string, DeskCode, number])[];

function CartonForm({ carton, saved, onCancel }: { carton: CartonType | null; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const now: Record<string, number> = carton ? { length_mm: carton.lengthMm, width_mm: carton.widthMm, height_mm: carton.heightMm, tare_g: carton.tareG, max_weight_g: carton.maxWeightG } : {};
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const given = {
      name: said('name'),
      ...Object.fromEntries(NUMBERS.map(([name]) => [name, Number(said(name) || 0)])),
      cost_minor: minorUnits(said('cost') || '0', HUNDREDTHS) ?? -1,
    };
    void deed.run(() => (carton ? changeCartonType(carton.id, { ...given, active: said.form.has('active') }) : createCartonType({ ...given, code: said('code').toUpperCase() }))).then((done) => done && saved());
  };
  return (
    <form class="terms" data-form="carton" onSubmit={save}>
      <h2>{carton ? carton.code : tell('do_new_carton')}</h2>
      <fieldset disabled={deed.busy}>
        {!carton && (
          <label>
            {tell('carton_code')}
            <input name="code" required maxLength={20} />
          </label>
        )}
        <label>
          {tell('name')}
          <input name="name" maxLength={80} defaultValue={carton?.name ?? ''} />
        </label>
        {NUMBERS.map(([name, label, least]) => (
          <label key={name}>
            {tell(label)}
            <input name={name} type="number" min={least} required={least > 0} defaultValue={now[name] ? String(now[name]) : ''} />
          </label>
        ))}
        <label>
          {tell('carton_cost')}
          <input name="cost" inputMode="decimal" defaultValue={carton?.costMinor ? typedAmount(carton.costMinor, HUNDREDTHS) : ''} />
        </label>
        {carton && (
          <label class="tick">
            <input name="active" type="checkbox" defaultChecked={carton.active} />
            <span>{tell('carton_in_use')}</span>
          </label>
        )}
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
