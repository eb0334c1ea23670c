/** The floor: a few numbers become aisles, bins and stations, previewed as one types; and the labels for them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { FloorPreview } from '../contract/setup';
import { tell, type DeskCode } from '../messages/desk';
import { fetchFloor, makeFloor, previewFloor, type FloorForm } from '../sync/setup';
import { FloorDrawing } from './floor-drawing';
import { FloorEditor } from './floor-editor';
import { count } from './format';
import { Labels } from './labels';
import { useFetched } from './list';
import { explain, may } from './session';
import { Ways } from './ways';

const PAUSE_MS = 250;
const START: FloorForm = {
  zone: 'A',
  proof: 'bin_item',
  first_aisle: 'A',
  aisles: 4,
  first_bay: '01',
  bays: 10,
  first_level: '01',
  levels: 3,
  first_position: '1',
  positions: 1,
  pattern: '{aisle}-{bay}-{level}',
  pick_levels: 0,
  max_pallets: 0,
  sides: 2,
  bay_mm: 1_000,
  aisle_mm: 3_000,
  direction: 'both',
  middle_crossings: 0,
  docks: 1,
  packing: 1,
  shipping: 1,
  quarantines: 1,
};

export function FloorPage() {
  const floor = useFetched('floor', fetchFloor);
  const [form, setForm] = useState<FloorForm>(START);
  const [shown, setShown] = useState<FloorPreview | null>(null);
  const [problem, setProblem] = useState('');
  const [made, setMade] = useState('');
  const [drawing, setDrawing] = useState(false);
  const [drawn, setDrawn] = useState(false);
  const deed = useDeed();
  const mayMake = may('setup.make_floor');

  // Whoever comes back wants more aisles, named on from the last; what was just made stays as it was said.
  const began = useRef(false);
  const aisles = (floor.value?.ways ?? []).filter((way) => way.kind === 'aisle').map((way) => way.code);
  const more = (): void => {
    const last = aisles[aisles.length - 1];
    if (last) setForm((now) => ({ ...now, first_aisle: after(last) }));
    setMade('');
  };
  useEffect(() => {
    if (!floor.value || began.current) return;
    began.current = true;
    more();
  }, [floor.value]);

  useEffect(() => {
    if (!mayMake) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      previewFloor(form).then(
        (found) => {
          if (!wanted) return;
          setShown(found);
          setProblem('');
        },
        (error: unknown) => wanted && setProblem(explain(error)),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [form, floor.value]);

  const set = (name: string, value: string | number): void => {
    setMade('');
    setForm({ ...form, [name]: value });
  };
  const parts = { form, set };
  const make = async (): Promise<void> => {
    const done = await deed.run(async () => {
      const said = await makeFloor(form);
      setMade(tell('floor_made', { bins: count(said.bins), stations: count(said.stations) }));
    });
    if (done) floor.again();
  };

  return (
    <div class="page floor-page" data-page="floor">
      <header class="page-head">
        <h1>{tell('floor_title')}</h1>
        <p class="hint">{tell('floor_why')}</p>
        {may('setup.redraw_floor') && floor.value && !drawing && (
          <p class="actions">
            <button type="button" class="act" data-action="draw-floor" onClick={() => (setMade(''), setDrawn(false), setDrawing(true))}>
              {tell('do_draw_floor')}
            </button>
          </p>
        )}
        {drawn && !drawing && (
          <p class="remark good" role="status">
            {tell('drawing_saved')}
          </p>
        )}
      </header>
      {drawing && floor.value && (
        <FloorEditor
          key={floor.value.version}
          floor={floor.value}
          saved={() => {
            setDrawing(false);
            setDrawn(true);
            floor.again();
          }}
          leave={() => {
            setDrawing(false);
            // Somebody else may have drawn meanwhile, or what was sent was saved without a word.
            floor.again();
          }}
        />
      )}
      {mayMake && !drawing && (
        <div class="floor-maker">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void make();
            }}
          >
            <fieldset>
              <legend>{tell('part_shelves')}</legend>
              <table class="many">
                <thead>
                  <tr>
                    <td />
                    <th>{tell('floor_many')}</th>
                    <th>{tell('floor_first')}</th>
                  </tr>
                </thead>
                <tbody>
                  <Many {...parts} word="floor_aisles" many="aisles" first="first_aisle" most={100} />
                  <Many {...parts} word="floor_bays" many="bays" first="first_bay" most={400} />
                  <Many {...parts} word="floor_levels" many="levels" first="first_level" most={30} />
                  <Many {...parts} word="floor_positions" many="positions" first="first_position" most={50} />
                </tbody>
              </table>
              <Text {...parts} name="pattern" word="floor_pattern" most={60} hint={tell('floor_pattern_hint', { parts: '{zone} {aisle} {bay} {level} {position}' })} />
              <Count {...parts} name="pick_levels" word="floor_pick_levels" most={30} hint={tell('floor_pick_levels_hint')} />
              <Count {...parts} name="max_pallets" word="floor_max_pallets" most={1_000} hint={tell('floor_max_pallets_hint')} />
            </fieldset>
            <fieldset>
              <legend>{tell('part_zone')}</legend>
              <Text {...parts} name="zone" word="floor_zone" most={12} hint={tell('floor_zone_hint')} upper />
              <Select {...parts} name="proof" word="floor_proof" options={[['bin_item', 'proof_bin_item'], ['bin', 'proof_bin'], ['item', 'proof_item']]} />
            </fieldset>
            <fieldset>
              <legend>{tell('part_walking')}</legend>
              <Select {...parts} name="sides" word="floor_sides" options={[[2, 'sides_2'], [1, 'sides_1']]} />
              <Select {...parts} name="direction" word="floor_direction" options={[['both', 'direction_both'], ['alternating', 'direction_alternating']]} />
              <Count {...parts} name="middle_crossings" word="floor_crossings" most={20} />
              <Count {...parts} name="bay_mm" word="floor_bay_mm" least={200} most={20_000} />
              <Count {...parts} name="aisle_mm" word="floor_aisle_mm" least={1_000} most={50_000} />
            </fieldset>
            <fieldset>
              <legend>{tell('part_stations')}</legend>
              <Count {...parts} name="docks" word="floor_docks" most={50} />
              <Count {...parts} name="packing" word="floor_packing" most={50} />
              <Count {...parts} name="shipping" word="floor_shipping" most={50} />
              <Count {...parts} name="quarantines" word="floor_quarantines" most={20} />
            </fieldset>
          </form>
          <aside class="floor-preview" aria-live="polite">
            <h2>{tell('floor_looks')}</h2>
            {shown && !problem && (
              <>
                <p class="first-last">
                  <span class="quiet-word">{tell('floor_codes')}</span>
                  <b class="code" data-role="first-code">
                    {shown.first[0]}
                  </b>
                  <span>…</span>
                  <b class="code" data-role="last-code">
                    {shown.last[shown.last.length - 1]}
                  </b>
                </p>
                <FloorDrawing title={tell('floor_looks')} ways={shown.ways} shelves={shown.shelves} closed={floor.value?.closed} tour={shown.tour} stations={[...shown.stations, ...(floor.value?.stations ?? []).filter((one) => !shown.stations.some((other) => other.code === one.code))]} />
                {shown.tour && (
                  <p class="hint" data-role="tour">
                    {tell(shown.tour.codeOrderM > shown.tour.walkM ? 'floor_tour' : 'floor_tour_alike', { bins: count(shown.tour.stops.length), m: count(shown.tour.walkM), codes: count(shown.tour.codeOrderM) })}
                  </p>
                )}
                <p class="facts-line">
                  <b>{shown.bins ? tell('floor_new', { n: count(shown.bins) }) : tell('floor_nothing_new')}</b>
                  {shown.existing > 0 && <span>{tell('floor_existing', { n: count(shown.existing) })}</span>}
                  {shown.pickable < shown.bins && <span>{tell('floor_reserve', { n: count(shown.bins - shown.pickable) })}</span>}
                </p>
              </>
            )}
            {(problem || deed.problem) && <p class="remark wrong">{problem || deed.problem}</p>}
            {made && (
              <p class="remark good" role="status">
                {made}
              </p>
            )}
            <button type="button" class="act primary" data-action="make-floor" disabled={deed.busy || !shown || Boolean(problem) || shown.bins === 0} onClick={() => void make()}>
              {tell('do_make_floor', { n: count(shown?.bins ?? 0) })}
            </button>
            {shown?.bins === 0 && aisles.length > 0 && (
              <button type="button" class="act" data-action="more-aisles" onClick={more}>
                {tell('do_more_aisles')}
              </button>
            )}
          </aside>
        </div>
      )}
      {!mayMake && floor.value && <FloorDrawing title={tell('floor_now')} ways={floor.value.ways} stations={floor.value.stations} closed={floor.value.closed} />}
      {floor.problem && <p class="remark wrong">{floor.problem}</p>}
      {floor.value && !drawing && <Ways floor={floor.value} again={floor.again} />}
      {floor.value && <Labels groups={floor.value.groups} />}
    </div>
  );
}

/** A name one further: C is D, 03 is 04. */
function after(name: string): string {
  const digits = /\d+$/.exec(name)?.[0];
  if (digits) return name.slice(0, -digits.length) + String(Number(digits) + 1).padStart(digits.length, '0');
  const last = name.slice(-1);
  if (last === 'Z') return `${name.slice(0, -1)}AA`;
  const next = String.fromCharCode(last.charCodeAt(0) + 1);
  // I and O are left out: they are read as 1 and 0.
  return name.slice(0, -1) + (next === 'I' || next === 'O' ? String.fromCharCode(next.charCodeAt(0) + 1) : next);
}

interface FieldProps {
  form: FloorForm;
  set: (name: string, value: string | number) => void;
  word: DeskCode;
}

function Many({ form, set, word, many, first, most }: FieldProps & { many: string; first: string; most: number }) {
  return (
    <tr>
      <th scope="row">{tell(word)}</th>
      <td>
        <input type="number" name={many} aria-label={tell(word)} min={1} max={most} value={form[many]} onInput={(event) => set(many, event.currentTarget.valueAsNumber || 1)} />
      </td>
      <td>
        <input name={first} aria-label={`${tell(word)}, ${tell('floor_first')}`} class="code" maxLength={8} value={form[first]} onInput={(event) => event.currentTarget.value && set(first, event.currentTarget.value.toUpperCase())} />
      </td>
    </tr>
  );
}

function Count({ form, set, word, name, least = 0, most, hint }: FieldProps & { name: string; least?: number; most: number; hint?: string }) {
  return (
    <label>
      {tell(word)}
      <input type="number" name={name} min={least} max={most} value={form[name]} onInput={(event) => isWhole(event.currentTarget.valueAsNumber) && set(name, event.currentTarget.valueAsNumber)} />
      {hint && <span class="hint">{hint}</span>}
    </label>
  );
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value);

function Text({ form, set, word, name, most, hint, upper = false }: FieldProps & { name: string; most: number; hint?: string; upper?: boolean }) {
  return (
    <label>
      {tell(word)}
      <input name={name} class="code" maxLength={most} value={form[name]} spellcheck={false} onInput={(event) => event.currentTarget.value && set(name, upper ? event.currentTarget.value.toUpperCase() : event.currentTarget.value)} />
      {hint && <span class="hint">{hint}</span>}
    </label>
  );
}

function Select({ form, set, word, name, options }: FieldProps & { name: string; options: readonly (readonly [value: string | number, word: DeskCode])[] }) {
  return (
    <label>
      {tell(word)}
      <select name={name} onChange={(event) => set(name, options[event.currentTarget.selectedIndex]?.[0] ?? '')}>
        {options.map(([value, one]) => (
          <option key={value} value={value} selected={value === form[name]}>
            {tell(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
