/** Bringing in a spreadsheet: what it holds, the file, and what was brought in so far. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { Problem } from '../contract';
import type { ImportRow } from '../contract/setup';
import { tell, tellAny } from '../messages/desk';
import { fetchImports, savedTable, uploadTable } from '../sync/setup';
import { count, dayTime } from './format';
import { useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { goTo, route } from './route';
import { may } from './session';

/** Each kind, and what somebody must be allowed to make one by one. */
const KINDS = [
  ['items', 'catalog.create_item'],
  ['sizes', 'catalog.change_item_sizes'],
  ['stock', 'setup.make_floor'],
  ['aisles', 'locations.create_aisle'],
  ['bins', 'setup.make_floor'],
  ['carton_types', 'locations.create_carton_type'],
  ['pick_faces', 'faces.create_face'],
  ['carrier_rates', 'carriers.say_rate'],
  ['kits', 'kits.say_kit'],
  ['substitutes', 'catalog.say_substitutes'],
  ['people', 'people.create_person'],
  ['suppliers', 'purchasing.create_supplier'],
  ['supplier_items', 'purchasing.put_supplier_item'],
  ['purchase_orders', 'purchasing.create_purchase_order'],
  ['deliveries', 'deliveries.announce_delivery'],
  ['orders', 'orders.create_order'],
  ['returns', 'returns.announce_return'],
] as const;

export function Imports() {
  const list = useList<ImportRow>('', (cursor) => fetchImports({ cursor }));
  return (
    <>
      <Upload />
      <ListPage
        name="imports"
        list={list}
        filters={<h2>{tell('imports_before')}</h2>}
        empty={tell('imports_none')}
        columns={columns()}
        keyOf={({ id }) => String(id)}
        named={({ name }) => name}
        to={({ id }) => `/office/imports/${id}`}
      />
    </>
  );
}

function columns(): readonly Column<ImportRow>[] {
  return [
    { name: 'when', word: tell('import_when'), cell: ({ uploadedAt }) => dayTime(uploadedAt) },
    { name: 'file', word: tell('import_file'), fixed: true, look: 'main', cell: ({ name }) => name },
    { name: 'kind', word: tell('import_kind'), cell: ({ kind }) => tellAny('kind_of_', kind) },
    { name: 'person', word: tell('person'), cell: ({ person }) => person },
    { name: 'state', word: tell('state'), cell: ({ state }) => tellAny('import_state_', state) },
    { name: 'new', word: tell('import_new'), number: true, cell: ({ created }) => count(created) },
    { name: 'there', word: tell('import_there'), number: true, cell: ({ unchanged }) => count(unchanged) },
    { name: 'left', word: tell('import_left'), number: true, cell: ({ leftOut }) => count(leftOut) },
  ];
}

function Upload() {
  const kinds = KINDS.filter(([, needs]) => may(needs));
  const asked = route.value.query.get('kind');
  const [kind, setKind] = useState<string>(kinds.find(([name]) => name === asked)?.[0] ?? kinds[0]?.[0] ?? 'items');
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState('');
  const deed = useDeed();

  async function upload(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!file) return;
    setProblem('');
    await deed.run(async () => {
      try {
        goTo(`/office/imports/${(await uploadTable(kind, file)).id}`);
      } catch (error) {
        const because = uploadProblem(error);
        if (!because) throw error;
        setProblem(because);
      }
    });
  }

  return (
    <div class="page" data-page="upload">
      <header class="page-head">
        <h1>{tell('imports_title')}</h1>
        <p class="hint">{tell('imports_why')}</p>
      </header>
      <form class="filters" onSubmit={(event) => void upload(event)}>
        <label class="search">
          {tell('import_kind')}
          <select name="kind" onChange={(event) => setKind(event.currentTarget.value)}>
            {kinds.map(([name]) => (
              <option key={name} value={name} selected={name === kind}>
                {tellAny('kind_of_', name)}
              </option>
            ))}
          </select>
        </label>
        <label class="search">
          {tell('import_file')}
          <input type="file" name="file" accept=".xlsx,.xlsm,.csv,.txt,.tsv,text/csv,text/plain" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
        </label>
        <button type="submit" class="act primary" data-action="upload" disabled={!file || deed.busy}>
          {tell('do_upload')}
        </button>
      </form>
      <p class="facts-line" data-role="saved">
        <span class="hint">{tell('import_saved', { kind: tellAny('kind_of_', kind) })}</span>
        <a href={savedTable(kind, 'xlsx')} download data-action="save-workbook">
          {tell('do_workbook')}
        </a>
        <a href={savedTable(kind, 'csv')} download data-action="save-csv">
          {tell('do_csv')}
        </a>
      </p>
      {(problem || deed.problem) && (
        <p class="remark wrong" role="alert">
          {problem || deed.problem}
        </p>
      )}
    </div>
  );
}

/** Why a file as a whole cannot be read; '' for other problems. */
export function uploadProblem(error: unknown): string {
  if (!(error instanceof Problem) || error.code !== 'bad_upload') return '';
  const words = Object.fromEntries(Object.entries(error.params).filter(([, value]) => typeof value === 'string' || typeof value === 'number'));
  return tellAny('upload_', String(error.params['because'] ?? ''), words as Record<string, string | number>);
}
