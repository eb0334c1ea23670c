/** One rule, new or changed: what it is about, what is low, and who is told. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { StockRule } from '../contract/alerts';
import { tell, tellAny } from '../messages/desk';
import { putStockRule } from '../sync/alerts';
import { Refused } from './form';

const ROLES = ['buyer', 'supervisor', 'manager'] as const;
const NEW = { name: '', covers: 'all', item: '', abc: 'A', measure: 'available', level: 'reorder_point', under: 10, withinDays: 7, recoverPct: 10, roles: [...ROLES] as string[], emails: '', active: true };
type Filled = typeof NEW;

const filled = (rule: StockRule | null): Filled =>
  rule === null ? NEW : { ...rule, item: rule.sku ?? '', abc: rule.abc || 'A', under: rule.under || 10, emails: rule.emails.join(' ') };

function wire({ name, covers, item, abc, measure, level, under, withinDays, recoverPct, roles, emails, active }: Filled): object {
  return {
    name: name.trim(),
    covers,
    ...(covers === 'item' && { item: item.trim() }),
    ...(covers === 'class' && { abc }),
    measure,
    level: measure === 'cover' ? 'number' : level,
    under,
    within_days: withinDays,
    recover_pct: recoverPct,
    roles,
    emails: emails.split(/[\s,;]+/).filter(Boolean),
    active,
  };
}

interface RuleFormProps {
  /** The rule to change; null for a new one. */
  rule: StockRule | null;
  mails: boolean;
  done: () => void;
  leave: () => void;
}

export function RuleForm({ rule, mails, done, leave }: RuleFormProps) {
  const [form, setForm] = useState<Filled>(filled(rule));
  const deed = useDeed();
  const set = (change: Partial<Filled>): void => setForm({ ...form, ...change });
  const numbered = form.measure === 'cover' || form.level === 'number';

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(await deed.run(() => putStockRule(rule?.id ?? null, wire(form))))) return;
    setForm(NEW);
    done();
  }

  const choice = (name: 'covers' | 'measure' | 'level', words: readonly string[]) => (
    <label>
      {tell(`rule_${name}`)}
      <select name={name} value={form[name]} onChange={(event) => set({ [name]: event.currentTarget.value })}>
        {words.map((one) => (
          <option key={one} value={one} selected={one === form[name]}>
            {tellAny(`${name}_`, one)}
          </option>
        ))}
      </select>
    </label>
  );
  const number = (name: 'under' | 'withinDays' | 'recoverPct', word: string, least: number, most: number) => (
    <label>
      {word}
      <input name={name} type="number" min={least} max={most} step={1} required value={form[name]} onInput={(event) => set({ [name]: event.currentTarget.valueAsNumber })} />
    </label>
  );
  return (
    <form class="token-form" data-role="stock-rule" onSubmit={(event) => void submit(event)}>
      <h2>{rule === null ? tell('rule_new') : tell('rule_change', { name: rule.name })}</h2>
      <div class="filters">
        <label class="search">
          {tell('rule_name')}
          <input name="name" value={form.name} required maxLength={80} autocomplete="off" onInput={(event) => set({ name: event.currentTarget.value })} />
        </label>
        {choice('covers', ['all', 'class', 'item'])}
        {form.covers === 'item' && (
          <label>
            {tell('rule_item')}
            <input name="item" value={form.item} required maxLength={40} autocomplete="off" spellcheck={false} onInput={(event) => set({ item: event.currentTarget.value })} />
          </label>
        )}
        {form.covers === 'class' && (
          <label>
            {tell('rule_class')}
            <select name="abc" value={form.abc} onChange={(event) => set({ abc: event.currentTarget.value })}>
              {['A', 'B', 'C'].map((one) => (
                <option key={one} value={one} selected={one === form.abc}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        )}
        {choice('measure', ['available', 'on_hand', 'promise', 'cover'])}
        {form.measure === 'promise' && number('withinDays', tell('rule_within'), 0, 365)}
        {form.measure !== 'cover' && choice('level', ['reorder_point', 'number'])}
        {numbered && number('under', form.measure === 'cover' ? tell('rule_under_days') : tell('rule_under'), 1, 1_000_000_000)}
        {number('recoverPct', tell('rule_recover'), 0, 500)}
        <label class="search wide">
          {tell('rule_emails')}
          <input name="emails" value={form.emails} maxLength={1200} autocomplete="off" spellcheck={false} placeholder="stock@example.com" title={tell('rule_emails_hint')} onInput={(event) => set({ emails: event.currentTarget.value })} />
        </label>
      </div>
      <fieldset class="ticks">
        <legend>{tell('rule_roles')}</legend>
        {ROLES.map((one) => (
          <label key={one} class="tick">
            <input type="checkbox" name={`role-${one}`} checked={form.roles.includes(one)} onChange={(event) => set({ roles: event.currentTarget.checked ? [...form.roles, one] : form.roles.filter((other) => other !== one) })} />
            <span>{tellAny('who_', one)}</span>
          </label>
        ))}
      </fieldset>
      {form.emails.trim() !== '' && !mails && <p class="remark">{tell('rule_no_mail')}</p>}
      {rule !== null && (
        <label class="tick">
          <input type="checkbox" name="active" checked={form.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
          <span>{tell('rule_active')}</span>
        </label>
      )}
      <p class="actions">
        <button type="submit" class="act primary" data-action="save-rule" disabled={deed.busy}>
          {tell(rule === null ? 'do_make_rule' : 'do_save_rule')}
        </button>
        {rule !== null && (
          <button type="button" class="act" onClick={leave}>
            {tell('do_leave_it')}
          </button>
        )}
      </p>
      <Refused problem={deed.problem} />
    </form>
  );
}
