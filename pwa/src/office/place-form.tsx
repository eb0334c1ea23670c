/** On a place's page: what it is called and where it stands, changed in one form; its label; what it was before. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { PlaceRow, Zone } from '../contract/office';
import type { SettingChange } from '../contract/setup';
import { tell, tellAny } from '../messages/desk';
import { changePlace, fetchPlaces, fetchZones, type PlaceWish } from '../sync/office';
import { fetchPlaceChanges, printBins } from '../sync/setup';
import { Changes } from './changes';
import { Refused, SaveOrLeave } from './form';
import { count } from './format';
import { fileName, usePaper } from './labels';
import { useFetched, useList } from './list';
import { Use } from './out-of-use';
import { goTo } from './route';
import { save } from './save';
import { may } from './session';

const WORDS = ['code', 'aisle', 'bay', 'level', 'on_aisle'] as const;
const NUMBERS = ['x_mm', 'y_mm', 'max_pallets'] as const;

export function PlaceItself({ code }: { code: string }) {
  const found = useFetched<PlaceRow | undefined>(`the place ${code}`, async () => (await fetchPlaces({ code })).items[0]);
  const [open, setOpen] = useState(false);
  const place = found.value;
  if (!place || !may('locations.change_place')) return null;
  return (
    <section data-role="place">
      <p class="facts-line">
        <span>{tellAny('kind_of_place_', place.kind)}</span>
        {place.zone && (
          <span>
            {tell('zone')} {place.zone}
          </span>
        )}
        {!place.active && <span class="out-of-use">{outWord(place.outWhy)}</span>}
        {place.labelOld && <span>{tell('label_is_old')}</span>}
        <span>{tell('place_stands', { x: count(place.xMm), y: count(place.yMm) })}</span>
        {place.maxPallets > 0 && (
          <span>
            {tell('max_pallets')}: {count(place.maxPallets)}
          </span>
        )}
      </p>
      {open ? (
        <PlaceForm
          place={place}
          saved={(now) => {
            setOpen(false);
            if (now === code) found.again();
            else goTo(`/office/places/${encodeURIComponent(now)}`);
          }}
          onCancel={() => setOpen(false)}
        />
      ) : (
        <div class="actions">
          <button type="button" class="act" data-action="change-place" onClick={() => setOpen(true)}>
            {tell('do_change_place')}
          </button>
          {may('locations.use_places') && <Use which={{ places: [place.code] }} active={place.active} action="use-place" done={found.again} />}
          {place.kind === 'bin' && place.active && may('setup.print_bins') && <Label code={place.code} />}
        </div>
      )}
      {!place.active && <p class="hint">{tell('place_out_why')}</p>}
      {!open && <Before key={`${place.code} ${place.zone ?? ''} ${place.xMm} ${place.yMm} ${place.maxPallets} ${place.active}`} id={place.id} />}
    </section>
  );
}

export const outWord = (why: string): string => (why ? tell('out_because', { why }) : tell('out_of_use'));

function Label({ code }: { code: string }) {
  const [paper] = usePaper();
  const deed = useDeed();
  return (
    <>
      <button type="button" class="act" data-action="print-label" disabled={deed.busy} onClick={() => void deed.run(async () => save(await printBins({ code, paper }), fileName(code, paper)))}>
        {tell('do_print_label')}
      </button>
      <Refused problem={deed.problem} />
    </>
  );
}

function PlaceForm({ place, saved, onCancel }: { place: PlaceRow; saved: (code: string) => void; onCancel: () => void }) {
  const zones = useFetched<Zone[]>('zones', fetchZones);
  const deed = useDeed();
  const now: Record<string, string | number> = {
    code: place.code,
    zone: place.zone ?? '',
    on_aisle: place.onAisle,
    aisle: place.aisle,
    bay: place.bay,
    level: place.level,
    x_mm: place.xMm,
    y_mm: place.yMm,
    max_pallets: place.maxPallets,
  };
  const submit = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const wish: PlaceWish = { zone: said('zone') };
    for (const name of WORDS) wish[name] = said(name).toUpperCase();
    for (const name of NUMBERS) wish[name] = Number(said(name) || 0);
    void deed.run(() => changePlace(place.id, wish)).then((done) => done && saved(said('code').toUpperCase()));
  };
  return (
    <form class="terms" data-form="place" onSubmit={submit}>
      <fieldset disabled={deed.busy || !zones.value}>
        {WORDS.map((name) => (
          <label key={name}>
            {tellAny('place_', name)}
            <input name={name} class="code" maxLength={name === 'code' ? 40 : name === 'on_aisle' ? 12 : 8} required={name === 'code'} autofocus={name === 'code'} autocomplete="off" spellcheck={false} defaultValue={String(now[name])} />
          </label>
        ))}
        <label>
          {tell('zone')}
          <select name="zone">
            {[{ code: '', name: tell('no_zone') }, ...(zones.value ?? [])].map((one) => (
              <option key={one.code} value={one.code} selected={one.code === now['zone']}>
                {one.code} {one.name}
              </option>
            ))}
          </select>
        </label>
        {NUMBERS.map((name) => (
          <label key={name}>
            {name === 'max_pallets' ? tell('max_pallets') : tellAny('place_', name)}
            <input name={name} type="number" required min={name === 'max_pallets' ? 0 : -10_000_000} max={name === 'max_pallets' ? 1_000 : 10_000_000} defaultValue={String(now[name])} />
          </label>
        ))}
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <p class="hint">{tell('place_rename_hint')}</p>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** Nothing where nothing was ever changed. */
function Before({ id }: { id: number }) {
  const list = useList<SettingChange>(`place ${id}`, (cursor) => fetchPlaceChanges(id, { cursor }));
  if (!list.items?.length) return null;
  return <Changes name="place-changes" list={list} title={tell('place_before')} none="" about={[[tell('place_what'), ({ name }) => (name === 'zone' || name === 'max_pallets' ? tell(name) : tellAny('place_', name))]]} value={said} />;
}

/** As it is kept, but for what is a yes or a no. */
const said = (kept: string, { name, now, why }: SettingChange): string => {
  if (name !== 'active') return kept || '–';
  return kept === '0' && now === kept && why ? outWord(why) : tell(kept === '1' ? 'yes' : 'no');
};
