/** Rounds of counts: those under way, and the list of all there were. */
import type { Round } from '../contract/counts';
import type { Zone } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { endRound, fetchRounds, fetchZones } from '../sync/office';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { count } from './format';
import { useFetched, useList, type Fetched } from './list';
import { ListPage } from './list-page';
import { address, route } from './route';
import { Row } from './rows';
import { Choice } from './search';
import { may } from './session';
import { Sure } from './sure';

const STATES = ['open', 'over'] as const;
const KINDS = ['cycle', 'stocktake'] as const;

/** Every round that there was, a page at a time. */
export function CountRounds() {
  const { query } = route.value;
  const [state, kind, zone, sort, way] = ['state', 'kind', 'zone', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string, string];
  const zones = useFetched<Zone[]>('zones', fetchZones).value ?? [];
  // The newest first, until somebody asks for the other way.
  const descending = String(!sort || way === 'down');
  const list = useList<Round>(`${state} ${kind} ${zone} ${descending}`, (cursor) => fetchRounds({ state, kind, zone, descending, cursor }));
  return (
    <>
      <div class="page">
        <header class="page-head">
          <h1>{tell('count_rounds')}</h1>
          <p class="hint">{tell('count_rounds_why')}</p>
          <p class="actions">
            <a class="act" href="/office/counts" data-action="to-counts">
              {tell('counts')}
            </a>
          </p>
        </header>
      </div>
      <ListPage
        name="count-rounds"
        list={list}
        filters={
          <>
            <Choice name="state" label={tell('state')} options={[['', tell('all_states')], ...STATES.map((one) => [one, tell(`rounds_${one}`)] as const)]} />
            <Choice name="kind" label={tell('count_kind')} options={[['', tell('all_states')], ...KINDS.map((one) => [one, tellAny('count_kind_', one)] as const)]} />
            <Choice name="zone" label={tell('zone')} options={[['', tell('all_zones')], ...zones.map((one) => [one.code, `${one.code} ${one.name}`] as const)]} />
          </>
        }
        empty={tell(state || kind || zone ? 'count_rounds_none_here' : 'count_rounds_none')}
        columns={columns()}
        keyOf={({ id }) => String(id)}
        named={({ zone, day }) => `${zone} ${day}`}
        to={pageOf}
        deeds={deeds()}
      />
    </>
  );
}

/** The rounds that are under way, above what they found. */
export function OpenRounds({ found, again }: { found: Fetched<Round[]>; again: () => void }) {
  if (found.problem) return <p class="remark wrong">{found.problem}</p>;
  if (found.value === null) return <p class="empty">{tell('reading')}</p>;
  const shown = columns().filter(({ seldom }) => !seldom);
  return (
    <>
      <h2>
        {tell('count_rounds')}{' '}
        <a class="act quiet" href="/office/count-rounds" data-action="to-rounds">
          {tell('all_rounds')}
        </a>
      </h2>
      {found.value.length === 0 ? (
        <p class="empty">{tell('count_rounds_none')}</p>
      ) : (
        <table class="rows count-rounds">
          <thead>
            <tr>
              {shown.map(({ name, word }) => (
                <th key={name}>{word}</th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {found.value.map((one) => (
              <Row key={one.id} to={pageOf(one)}>
                {shown.map(({ name, look, cell }) => (
                  <td key={name} class={look}>
                    {cell(one)}
                  </td>
                ))}
                <td class="change">
                  {may('counts.end_round') && (
                    <Sure
                      action={`end-round-${one.id}`}
                      word={tell('do_end_round')}
                      question={tell('sure_end_round')}
                      yes={tell('do_yes_end_round')}
                      act={() => endRound(one.id)}
                      then={again}
                    />
                  )}
                </td>
              </Row>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What a round found stands with all other differences. */
const pageOf = ({ id }: Round): string => address('/office/counts', { round: id });

function columns(): readonly Column<Round>[] {
  return [
    {
      name: 'zone',
      word: tell('zone'),
      fixed: true,
      look: 'main',
      cell: (one) => (
        <a href={pageOf(one)} tabIndex={-1}>
          <span class="code">{one.zone}</span> {one.zoneName}
        </a>
      ),
    },
    { name: 'kind', word: tell('count_kind'), cell: ({ kind }) => tellAny('count_kind_', kind) },
    { name: 'day', word: tell('count_day'), sort: 'newest', look: 'when', cell: ({ day }) => day },
    {
      name: 'progress',
      word: tell('progress'),
      cell: ({ counted, leftOut, bins }) => (
        <span class="progress">
          <progress value={counted + leftOut} max={Math.max(bins, 1)} aria-label={tell('progress')} /> {tell('bins_of', { n: count(counted), all: count(bins) })}
        </span>
      ),
    },
    { name: 'state', word: tell('state'), cell: roundState },
    { name: 'person', word: tell('round_by'), seldom: true, cell: ({ person }) => person || '–' },
  ];
}

function deeds(): readonly BulkDeed<Round>[] {
  return [
    {
      name: 'end',
      word: tell('do_end_round'),
      needs: 'counts.end_round',
      fits: ({ closedAt }) => !closedAt,
      act: ({ id }) => endRound(id),
      sure: (rounds) => tell('sure_end_rounds', { rounds }),
      danger: true,
    },
  ];
}

/** What a round waits for, the most telling first. */
function roundState(one: Round): string {
  if (one.closedAt) return one.leftOut ? tell('round_left_out', { n: one.leftOut }) : tell('round_over');
  if (one.differing) return tell('round_differing', { n: one.differing });
  if (one.pinned && one.counted + one.pinned >= one.bins) return tell('round_pinned', { n: one.pinned });
  return tell(one.kind === 'stocktake' ? 'round_frozen' : 'round_open');
}
