/** The rules of what is low: made, changed and ended, with who did it. */
import { useState } from 'preact/hooks';
import type { Json } from '../contract';
import type { RuleChange, StockRule, StockRules } from '../contract/alerts';
import { tell, tellAny } from '../messages/desk';
import { endStockRule, fetchRuleChanges, fetchStockRules } from '../sync/alerts';
import { Changes } from './changes';
import { count } from './format';
import { useFetched, useList } from './list';
import { Detail } from './listing';
import { may } from './session';
import { RuleForm } from './stock-rule-form';
import { Sure } from './sure';

export function StockRulesPage() {
  const found = useFetched<StockRules>('stock rules', fetchStockRules);
  const changes = useList<RuleChange>('rule changes', fetchRuleChanges);
  const [changed, setChanged] = useState<StockRule | null>(null);
  const again = (): void => {
    setChanged(null);
    found.again();
    changes.again();
  };
  return (
    <>
      <Detail name="stock-rules" found={found}>
        {({ items, mails }) => (
          <>
            <header class="page-head">
              <h1>{tell('stock_rules')}</h1>
              <p class="hint">{tell('rules_why')}</p>
              <p class="actions">
                <a class="act" href="/office/stock-alerts">
                  {tell('do_stock_alerts')}
                </a>
              </p>
            </header>
            {items.length === 0 ? <p class="empty">{tell('rules_none')}</p> : <Known items={items} change={setChanged} again={again} />}
            {may('alerts.make_rule') && <RuleForm key={changed?.id ?? 0} rule={changed} mails={mails} done={again} leave={() => setChanged(null)} />}
          </>
        )}
      </Detail>
      <Changes
        name="rule-changes"
        list={changes}
        title={tell('rules_history')}
        none={tell('rules_history_none')}
        about={[
          [tell('alert_rule'), ({ rule }) => rule],
          [tell('rule_field'), ({ name }) => tellAny('rule_field_', name)],
        ]}
        value={shown}
      />
    </>
  );
}

function Known({ items, change, again }: { items: StockRule[]; change: (rule: StockRule) => void; again: () => void }) {
  return (
    <table class="rows stock-rules">
      <thead>
        <tr>
          <th>{tell('alert_rule')}</th>
          <th>{tell('rule_covers')}</th>
          <th>{tell('rule_level')}</th>
          <th class="number">{tell('rule_open')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id} data-rule={one.name}>
            <td class="main">
              {one.name}
              <p class="hint">{tell('rule_told', { who: [...one.roles.map((role) => tellAny('who_', role)), ...one.emails].join(', ') || tell('rule_nobody') })}</p>
              {!one.active && <p class="remark">{tell('rule_off')}</p>}
            </td>
            <td>{about(one)}</td>
            <td>{low(one)}</td>
            <td class="number">{one.open ? <a href={`/office/stock-alerts?rule=${one.id}`}>{count(one.open)}</a> : count(0)}</td>
            <td class="change">
              <div class="actions">
                {may('alerts.change_rule') && (
                  <button type="button" class="act" data-action="change-rule" onClick={() => change(one)}>
                    {tell('do_change_rule')}
                  </button>
                )}
                {may('alerts.end_rule') && <Sure action="end-rule" word={tell('do_end_rule')} question={tell('sure_end_rule', { name: one.name })} yes={tell('do_yes_end_rule')} act={() => endStockRule(one.id)} then={again} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function about({ covers, sku, itemName, abc }: StockRule): string {
  if (covers === 'item') return `${sku ?? ''} ${itemName ?? ''}`.trim();
  return covers === 'class' ? tell('class_of', { abc }) : tell('covers_all');
}

/** A rule's level in a sentence. */
function low({ measure, level, under, withinDays }: StockRule): string {
  const words = measure === 'promise' ? tell('rule_low_promise', { days: withinDays }) : tellAny('measure_', measure);
  return level === 'number' ? tell('rule_low_number', { measure: words, n: count(under) }) : tell('rule_low_point', { measure: words });
}

/** Values as the wire keeps them: JSON. */
function shown(text: string): string {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  return value === null || value === '' ? '–' : String(value).trim();
}
