/** Better places: goods that would be worth carrying to another bin, what each saves and costs, and a tap to have it done. */
import { useState } from 'preact/hooks';
import type { Relocations as Found, RelocationWish } from '../contract/relocations';
import { tell } from '../messages/desk';
import { askForRelocation, fetchRelocations, leaveRelocation, reckonRelocations } from '../sync/relocations';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Num } from './rows';
import { Act } from './sure';

const metres = (mm: number): string => count(Math.round(mm / 1000));
const percent = ({ nowMmWeek, thenMmWeek }: Found): string => (nowMmWeek ? ((100 * (nowMmWeek - thenMmWeek)) / nowMmWeek).toFixed(1) : '0');

export function Relocations() {
  const [round, setRound] = useState(0);
  const found = useFetched<Found>(`relocations ${round}`, fetchRelocations);
  const again = (): void => setRound(round + 1);
  return (
    <div class="page" data-page="relocations">
      <header class="page-head">
        <h1>{tell('relocations')}</h1>
        <p class="hint">{tell('relocations_why')}</p>
        {found.value?.reckonedAt && <Sums found={found.value} />}
      </header>
      <div class="filters">
        {found.value?.busy ? <span class="hint">{tell('relocations_busy')}</span> : <Act action="reckon-relocations" word={tell('do_reckon_relocations')} act={reckonRelocations} then={again} />}
        {found.value?.busy && (
          <button type="button" class="act quiet" data-action="look-again" onClick={again}>
            {tell('do_look_again')}
          </button>
        )}
      </div>
      {found.problem ? <p class="remark wrong">{found.problem}</p> : !found.value ? <p class="empty">{tell('reading')}</p> : <List found={found.value} again={again} />}
    </div>
  );
}

function Sums({ found }: { found: Found }) {
  const said = { when: dayTime(found.reckonedAt ?? 0), orders: found.orders, km: (found.nowMmWeek / 1e6).toFixed(1), percent: percent(found) };
  return <p class="facts-line">{tell(found.items.length ? 'relocations_sums' : 'relocations_reckoned', said)}</p>;
}

function List({ found, again }: { found: Found; again: () => void }) {
  if (!found.items.length) return <p class="empty">{tell(found.reckonedAt ? (found.orders ? 'relocations_none' : 'relocations_no_orders') : 'relocations_not_yet')}</p>;
  return (
    <table class="rows relocations">
      <thead>
        <tr>
          <th>{tell('item')}</th>
          <th>{tell('relocation_from')}</th>
          <th>{tell('relocation_to')}</th>
          <th class="number">{tell('relocation_orders')}</th>
          <th class="number">{tell('relocation_saves')}</th>
          <th class="number">{tell('relocation_costs')}</th>
          <th class="number">{tell('relocation_pays')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {found.items.map((wish) => (
          <Wish key={wish.id} wish={wish} again={again} />
        ))}
      </tbody>
    </table>
  );
}

/** The goods that gain first; what has to leave the bin before them stands beneath. */
function Wish({ wish, again }: { wish: RelocationWish; again: () => void }) {
  const [gains, ...before] = [...wish.steps].reverse();
  if (!gains) return null;
  const days = wish.savesMmWeek > 0 ? Math.max(1, Math.ceil((7 * wish.costsMm) / wish.savesMmWeek)) : null;
  return (
    <tr data-wish={wish.id}>
      <td class="main">
        <a href={`/office/items/${gains.item}`}>
          <span class="code">{gains.sku}</span> {gains.name}
        </a>
        {before.map((step) => (
          <p class="hint" key={step.item}>
            {tell('relocation_first', { sku: step.sku, name: step.name, origin: step.origin, goal: step.goal })}
          </p>
        ))}
      </td>
      <td class="code">{gains.origin}</td>
      <td class="code">{gains.goal}</td>
      <Num label={tell('relocation_orders')}>{count(wish.orders)}</Num>
      <Num label={tell('relocation_saves')}>{metres(wish.savesMmWeek)} m</Num>
      <Num label={tell('relocation_costs')}>{metres(wish.costsMm)} m</Num>
      <Num label={tell('relocation_pays')}>{days === null ? '–' : tell('in_days', { days })}</Num>
      <td class="change">
        {wish.state === 'asked' ? (
          <Asked wish={wish} />
        ) : (
          <>
            <Act action="ask" word={tell('do_ask_for_relocation')} act={() => askForRelocation(wish.id)} then={again} />
            <Act action="leave" word={tell('do_leave_relocation')} act={() => leaveRelocation(wish.id)} then={again} />
          </>
        )}
      </td>
    </tr>
  );
}

function Asked({ wish }: { wish: RelocationWish }) {
  const task = wish.steps.find((step) => step.task !== null)?.task;
  return task ? <a href={`/board/tasks/${task}`}>{tell('relocation_asked')}</a> : <span>{tell('relocation_asked')}</span>;
}
