/** What rules found low, until it recovered; who looks after it, and what is put off. */
import type { StockAlert, StockRules } from '../contract/alerts';
import { tell, tellAny } from '../messages/desk';
import { fetchStockAlerts, fetchStockRules, seeAlert, snoozeAlert, wakeAlert } from '../sync/alerts';
import type { BulkDeed } from './bulk';
import type { Column } from './columns';
import { count, dayTime } from './format';
import { useFetched, useList } from './list';
import { ListPage } from './list-page';
import { route } from './route';
import { Choice, Search } from './search';

const STATES = ['open', 'waiting', 'over'] as const;
const SNOOZES = [1, 3, 7, 14, 30];

export function StockAlerts() {
  const { query } = route.value;
  const state = STATES.find((one) => one === query.get('state')) ?? 'open';
  const [rule, q, sort, way] = ['rule', 'q', 'sort', 'way'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const rules = useFetched<StockRules>('stock rules', fetchStockRules).value?.items ?? [];
  // The newest first, and items from the first letter on, until somebody asks for the other way.
  const descending = sort === 'item' ? way === 'down' : sort !== 'opened' || way === 'down';
  const list = useList<StockAlert>(`${state} ${rule} ${q} ${sort} ${way}`, (cursor) => fetchStockAlerts({ state, rule, q, sort, descending: String(descending), cursor }));
  return (
    <>
      <div class="page">
        <header class="page-head">
          <h1>{tell('stock_alerts')}</h1>
          <p class="hint">{tell('alerts_why')}</p>
          <p class="actions">
            <a class="act" href="/office/stock-rules" data-action="to-rules">
              {tell('do_stock_rules')}
            </a>
          </p>
        </header>
      </div>
      <ListPage
        name="stock-alerts"
        list={list}
        filters={
          <>
            <Search name="q" label={tell('item')} />
            <Choice name="state" label={tell('state')} options={STATES.map((one) => [one === 'open' ? '' : one, tell(`alerts_${one}`)] as const)} />
            <Choice name="rule" label={tell('alert_rule')} options={[['', tell('all_states')], ...rules.map(({ id, name }) => [String(id), name] as const)]} />
          </>
        }
        empty={q || rule ? tell('alerts_none_found') : tell(`alerts_none_${state}`)}
        columns={columns(state === 'over')}
        keyOf={({ id }) => String(id)}
        named={({ sku, rule }) => `${sku} · ${rule}`}
        to={({ item }) => `/office/items/${item}`}
        marks={({ sku, rule }) => ({ 'data-alert': `${rule} ${sku}` })}
        deeds={state === 'over' ? [] : deeds()}
      />
    </>
  );
}

function columns(over: boolean): readonly Column<StockAlert>[] {
  return [
    {
      name: 'item',
      word: tell('item'),
      sort: 'item',
      fixed: true,
      look: 'main',
      cell: ({ item, sku, name }) => (
        <>
          <a class="code" href={`/office/items/${item}`} tabIndex={-1}>
            {sku}
          </a>{' '}
          {name}
        </>
      ),
    },
    { name: 'value', word: tell('alert_value'), number: true, cell: ({ value, level }) => (value <= level && !over ? <span class="late">{count(value)}</span> : count(value)) },
    { name: 'level', word: tell('alert_level'), number: true, cell: ({ level }) => count(level) },
    { name: 'measure', word: tell('rule_measure'), cell: ({ measure }) => tellAny('measure_', measure) },
    { name: 'found', word: tell('alert_found'), number: true, seldom: true, cell: ({ found }) => count(found) },
    { name: 'rule', word: tell('alert_rule'), cell: ({ rule }) => rule },
    { name: 'opened', word: tell('alert_opened'), sort: 'opened', look: 'when', cell: ({ openedAt }) => dayTime(openedAt) },
    over
      ? { name: 'closed', word: tell('alert_closed'), look: 'when', cell: ({ closedAt }) => (closedAt ? dayTime(closedAt) : '') }
      : { name: 'who', word: tell('alert_who'), cell: (one) => <Who one={one} /> },
  ];
}

function Who({ one }: { one: StockAlert }) {
  if (one.seenBy !== null && one.seenAt !== null) return <>{tell('alert_seen', { person: one.seenBy, when: dayTime(one.seenAt) })}</>;
  if (one.snoozedUntil > Date.now()) return <>{tell('alert_snoozed', { when: dayTime(one.snoozedUntil) })}</>;
  return <span class="hint">{tell('alert_nobody')}</span>;
}

/** What was looked after or put off before is as it was after undoing, but for the day. */
function deeds(): readonly BulkDeed<StockAlert>[] {
  const undo = (one: StockAlert): Promise<unknown> => (one.seenBy === null ? wakeAlert(one.id) : seeAlert(one.id));
  return [
    { name: 'see', word: tell('do_see_alert'), needs: 'alerts.acknowledge_alert', fits: ({ seenBy }) => seenBy === null, act: ({ id }) => seeAlert(id), undo },
    {
      name: 'snooze',
      word: tell('do_snooze_alert'),
      needs: 'alerts.snooze_alert',
      fits: () => true,
      act: ({ id }, days) => snoozeAlert(id, Number(days)),
      undo,
      choice: { label: tell('snooze_for'), options: SNOOZES.map((days) => [String(days), tell('snooze_days', { n: days })] as const) },
    },
  ];
}
