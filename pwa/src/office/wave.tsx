/** Orders that are released together: a wave. They are picked as the site does, or as is chosen for them. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { OrderRow, Released } from '../contract/office';
import type { Words } from '../messages';
import { tell, tellAny, tellProblem } from '../messages/desk';
import { releaseOrders } from '../sync/office';
import { may } from './session';

const METHODS = ['', 'single', 'batch', 'cluster'];

export interface Wave {
  has(order: OrderRow): boolean;
  toggle(orders: readonly OrderRow[], on: boolean): void;
  chosen: readonly OrderRow[];
  clear(): void;
}

/** What is chosen of the orders that are shown now; one that is not open any more drops out. */
export function useWave(orders: readonly OrderRow[]): Wave {
  const [ids, setIds] = useState<ReadonlySet<number>>(new Set());
  const chosen = orders.filter(({ id, state }) => ids.has(id) && state === 'open');
  return {
    chosen,
    has: ({ id }) => ids.has(id),
    toggle: (some, on) => {
      const next = new Set(ids);
      for (const { id } of some) on ? next.add(id) : next.delete(id);
      setIds(next);
    },
    clear: () => setIds(new Set()),
  };
}

/** Choose an order for the wave; `orders` are all that the box stands for. */
export function Choose({ wave, orders, label }: { wave: Wave; orders: readonly OrderRow[]; label: string }) {
  const open = orders.filter(({ state }) => state === 'open');
  if (!open.length || !may('orders.release_orders')) return null;
  const all = open.every((order) => wave.has(order));
  return <input type="checkbox" aria-label={label} checked={all} onClick={(event) => event.stopPropagation()} onChange={() => wave.toggle(open, !all)} />;
}

/** Release what is chosen, and say what stays behind and why. */
export function ReleaseWave({ wave, onDone }: { wave: Wave; onDone: () => void }) {
  const deed = useDeed();
  const [left, setLeft] = useState<Released[]>([]);
  const [method, setMethod] = useState('');
  const { chosen } = wave;
  const release = (): void => {
    void deed.run(async () => {
      const done = await releaseOrders(chosen.map(({ id }) => id), method);
      setLeft(done.filter(({ code }) => code !== null));
      wave.clear();
      onDone();
    });
  };
  if (!chosen.length && !left.length && !deed.problem) return null;
  return (
    <div class="wave" data-role="wave" role="status">
      {chosen.length > 0 && (
        <>
          <button type="button" class="act primary" data-action="release-together" disabled={deed.busy} onClick={release}>
            {tell('do_release_together', { count: chosen.length })}
          </button>
          {chosen.length > 1 && (
            <label class="inline">
              {tell('how_picked')}
              <select name="method" value={method} onChange={(event) => setMethod(event.currentTarget.value)}>
                {METHODS.map((one) => (
                  <option key={one} value={one}>
                    {tellAny('method_', one || 'usual')}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button type="button" class="act" onClick={wave.clear}>
            {tell('do_choose_none')}
          </button>
        </>
      )}
      {left.length > 0 && <p class="remark">{tell('left_behind')}</p>}
      {left.map(({ number, code, params }) => (
        <p key={number} class="remark">
          <span class="code">{number}</span> {tellProblem(code ?? '', params as Words)}
        </p>
      ))}
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </div>
  );
}
