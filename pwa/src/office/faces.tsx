/** Pick faces: what each has, what comes and how long it lasts, the most pressing first; named, proposed, changed. */
import { useState } from 'preact/hooks';
import type { Face, Faces as Listed } from '../contract/faces';
import { tell, tellAny } from '../messages/desk';
import { changeFace, fetchFaces, lookAtFaces, takeFaceAway } from '../sync/faces';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { FaceForm } from './face-form';
import { FaceProposals } from './face-proposals';
import { count } from './format';
import { useList } from './list';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';
import { may } from './session';
import { Act } from './sure';

const STATES = ['dry', 'low', 'coming'] as const;
type Open = Face | 'new' | 'proposals' | null;
type Sums = Pick<Listed, 'faces' | 'dry' | 'low' | 'coming'>;

export function Faces() {
  const { query } = route.value;
  const [state, q, sort, way] = ['state', 'q', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const [open, setOpen] = useState<Open>(null);
  const [sums, setSums] = useState<Sums | null>(null);
  const descending = String(way === 'down' && sort !== '');
  const list = useList<Face>(`${state} ${q} ${sort} ${way}`, async (cursor) => {
    const page = await fetchFaces({ state, q, sort, descending, cursor, limit: 50 });
    // Along bins and items the whole is not read: what was known of it stays.
    if (page.faces !== null) setSums(page);
    return page;
  });
  const saved = (): void => {
    setOpen(null);
    list.again();
  };
  return (
    <>
      <div class="page">
        <header class="page-head">
          <h1>{tell('faces')}</h1>
          <p class="hint">{tell('faces_why')}</p>
          {sums?.faces ? <p class="facts-line">{tell('faces_sums', { faces: sums.faces, dry: sums.dry ?? 0, low: sums.low ?? 0, coming: sums.coming ?? 0 })}</p> : null}
          {may('faces.create_face') && (
            <div class="actions">
              <button type="button" class="act" data-action="new-face" onClick={() => setOpen('new')}>
                {tell('do_new_face')}
              </button>
              <button type="button" class="act" data-action="propose-faces" onClick={() => setOpen('proposals')}>
                {tell('do_propose_faces')}
              </button>
              <Act action="look-at-faces" word={tell('do_look_at_faces')} act={lookAtFaces} then={list.again} />
            </div>
          )}
        </header>
        {open === 'proposals' && <FaceProposals saved={saved} onCancel={() => setOpen(null)} />}
        {open !== null && open !== 'proposals' && <FaceForm key={open === 'new' ? open : open.id} face={open === 'new' ? null : open} saved={saved} onCancel={() => setOpen(null)} />}
      </div>
      <ListPage
        name="faces"
        of="pick-faces"
        list={list}
        filters={
          <>
            <Search name="q" label={tell('face_search')} />
            <Choice name="state" label={tell('face_state')} options={[['', tell('face_state_all')], ...STATES.map((one) => [one, tellAny('face_state_', one)] as const)]} />
          </>
        }
        empty={tell(state || q ? 'faces_none_here' : 'faces_none')}
        columns={columns(change)}
        keyOf={({ id }) => String(id)}
        named={({ place, sku }) => `${place} ${sku}`}
        to={pageOf}
        marks={({ place }) => ({ 'data-face': place })}
        deeds={deeds()}
      />
    </>
  );

  /** The form stands above the list, and is looked at. */
  function change(face: Face): void {
    setOpen(open !== null && typeof open === 'object' && open.id === face.id ? null : face);
    scrollTo({ top: 0 });
  }
}

const pageOf = ({ place }: Face): string => `/office/places/${encodeURIComponent(place)}`;

function columns(change: (face: Face) => void): readonly Column<Face>[] {
  return [
    {
      name: 'place',
      word: tell('place'),
      sort: 'place',
      fixed: true,
      look: 'code',
      cell: (one) => (
        <a href={pageOf(one)} tabIndex={-1}>
          {one.place}
        </a>
      ),
    },
    {
      name: 'item',
      word: tell('item'),
      sort: 'item',
      look: 'main',
      cell: ({ itemId, sku, name }) => (
        <a href={`/office/items/${itemId}`}>
          <span class="code">{sku}</span> {name}
        </a>
      ),
    },
    { name: 'has', word: tell('face_has'), number: true, cell: ({ has }) => count(has) },
    { name: 'waited', word: tell('face_waited_for'), number: true, seldom: true, cell: ({ waitedFor }) => some(waitedFor) },
    { name: 'coming', word: tell('face_coming'), number: true, cell: ({ coming }) => some(coming) },
    { name: 'reserve', word: tell('face_reserve'), number: true, cell: ({ reserve }) => (reserve ? count(reserve) : <span class="late">{tell('face_no_reserve')}</span>) },
    { name: 'levels', word: tell('face_levels'), number: true, cell: ({ minQty, maxQty }) => `${count(minQty)}–${count(maxQty)}` },
    { name: 'lasts', word: tell('face_days_left'), number: true, cell: ({ daysLeft }) => (daysLeft === null ? '–' : tell('in_days', { days: daysLeft })) },
    { name: 'state', word: tell('face_state'), cell: (face) => <StateWords face={face} /> },
    {
      name: 'change',
      word: '',
      look: 'change',
      cell: (face) =>
        may('faces.change_face') && (
          <button type="button" class="act quiet" data-action="change" data-face={face.place} onClick={() => change(face)}>
            {tell('do_change')}
          </button>
        ),
    },
  ];
}

/** What a face held is known again when it is undone; that it was one at all would be named anew. */
function deeds(): readonly BulkDeed<Face>[] {
  return [
    {
      name: 'by-forecast',
      word: tell('do_face_by_forecast'),
      needs: 'faces.change_face',
      fits: ({ fromForecast }) => !fromForecast,
      act: ({ id }) => changeFace(id, { min_qty: 0, max_qty: 0 }),
      undo: ({ id, minQty, maxQty }) => changeFace(id, { min_qty: minQty, max_qty: maxQty }),
    },
    {
      name: 'take-away',
      word: tell('do_take_face_away'),
      needs: 'faces.take_face_away',
      fits: () => true,
      act: ({ id }) => takeFaceAway(id),
      sure: (faces) => tell('sure_take_faces_away', { faces }),
      danger: true,
    },
  ];
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
