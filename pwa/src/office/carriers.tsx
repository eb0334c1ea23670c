/** Carriers: their cut-offs and rates, what waits for them, and what they took away on a day. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Carrier, CarrierRate, Manifest } from '../contract/carriers';
import { tell } from '../messages/desk';
import { changeCarrier, createCarrier, fetchCarriers, fetchManifest, fetchRates, manifestFile, sayRate, takeRateAway } from '../sync/carriers';
import { CarrierAccount, CarrierPapers } from './carrier-account';
import { Refused, SaveOrLeave } from './form';
import { count } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { minorUnits, typedAmount } from './money';
import { Num } from './rows';
import { may } from './session';
import { Act } from './sure';
import { Timetable } from './timetable';

/** Rates are compared; any currency with hundredths will do. */
const HUNDREDTHS = 'EUR';

export function Carriers() {
  const found = useFetched<Carrier[]>('carriers', fetchCarriers);
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const saved = (): void => {
    setOpen(null);
    found.again();
  };
  return (
    <Detail name="carriers" found={found}>
      {(carriers) => {
        const chosen = carriers.find(({ id }) => id === open);
        return (
          <>
            <header class="page-head">
              <h1>{tell('carriers')}</h1>
              <p class="hint">{tell('carriers_why')}</p>
            </header>
            {carriers.length === 0 && <p class="empty">{tell('carriers_none')}</p>}
            {carriers.length > 0 && (
              <table class="rows">
                <thead>
                  <tr>
                    <th>{tell('carrier_code')}</th>
                    <th>{tell('name')}</th>
                    <th>{tell('carrier_cut_off')}</th>
                    <th class="number">{tell('carrier_rates')}</th>
                    <th class="number">{tell('carrier_waiting')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {carriers.map((one) => (
                    <tr key={one.id} class={one.active ? '' : 'off'} data-carrier={one.code}>
                      <td class="code">{one.code}</td>
                      <td class="main">{one.active ? one.name : tell('carrier_unused', { name: one.name })}</td>
                      <td>
                        {one.cutOff || tell('carrier_any_time')} {one.pressing && <span class="late">{tell('carrier_pressing')}</span>}
                      </td>
                      <Num label={tell('carrier_rates')}>{count(one.rates)}</Num>
                      <Num label={tell('carrier_waiting')}>{count(one.waiting)}</Num>
                      <td class="change">
                        {may('carriers.change_carrier') && (
                          <button type="button" class="act quiet" data-action="change" data-carrier={one.code} onClick={() => setOpen(open === one.id ? null : one.id)}>
                            {tell('do_change')}
                          </button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {open !== null && <CarrierForm key={open} carrier={chosen ?? null} saved={saved} onCancel={() => setOpen(null)} />}
            {chosen && <Rates key={`rates ${chosen.id}`} carrier={chosen} changed={found.again} />}
            {chosen && may('postage.show_account') && <CarrierAccount key={`account ${chosen.id}`} carrier={chosen} />}
            {chosen && may('departures.say_timetable') && <Timetable key={`timetable ${chosen.id}`} carrier={chosen.id} />}
            {open === null && may('carriers.create_carrier') && (
              <button type="button" class="act" data-action="new-carrier" onClick={() => setOpen('new')}>
                {tell('do_new_carrier')}
              </button>
            )}
            {carriers.length > 0 && <ManifestOf carriers={carriers} />}
          </>
        );
      }}
    </Detail>
  );
}

function CarrierForm({ carrier, saved, onCancel }: { carrier: Carrier | null; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
    const given = { name: said('name'), cut_off: said('cut_off') };
    void deed.run(() => (carrier ? changeCarrier(carrier.id, { ...given, active: form.has('active') }) : createCarrier({ ...given, code: said('code').toUpperCase() }))).then((done) => done && saved());
  };
  return (
    <form class="terms" data-form="carrier" onSubmit={save}>
      <h2>{carrier ? carrier.code : tell('do_new_carrier')}</h2>
      <fieldset disabled={deed.busy}>
        {!carrier && (
          <label>
            {tell('carrier_code')}
            <input name="code" required maxLength={20} autofocus />
          </label>
        )}
        <label>
          {tell('name')}
          <input name="name" required maxLength={40} defaultValue={carrier?.name ?? ''} />
        </label>
        <label>
          {tell('carrier_cut_off')}
          <input name="cut_off" type="time" defaultValue={carrier?.cutOff ?? ''} />
        </label>
        {carrier && (
          <label class="tick">
            <input name="active" type="checkbox" defaultChecked={carrier.active} />
            <span>{tell('carrier_in_use')}</span>
          </label>
        )}
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

function Rates({ carrier, changed }: { carrier: Carrier; changed: () => void }) {
  const found = useFetched<CarrierRate[]>(`rates ${carrier.id}`, () => fetchRates(carrier.id));
  const deed = useDeed();
  const again = (): void => {
    found.again();
    changed();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const from = event.currentTarget as HTMLFormElement;
    const form = new FormData(from);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
    const rate = { country: said('country'), max_weight_g: Number(said('max_weight_g')), price_minor: minorUnits(said('price'), HUNDREDTHS) ?? -1 };
    void deed.run(() => sayRate(carrier.id, rate)).then((done) => {
      if (!done) return;
      from.reset();
      again();
    });
  };
  const rates = found.value ?? [];
  return (
    <section class="terms" data-form="rates">
      <h2>{tell('carrier_rates')}</h2>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {found.value && rates.length === 0 && <p class="empty">{tell('carrier_rates_none')}</p>}
      {rates.length > 0 && (
        <table class="rows narrow">
          <thead>
            <tr>
              <th>{tell('carrier_country')}</th>
              <th class="number">{tell('carrier_up_to')}</th>
              <th class="number">{tell('carrier_price')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {rates.map((one) => (
              <tr key={one.id}>
                <td class="main">{one.country || tell('carrier_all_countries')}</td>
                <Num label={tell('carrier_up_to')}>{count(one.maxWeightG)}</Num>
                <Num label={tell('carrier_price')}>{typedAmount(one.priceMinor, HUNDREDTHS)}</Num>
                <td class="change">
                  <Act action="take-rate-away" word={tell('do_take_rate_away')} act={() => takeRateAway(carrier.id, one.id)} then={again} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form onSubmit={save}>
        <fieldset disabled={deed.busy}>
          <label>
            {tell('carrier_country')}
            <input name="country" maxLength={60} title={tell('carrier_country_hint')} />
          </label>
          <label>
            {tell('carrier_up_to')}
            <input name="max_weight_g" type="number" min={1} required />
          </label>
          <label>
            {tell('carrier_price')}
            <input name="price" inputMode="decimal" required />
          </label>
          <div class="actions">
            <button type="submit" class="act" data-action="say-rate">
              {tell('do_say_rate')}
            </button>
          </div>
        </fieldset>
        <p class="hint">{tell('carrier_country_hint')}</p>
        {deed.problem && (
          <p class="remark wrong" role="alert">
            {deed.problem}
          </p>
        )}
      </form>
    </section>
  );
}

/** The day by this desk's clock, as an input wants it. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function ManifestOf({ carriers }: { carriers: Carrier[] }) {
  const [carrier, setCarrier] = useState(carriers[0]?.code ?? '');
  const [day, setDay] = useState(today());
  const found = useFetched<Manifest>(`manifest ${carrier} ${day}`, () => fetchManifest(carrier, day));
  const said = found.value;
  const chosen = carriers.find(({ code }) => code === carrier);
  return (
    <section data-form="manifest">
      <h2>{tell('manifest')}</h2>
      <p class="hint">{tell('manifest_why')}</p>
      <div class="filters">
        <label>
          {tell('carrier_code')}
          <select value={carrier} onChange={(event) => setCarrier(event.currentTarget.value)}>
            {carriers.map((one) => (
              <option key={one.id} value={one.code}>
                {`${one.code} ${one.name}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {tell('manifest_day')}
          <input type="date" value={day} onChange={(event) => event.currentTarget.value && setDay(event.currentTarget.value)} />
        </label>
        <a class="act" href={manifestFile(carrier, day, 'pdf')} target="_blank">
          {tell('manifest_pdf')}
        </a>
        <a class="act" href={manifestFile(carrier, day, 'csv')} download>
          {tell('manifest_csv')}
        </a>
      </div>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {said && <p class="facts-line">{tell('manifest_sums', { parcels: said.parcels, kg: (said.weightG / 1000).toFixed(1) })}</p>}
      {said && said.items.length > 0 && (
        <table class="rows narrow">
          <tbody>
            {said.items.map((one) => (
              <tr key={one.id}>
                <td class="code">{one.tracking}</td>
                <td class="code">{one.number}</td>
                <td class="main">{[one.customer, one.country].filter(Boolean).join(', ')}</td>
                <td class="number">{count(one.weightG)} g</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chosen?.service && <CarrierPapers key={chosen.id} carrier={chosen} day={day} />}
    </section>
  );
}
