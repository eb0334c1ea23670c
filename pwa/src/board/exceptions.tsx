/** What needs a person: one sentence each, the proposed action first. */
import { useState } from 'preact/hooks';
import type { BoardException } from '../contract/board';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { clockTime, money } from '../office/format';
import { resolveException } from '../sync/office';
import { useDeed } from './deed';
import { Photos } from './photos';
import { UnknownGoods } from './unknown-goods';

const KEYS: Record<string, string> = { b: 'book', r: 'reject', c: 'recount', a: 'approve', y: 'consent', n: 'refuse' };

export function Exceptions({ exceptions, onDone }: { exceptions: BoardException[]; onDone: () => void }) {
  if (exceptions.length === 0) return <p class="empty calm">{tell('needs_nobody')}</p>;
  return (
    <ul class="exceptions">
      {exceptions.map((one) => (
        <ExceptionRow key={one.id} one={one} onDone={onDone} />
      ))}
    </ul>
  );
}

function ExceptionRow({ one, onDone }: { one: BoardException; onDone: () => void }) {
  const deed = useDeed();
  const [saying, setSaying] = useState(false);
  const unknown = one.kind === 'receipt_unknown';
  const actions = [...one.actions].sort((a, b) => Number(b === one.proposed) - Number(a === one.proposed));
  const resolve = (action: string) => void deed.run(() => resolveException(one.id, action)).then((done) => done && onDone());
  return (
    <li
      data-row
      data-exception={one.id}
      tabIndex={0}
      onKeyDown={(event) => {
        const action = KEYS[event.key];
        if (event.target === event.currentTarget && action && one.actions.includes(action)) resolve(action);
      }}
    >
      <div class="what">
        <p class="sentence-line">{sentence(one)}</p>
        <p class="hint">
          {tell('by_at', { person: one.person?.name ?? null, time: clockTime(one.at) })}
          {one.task && (
            <>
              {' · '}
              <a href={`/board/tasks/${one.task.id}`}>
                {tellAny('kind_', one.task.kind)} {one.task.title}
              </a>
            </>
          )}
          {one.order && !one.task && (
            <>
              {' · '}
              <a href={`/office/orders/${one.order.id}`}>{one.order.number}</a>
            </>
          )}
        </p>
        {one.kind === 'no_scan' && one.item && (
          <p class="hint">
            <a href={`/office/items/${one.item.id}`} data-action="new-label">
              {tell('do_new_label')}
            </a>
          </p>
        )}
        {one.kind === 'count_difference' && one.awaited > 0 && (
          <p class="hint" data-provisional>
            {one.awaited === 1 ? tell('provisional_one') : tell('provisional_many', { n: one.awaited })}
          </p>
        )}
        <Photos photos={one.photos} />
        {deed.problem && (
          <p class="remark wrong" role="alert">
            {deed.problem}
          </p>
        )}
      </div>
      <div class="actions">
        {unknown && !saying && (
          <button type="button" class="act primary" data-action="say-what" onClick={() => setSaying(true)}>
            {tell('do_say_what')}
          </button>
        )}
        {actions.map((action) => (
          <button
            key={action}
            type="button"
            class={action === one.proposed && !unknown ? 'act primary' : 'act'}
            title={action === one.proposed ? tell('proposed') : undefined}
            data-action={action}
            disabled={deed.busy}
            onClick={() => resolve(action)}
          >
            {tellAny('do_', deedOf(one.kind, action))}
          </button>
        ))}
      </div>
      {saying && <UnknownGoods one={one} onDone={onDone} onLeave={() => setSaying(false)} />}
    </li>
  );
}

/** Only a scan that was set aside can be booked; anything else is taken note of. A count is approved as counted, a wish as it is. */
const deedOf = (kind: string, action: string): string => {
  if (action === 'approve' && kind === 'adjustment_approval') return 'approve_adjustment';
  if (action === 'cancel') return 'cancel_rest';
  return action === 'book' && kind !== 'set_aside' ? 'note' : action;
};

/** What happened, in one sentence. */
export function sentence(one: BoardException): string {
  const params = Object.fromEntries(Object.entries(one.params).filter(([, value]) => typeof value === 'string' || typeof value === 'number')) as Record<
    string,
    string | number
  >;
  const n = Array.isArray(one.params['lines']) ? one.params['lines'].length : 0;
  const lines = n === 0 ? null : n === 1 ? tell('count_lines_one') : tell('count_lines_many', { n });
  const worth = params['value_minor'];
  const value = typeof worth === 'number' && worth > 0 ? money(worth, String(params['currency'] ?? 'EUR')) : null;
  const words = { ...params, lines, value, person: one.person?.name ?? null, item: one.item ? one.item.name || one.item.sku : null, place: one.place?.code ?? null, order: one.order?.number ?? null };
  if (one.kind === 'set_aside') {
    const code = String(params['code'] ?? 'other');
    return tell('exception_set_aside', { why: tellAny('why_', code, { code }) });
  }
  if (one.kind === 'photo') return tell('exception_photo', { ...words, why: tellAny('shows_', String(params['shows'] ?? 'other')) });
  const known = tellAny('exception_', one.kind, words);
  const unknown = known === one.kind.replaceAll('_', ' ');
  return unknown ? tell('exception_any' satisfies DeskCode, { kind: known.charAt(0).toUpperCase() + known.slice(1) }) : known;
}
