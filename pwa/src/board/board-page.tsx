/** The supervisor's board on one page: what needs somebody, what is to be done, who does it. */
import { useState } from 'preact/hooks';
import { tell } from '../messages/desk';
import { clockTime } from '../office/format';
import { Exceptions } from './exceptions';
import type { LiveBoard } from './live-board';
import { OrderCounts, People, WorkCounts } from './side';
import { activeTasks, openExceptions, peopleInOrder } from './state';
import { Tasks } from './tasks';

export function BoardPage({ board }: { board: LiveBoard }) {
  const [kind, setKind] = useState<string | null>(null);
  const held = board.held.value;
  if (!board.loaded.value) return <p class="empty">{board.trouble.value || tell('reading')}</p>;
  const tasks = activeTasks(held, kind);
  const exceptions = openExceptions(held);
  const people = peopleInOrder(held);
  const now = board.now.value;
  const all = Object.entries(held.counts)
    .filter(([one]) => kind === null || one === kind)
    .reduce((sum, [, { ready = 0, begun = 0, held: waits = 0 }]) => sum + ready + begun + waits, 0);
  const look = (): void => void board.pull();
  return (
    <div class="board" data-page="board">
      <section class="part needs" aria-label={tell('needs_you')}>
        <h2>
          {tell('needs_you')} {exceptions.length > 0 && <span class="tally">{exceptions.length}</span>}
        </h2>
        <Exceptions exceptions={exceptions} onDone={look} />
      </section>
      <section class="part work" aria-label={tell('tasks')}>
        <h2>
          {tell('tasks')}
          {kind && (
            <button type="button" class="act quiet" onClick={() => setKind(null)}>
              {tell('all_work')}
            </button>
          )}
        </h2>
        <Tasks tasks={tasks} all={all} kind={kind} people={people} now={now} onDone={look} />
      </section>
      <section class="part side" aria-label={tell('work')}>
        <div class="part-counts">
          <WorkCounts counts={held.counts} kind={kind} onKind={setKind} />
          <h2>{tell('orders')}</h2>
          <OrderCounts orders={held.orders} />
        </div>
        <div class="part-people">
          <h2>{tell('people')}</h2>
          <People people={people} now={now} />
        </div>
      </section>
    </div>
  );
}

/** Whether what is shown is live, and if not, of when it is. */
export function BoardLight({ board }: { board: LiveBoard }) {
  const online = board.online.value && !board.trouble.value;
  const at = board.held.value.at;
  return (
    <span class={`desk-light ${online ? 'live' : 'away'}`} role="status" data-online={online}>
      <span class={`dot ${online ? 'on' : 'off'}`} aria-hidden="true" />
      {online ? tell('live') : at ? tell('away_since', { time: clockTime(at) }) : tell('connecting')}
    </span>
  );
}
