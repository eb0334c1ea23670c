/** Aisles and zones: renamed with the bins that are named after them, and an aisle's bins taken out of use. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Zone } from '../contract/office';
import type { Named } from '../contract/places';
import type { FloorPlan } from '../contract/setup';
import { tell } from '../messages/desk';
import { fetchZones } from '../sync/office';
import { rename } from '../sync/places';
import { Refused } from './form';
import { count } from './format';
import { useFetched } from './list';
import { TakeOut, UseAgain } from './out-of-use';
import { may } from './session';

type What = 'aisles' | 'zones';
const SHOWN = 3;

export function Ways({ floor, again }: { floor: FloorPlan; again: () => void }) {
  const zones = useFetched<Zone[]>('zones', fetchZones);
  const [open, setOpen] = useState('');
  const [done, setDone] = useState<{ was: string; now: Named } | null>(null);
  const named = (was: string) => (now: Named) => {
    setOpen('');
    setDone({ was, now });
    zones.again();
    again();
  };
  const binsOf = (aisle: string) => floor.groups.filter((one) => one.aisle === aisle).reduce((sum, one) => ({ bins: sum.bins + one.bins, out: sum.out + one.out }), { bins: 0, out: 0 });
  /** Why bins of an aisle are out of use, each reason once. */
  const whysOf = (aisle: string) => [...new Set(floor.closed.filter((one) => one.aisle === aisle && one.why).map((one) => one.why))];
  const row = (what: What, code: string, about: string, bins: number, out: number) => {
    const key = `${what} ${code}`;
    const allOut = bins > 0 && out === bins;
    return (
      <>
        <tr key={key} data-way={code}>
          <th scope="row" class="code">
            {code}
          </th>
          <td>{about}</td>
          <td class="number">{bins ? count(bins) : '–'}</td>
          <td>{out > 0 && <span class="out-of-use">{allOut ? tell('out_of_use') : tell('aisle_out', { n: count(out), bins: count(bins) })}</span>}
            {what === 'aisles' && whysOf(code).map((why) => <span key={why} class="hint out-why">{why}</span>)}</td>
          <td class="change">
            {may(what === 'aisles' ? 'locations.name_aisle' : 'locations.name_zone') && (
              <button type="button" class="act quiet" data-action="rename" aria-label={tell('do_rename_now', { what: code })} onClick={() => (setDone(null), setOpen(key))}>
                {tell('do_rename')}
              </button>
            )}
            {what === 'aisles' && bins > 0 && may('locations.use_places') && (
              allOut ? (
                <UseAgain which={{ aisle: code }} quiet action="use-aisle" done={again} />
              ) : (
                <button type="button" class="act quiet" data-action="use-aisle" onClick={() => setOpen(`out ${key}`)}>
                  {tell('do_put_out_of_use')}
                </button>
              )
            )}
          </td>
        </tr>
        {open === `out ${key}` && (
          <tr key={`${key} out`}>
            <td colSpan={5}>
              <TakeOut which={{ aisle: code }} done={() => (setOpen(''), again())} leave={() => setOpen('')} />
            </td>
          </tr>
        )}
        {open === key && (
          <tr key={`${key} form`}>
            <td colSpan={5}>
              <Rename what={what} was={code} done={named(code)} cancel={() => setOpen('')} />
            </td>
          </tr>
        )}
      </>
    );
  };
  return (
    <section data-role="ways">
      <h2>{tell('ways_title')}</h2>
      <p class="hint">{tell('ways_why')}</p>
      {done && (
        <p class="remark good" role="status">
          {done.now.bins.length > 0 ? tell('renamed', { was: done.was, code: done.now.code, n: done.now.bins.length }) : tell('renamed_alone', { was: done.was, code: done.now.code })}{' '}
          {done.now.bins.length > 0 && <a href="/office/places?label=old">{tell('do_see_old_labels')}</a>}
        </p>
      )}
      {floor.ways.length === 0 && !zones.value?.length ? (
        <p class="empty">{tell('ways_none')}</p>
      ) : (
        <table class="rows narrow">
          <tbody>
            {floor.ways.map((way) => {
              const { bins, out } = binsOf(way.code);
              return row('aisles', way.code, way.kind === 'cross' ? tell('way_across') : tell('aisle'), bins, out);
            })}
            {(zones.value ?? []).map((zone) => {
              const own = floor.groups.filter((one) => one.zone === zone.code);
              return row('zones', zone.code, `${tell('zone')}${zone.name === zone.code ? '' : ` · ${zone.name}`}`, own.reduce((sum, one) => sum + one.bins, 0), 0);
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** First what would follow, then the word for it. */
function Rename({ what, was, done, cancel }: { what: What; was: string; done: (now: Named) => void; cancel: () => void }) {
  const [code, setCode] = useState('');
  const [seen, setSeen] = useState<Named | null>(null);
  const deed = useDeed();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const look = (dry: boolean): void => void deed.run(async () => (dry ? setSeen : done)(await rename(what, was, code, dry)));
  return (
    <form
      class="terms"
      data-form="rename"
      onSubmit={(event) => {
        event.preventDefault();
        look(!seen);
      }}
    >
      <fieldset disabled={deed.busy}>
        <label>
          {tell('rename_to', { what: was })}
          <input
            class="code"
            name="name"
            required
            ref={field}
            maxLength={what === 'aisles' ? 8 : 12}
            autocomplete="off"
            spellcheck={false}
            value={code}
            onInput={(event) => {
              setSeen(null);
              setCode(event.currentTarget.value.toUpperCase().trim());
            }}
          />
        </label>
        <div class="actions">
          {!seen && (
            <button type="submit" class="act primary" data-action="show-follows">
              {tell('do_show_follows')}
            </button>
          )}
          <button type="button" class="act" onClick={cancel}>
            {tell('do_leave_it')}
          </button>
          {/* Not where the finger has just tapped: what follows is to be read first. */}
          {seen && (
            <button type="submit" class="act primary" data-action="rename-now">
              {tell('do_rename_now', { what: was })}
            </button>
          )}
        </div>
      </fieldset>
      {seen && <Follows seen={seen} />}
      <Refused problem={deed.problem} />
    </form>
  );
}

function Follows({ seen: { bins, kept } }: { seen: Named }) {
  const first = bins[0];
  const codes = kept.slice(0, SHOWN).join(', ');
  return (
    <p class="hint" data-role="follows" role="status">
      {first ? tell('rename_bins', { n: bins.length, old: first.old, new: first.new }) : tell('rename_no_bins')}{' '}
      {kept.length > 0 && tell(kept.length > SHOWN ? 'rename_kept_more' : 'rename_kept', { n: kept.length, codes })}
    </p>
  );
}
