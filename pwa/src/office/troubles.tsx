/** What nobody would see until it is missed: how many in the bar of every page, and which on a page of their own. */
import { useEffect } from 'preact/hooks';
import type { Troubles } from '../contract/troubles';
import { tell, tellAny } from '../messages/desk';
import { fetchTroubles } from '../sync/office';
import { count, clockTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { may } from './session';

const LOOK_EVERY_MS = 60_000;

/** The number in the bar; nothing where there is nothing. */
export function TroubleCount() {
  const found = useFetched<Troubles>('troubles', fetchTroubles);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && found.again(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [found.again]);
  const many = found.value?.count ?? 0;
  if (!many) return null;
  return (
    <a class="trouble-count" data-role="troubles" href="/office/troubles">
      <span class="tally">{count(many)}</span> {tell('troubles_short')}
    </a>
  );
}

export function TroublesPage() {
  const found = useFetched<Troubles>('all troubles', fetchTroubles);
  return (
    <Detail name="troubles" found={found}>
      {({ stock, letters, printers, jobs }) => (
        <>
          <header class="page-head">
            <h1>{tell('troubles')}</h1>
            <p class="hint">{tell('troubles_why')}</p>
          </header>
          <h2>{tell('troubles_stock')}</h2>
          {stock.length === 0 ? (
            <p class="empty">{tell('troubles_stock_none')}</p>
          ) : (
            <table class="rows narrow">
              <tbody>
                {stock.map(({ id, name, alerts }) => (
                  <tr key={id} data-low={name}>
                    <td class="main">
                      <a href={`/office/stock-alerts?state=waiting&rule=${id}`}>{name}</a>
                    </td>
                    <td>{tell('troubles_stock_items', { n: alerts })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {may('insight.show_board') && <Behind letters={letters} printers={printers} jobs={jobs} />}
        </>
      )}
    </Detail>
  );
}

/** What fails behind the scenes: for who leads. */
function Behind({ letters, printers, jobs }: Pick<Troubles, 'letters' | 'printers' | 'jobs'>) {
  return (
    <>
      <h2>{tell('troubles_letters')}</h2>
      {letters.length === 0 ? (
        <p class="empty">{tell('troubles_letters_none')}</p>
      ) : (
        <table class="rows narrow">
          <tbody>
            {letters.map(({ id, name, dead }) => (
              <tr key={id} data-letters={id}>
                <td class="main">{may('webhooks.list_webhooks') ? <a href={`/office/webhooks/${id}`}>{name}</a> : name}</td>
                <td>{tell('troubles_dead', { n: count(dead) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{tell('troubles_printers')}</h2>
      {printers.length === 0 ? (
        <p class="empty">{tell('troubles_printers_none')}</p>
      ) : (
        <table class="rows narrow">
          <tbody>
            {printers.map(({ id, name, problem, stuck }) => (
              <tr key={id} data-stuck={name}>
                <td class="main">
                  <a href="/office/printing">{name}</a>
                  {problem && <p class="hint">{tellAny('jam_', problem)}</p>}
                </td>
                <td>{tell('troubles_stuck', { n: count(stuck) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{tell('troubles_jobs')}</h2>
      {jobs.length === 0 ? (
        <p class="empty">{tell('troubles_jobs_none')}</p>
      ) : (
        <table class="rows narrow">
          <tbody>
            {jobs.map(({ id, kind, key, attempts, runAt }) => (
              <tr key={id} data-job={kind}>
                <td class="main">
                  {tellAny('job_', kind)} <span class="hint code">{key}</span>
                </td>
                <td>{tell('troubles_failed', { n: count(attempts) })}</td>
                <td>{tell('troubles_again', { time: clockTime(runAt) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
