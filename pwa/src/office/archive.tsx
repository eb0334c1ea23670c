/** A whole site as one file: saved here, or looked through and brought into an installation that is still empty. */
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../contract';
import { problemsOf, type ArchiveLoad, type ArchiveProblem, type Outlook, type SeenArchive } from '../contract/archive';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { fetchLoad, fetchOutlook, loadHere, lookThrough, SITE_ARCHIVE } from '../sync/archive';
import { count, fullTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { explain } from './session';

const UNDER_WAY = ['orders', 'parcels', 'tasks', 'exceptions', 'workOrders', 'inspections'] as const;
const WAYS: Record<(typeof UNDER_WAY)[number], DeskCode> = {
  orders: 'archive_way_orders',
  parcels: 'archive_way_parcels',
  tasks: 'archive_way_tasks',
  exceptions: 'archive_way_exceptions',
  workOrders: 'archive_way_work_orders',
  inspections: 'archive_way_inspections',
};

export function ArchivePage() {
  const found = useFetched<Outlook>('archive', fetchOutlook);
  return (
    <Detail name="archive" found={found}>
      {(outlook) => (
        <>
          <header class="page-head">
            <h1>{tell('archive_title')}</h1>
          </header>
          <section class="archive-part">
            <h2>{tell('archive_save')}</h2>
            <p>{tell('archive_save_why')}</p>
            <UnderWay outlook={outlook} />
            <p class="actions">
              <a class="act primary" href={SITE_ARCHIVE} download="pickface-site.zip" data-action="save-site">
                {tell('do_save_site')}
              </a>
            </p>
          </section>
          <section class="archive-part">
            <h2>{tell('archive_bring')}</h2>
            {outlook.empty ? <BringHere /> : <p class="hint">{tell('archive_not_here')}</p>}
          </section>
        </>
      )}
    </Detail>
  );
}

function UnderWay({ outlook }: { outlook: Outlook }) {
  const open = UNDER_WAY.filter((one) => outlook[one] > 0);
  if (!open.length) return <p class="hint">{tell('archive_nothing_under_way')}</p>;
  return (
    <div class="remark" data-role="under-way">
      <p>{tell('archive_under_way')}</p>
      <ul>
        {open.map((one) => (
          <li key={one}>{tell(WAYS[one], { n: count(outlook[one]) })}</li>
        ))}
      </ul>
    </div>
  );
}

function BringHere() {
  const [load, setLoad] = useState<ArchiveLoad | null>(null);
  useEffect(() => {
    fetchLoad().then(setLoad, () => undefined);
  }, []);
  if (load) {
    return (
      <Coming
        load={load}
        look={fetchLoad}
        loaded={
          <p class="remark good" role="status">
            {tell('archive_loaded_here')}{' '}
            {/* A page of its own again: name, time zone and all else of the site have changed. */}
            <button type="button" class="act primary" data-action="go-to-site" onClick={() => location.assign('/office/items')}>
              {tell('do_go_to_site')}
            </button>
          </p>
        }
      />
    );
  }
  return (
    <>
      <p>{tell('archive_bring_why')}</p>
      <LookThrough code={() => null}>{(seen) => <BringIn act={async () => setLoad(await loadHere(seen.hash))} />}</LookThrough>
    </>
  );
}

/** The button that begins it, with what went wrong. */
export function BringIn({ act, disabled }: { act: () => Promise<void>; disabled?: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const go = async (): Promise<void> => {
    setBusy(true);
    setProblem('');
    await act().catch((error: unknown) => setProblem(explain(error)));
    setBusy(false);
  };
  return (
    <>
      {problem && (
        <p class="remark wrong" role="alert">
          {problem}
        </p>
      )}
      <button type="button" class="act primary" data-action="bring-in" disabled={busy || disabled} onClick={() => void go()}>
        {tell('do_bring_site_in')}
      </button>
    </>
  );
}

interface LookThroughProps {
  /** The set-up code, where nobody is signed in yet; null where somebody is. */
  code: () => string | null;
  children: (seen: SeenArchive) => preact.ComponentChildren;
}

/** Choose a file and have it looked through; what is wrong in it is told, or what is in it and how it goes on. */
export function LookThrough({ code, children }: LookThroughProps) {
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [seen, setSeen] = useState<SeenArchive | null>(null);
  const [wrong, setWrong] = useState<{ problems: ArchiveProblem[]; more: number } | null>(null);
  const [problem, setProblem] = useState('');

  async function look(): Promise<void> {
    if (!file) return;
    setBusy(true);
    setSeen(null);
    setWrong(null);
    setProblem('');
    try {
      setSeen(await lookThrough(file, code()));
    } catch (error) {
      if (error instanceof Problem && error.code === 'bad_archive') setWrong(problemsOf(error.params));
      else setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <p class="actions">
        <label>
          {tell('archive_file')}
          <input
            type="file"
            name="archive"
            accept=".zip,application/zip"
            disabled={busy}
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
              setSeen(null);
              setWrong(null);
            }}
          />
        </label>
        <button type="button" class="act" data-action="look-through" disabled={!file || busy} onClick={() => void look()}>
          {tell('do_look_through')}
        </button>
      </p>
      {busy && (
        <p class="going" role="status">
          <progress />
          {tell('archive_sending')}
        </p>
      )}
      {problem && (
        <p class="remark wrong" role="alert">
          {problem}
        </p>
      )}
      {wrong && <Wrong {...wrong} />}
      {seen && (
        <>
          <InIt seen={seen} />
          {children(seen)}
        </>
      )}
    </>
  );
}

function InIt({ seen }: { seen: SeenArchive }) {
  return (
    <div class="remark good" data-role="seen">
      <p>
        <b>{tell('archive_of', { name: seen.name, site: seen.site, company: seen.company })}</b>
        {seen.madeAt > 0 && <>, {tell('archive_made', { when: fullTime(seen.madeAt) })}</>}
      </p>
      <p>{tell('archive_right')}</p>
      <ul class="in-archive">
        {seen.parts.map(({ part, rows }) => (
          <li key={part}>
            <span>{tellAny('part_', part)}</span> <b>{count(rows)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Wrong({ problems, more }: { problems: ArchiveProblem[]; more: number }) {
  const placed = problems.some((one) => one.part);
  return (
    <div class="remark wrong" role="alert" data-role="wrong">
      <p>{tell('archive_wrong')}</p>
      <table class="plain">
        {placed && (
          <thead>
            <tr>
              <th>{tell('archive_where')}</th>
              <th class="number">{tell('archive_line')}</th>
              <th>{tell('archive_what')}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {problems.map((one, row) => (
            <tr key={row}>
              {placed && <td>{one.part ? tellAny('part_', one.part) : '–'}</td>}
              {placed && <td class="number">{one.line ? count(one.line) : '–'}</td>}
              <td>{tellAny('wrong_', one.code, { about: one.about })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p>{tell('archive_more_wrong', { n: count(more) })}</p>}
    </div>
  );
}

interface ComingProps {
  load: ArchiveLoad;
  look: () => Promise<ArchiveLoad | null>;
  /** What is said when all of it is in. */
  loaded: preact.ComponentChildren;
}

/** How far it is, looked at each second until all of it is in. */
export function Coming({ load, look, loaded }: ComingProps) {
  const [now, setNow] = useState(load);
  useEffect(() => {
    if (now.state === 'loaded') return undefined;
    const waiting = setTimeout(() => {
      look().then(
        (further) => setNow(further ?? { ...now, state: 'loaded' }),
        () => setNow({ ...now }),
      );
    }, 1_000);
    return () => clearTimeout(waiting);
  }, [now]);
  if (now.state === 'loaded') return <>{loaded}</>;
  return (
    <>
      <p class="going" role="status" data-role="coming">
        <progress max={Math.max(1, now.total)} value={now.done} />
        {tell('archive_coming', { done: count(now.done), all: count(now.total) })}
      </p>
      {now.stopped && <p class="remark wrong">{tell('archive_stopped', { part: tellAny('part_', now.part), line: count(now.line) })}</p>}
    </>
  );
}
