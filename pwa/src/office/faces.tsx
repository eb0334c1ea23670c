/** Pick faces: what each has, what comes and how long it lasts, the most pressing first; named, proposed, changed. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { Face, FaceProposal, Faces as Listed } from '../contract/faces';
import { tell, tellAny } from '../messages/desk';
import { adoptFaces, changeFace, createFace, fetchFaces, lookAtFaces, proposeFaces, takeFaceAway } from '../sync/faces';
import { Refused, SaveOrLeave } from './form';
import { count } from './format';
import { useFetched, type Fetched } from './list';
import { route } from './route';
import { Num } from './rows';
import { Choice, Search } from './search';
import { may } from './session';
import { Act, Sure } from './sure';

const STATES = ['dry', 'low', 'coming'] as const;
type Open = number | 'new' | 'proposals' | null;

export function Faces() {
  const { query } = route.value;
  const [state, text] = [query.get('state') ?? '', query.get('q') ?? ''];
  const found = useFetched<Listed>(`faces ${state} ${text}`, () => fetchFaces({ state, q: text }));
  const [open, setOpen] = useState<Open>(null);
  const saved = (): void => {
    setOpen(null);
    found.again();
  };
  return (
    <div class="page" data-page="faces">
      <header class="page-head">
        <h1>{tell('faces')}</h1>
        <p class="hint">{tell('faces_why')}</p>
        {found.value && found.value.faces > 0 && <p class="facts-line">{tell('faces_sums', { ...sums(found.value) })}</p>}
      </header>
      <div class="filters">
        <Search name="q" label={tell('face_search')} />
        <Choice name="state" label={tell('face_state')} options={[['', tell('face_state_all')], ...STATES.map((one) => [one, tellAny('face_state_', one)] as const)]} />
        {may('faces.create_face') && (
          <>
            <button type="button" class="act" data-action="new-face" onClick={() => setOpen('new')}>
              {tell('do_new_face')}
            </button>
            <button type="button" class="act" data-action="propose-faces" onClick={() => setOpen('proposals')}>
              {tell('do_propose_faces')}
            </button>
            <Act action="look-at-faces" word={tell('do_look_at_faces')} act={lookAtFaces} then={found.again} />
          </>
        )}
      </div>
      {open === 'new' && <FaceForm face={null} saved={saved} onCancel={() => setOpen(null)} />}
      {open === 'proposals' && <Proposals saved={saved} onCancel={() => setOpen(null)} />}
      <List found={found} filtered={Boolean(state || text)} open={open} setOpen={setOpen} saved={saved} />
    </div>
  );
}

const sums = ({ faces, dry, low, coming }: Listed): Record<string, number> => ({ faces, dry, low, coming });

interface ListProps {
  found: Fetched<Listed>;
  filtered: boolean;
  open: Open;
  setOpen: (open: Open) => void;
  saved: () => void;
}

function List({ found, filtered, open, setOpen, saved }: ListProps) {
  if (found.problem) return <p class="remark wrong">{found.problem}</p>;
  if (!found.value) return <p class="empty">{tell('reading')}</p>;
  const faces = found.value.items;
  if (!faces.length) return <p class="empty">{tell(filtered ? 'faces_none_here' : 'faces_none')}</p>;
  return (
    <table class="rows faces">
      <thead>
        <tr>
          <th>{tell('place')}</th>
          <th>{tell('item')}</th>
          <th class="number">{tell('face_has')}</th>
          <th class="number">{tell('face_waited_for')}</th>
          <th class="number">{tell('face_coming')}</th>
          <th class="number">{tell('face_reserve')}</th>
          <th class="number">{tell('face_least')}</th>
          <th class="number">{tell('face_most')}</th>
          <th class="number">{tell('face_days_left')}</th>
          <th>{tell('face_state')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {faces.map((face) => (
          <>
            <FaceLine key={face.id} face={face} change={() => setOpen(open === face.id ? null : face.id)} />
            {open === face.id && (
              <tr key={`change ${face.id}`} class="changing">
                <td colSpan={11}>
                  <FaceForm face={face} saved={saved} onCancel={() => setOpen(null)} />
                </td>
              </tr>
            )}
          </>
        ))}
      </tbody>
    </table>
  );
}

function FaceLine({ face, change }: { face: Face; change: () => void }) {
  return (
    <tr data-face={face.place}>
      <td class="code">
        <a href={`/office/places/${encodeURIComponent(face.place)}`}>{face.place}</a>
      </td>
      <td class="main">
        <a href={`/office/items/${face.itemId}`}>
          <span class="code">{face.sku}</span> {face.name}
        </a>
      </td>
      <Num label={tell('face_has')}>{count(face.has)}</Num>
      <Num label={tell('face_waited_for')}>{some(face.waitedFor)}</Num>
      <Num label={tell('face_coming')}>{some(face.coming)}</Num>
      <Num label={tell('face_reserve')}>{face.reserve ? count(face.reserve) : <span class="late">{tell('face_no_reserve')}</span>}</Num>
      <Num label={tell('face_least')}>{count(face.minQty)}</Num>
      <Num label={tell('face_most')}>{count(face.maxQty)}</Num>
      <Num label={tell('face_days_left')}>{face.daysLeft === null ? '–' : tell('in_days', { days: face.daysLeft })}</Num>
      <td>
        <StateWords face={face} />
      </td>
      <td class="change">
        {may('faces.change_face') && (
          <button type="button" class="act quiet" data-action="change" data-face={face.place} onClick={change}>
            {tell('do_change')}
          </button>
        )}
      </td>
    </tr>
  );
}

const some = (units: number) => (units ? count(units) : <span class="zero">0</span>);

/** Whether it runs dry, whether somebody stands before it, and how far its refill is. */
function StateWords({ face }: { face: Face }) {
  const refill = face.coming > 0 && face.taskId !== null;
  return (
    <>
      <span class={face.state === 'ok' ? '' : 'late'} title={face.called ? tell('face_called') : ''}>
        {face.called ? tell('face_called') : tellAny('face_state_', face.state)}
      </span>
      {refill && (
        <>
          {' · '}
          <a href={`/board/tasks/${face.taskId}`}>{tell('face_refill', { state: tellAny('refill_', face.taskState ?? '') })}</a>
        </>
      )}
      {face.fromForecast && <span class="hint"> {tell('face_by_forecast')}</span>}
    </>
  );
}

function FaceForm({ face, saved, onCancel }: { face: Face | null; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    const levels = { min_qty: Number(said('min_qty') || 0), max_qty: Number(said('max_qty') || 0) };
    void deed.run(() => (face ? changeFace(face.id, levels) : createFace({ place: said('place').toUpperCase(), item: said('item'), ...levels }))).then((done) => done && saved());
  };
  const now = (units: number | undefined): string => (face && !face.fromForecast ? String(units) : '');
  return (
    <form class="terms" data-form="face" onSubmit={save}>
      <h2>{face ? `${face.place} · ${face.sku}` : tell('do_new_face')}</h2>
      <p class="hint">{tell('face_levels_hint')}</p>
      <fieldset disabled={deed.busy}>
        {!face && (
          <>
            <label>
              {tell('place')}
              <input name="place" required maxLength={40} autofocus />
            </label>
            <label>
              {tell('face_item')}
              <input name="item" required maxLength={40} />
            </label>
          </>
        )}
        <label>
          {tell('face_least')}
          <input name="min_qty" type="number" min={0} defaultValue={now(face?.minQty)} />
        </label>
        <label>
          {tell('face_most')}
          <input name="max_qty" type="number" min={0} defaultValue={now(face?.maxQty)} />
        </label>
        <SaveOrLeave onCancel={onCancel}>
          {face && may('faces.take_face_away') && (
            <Sure action="take-face-away" word={tell('do_take_face_away')} question={tell('sure_take_face_away', { place: face.place })} yes={tell('do_yes_take_face_away')} act={() => takeFaceAway(face.id)} then={saved} />
          )}
        </SaveOrLeave>
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** What could be faces; all are taken unless some are left out. */
function Proposals({ saved, onCancel }: { saved: () => void; onCancel: () => void }) {
  const found = useFetched<FaceProposal[]>('proposals', proposeFaces);
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const deed = useDeed();
  const proposed = found.value ?? [];
  const chosen = proposed.filter(({ place }) => !out.has(place));
  const turn = (place: string): void => setOut(new Set(out.has(place) ? [...out].filter((one) => one !== place) : [...out, place]));
  const adopt = (): Promise<boolean> => deed.run(() => adoptFaces(chosen.map(({ place, itemId }) => ({ place, item: itemId }))));
  return (
    <section class="terms" data-form="face-proposals">
      <h2>{tell('proposals_faces')}</h2>
      <p class="hint">{tell('proposals_faces_why')}</p>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {found.value && !proposed.length && <p class="empty">{tell('proposals_faces_none')}</p>}
      {proposed.length > 0 && (
        <table class="rows narrow">
          <tbody>
            {proposed.map((one) => (
              <tr key={one.itemId}>
                <td>
                  <input type="checkbox" checked={!out.has(one.place)} aria-label={one.place} onChange={() => turn(one.place)} />
                </td>
                <td class="code">{one.place}</td>
                <td class="main">
                  <span class="code">{one.sku}</span> {one.name}
                </td>
                <Num label={tell('face_has')}>{count(one.has)}</Num>
                <td>{tell('face_lies_in', { bins: one.bins })}</td>
                <td class="number">{tell('face_a_day', { units: (one.aDayMilli / 1000).toFixed(1) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="actions">
        {chosen.length > 0 && (
          <button type="button" class="act primary" data-action="adopt-faces" disabled={deed.busy} onClick={() => void adopt().then((done) => done && saved())}>
            {tell('do_adopt_faces', { n: chosen.length })}
          </button>
        )}
        <button type="button" class="act" onClick={onCancel}>
          {tell('do_leave_it')}
        </button>
      </div>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </section>
  );
}
