/** What a supervisor may do with a task: give it to somebody, hold it, let it go on, end it. */
import { useState } from 'preact/hooks';
import type { BoardPerson, BoardTask } from '../contract/board';
import { tell, tellAny } from '../messages/desk';
import { assignTask, cancelTask, holdTask, releaseTask } from '../sync/office';
import { useDeed } from './deed';

interface TaskActionsProps {
  task: BoardTask;
  people: BoardPerson[];
  /** Something was done: look again, in case the news does not come by itself. */
  onDone: () => void;
}

export function TaskActions({ task, people, onDone }: TaskActionsProps) {
  const deed = useDeed();
  const [sure, setSure] = useState(false);
  const [person, setPerson] = useState(String(task.person?.id ?? ''));
  const act = (action: () => Promise<unknown>) => void deed.run(action).then((done) => done && onDone());

  if (sure) {
    return (
      <div class="actions" role="group">
        <span class="question">{tell('sure_cancel', { title: task.title })}</span>
        <button type="button" class="act danger" disabled={deed.busy} onClick={() => act(() => cancelTask(task.id))}>
          {tell('do_yes_cancel')}
        </button>
        <button type="button" class="act" autofocus onClick={() => setSure(false)}>
          {tell('do_keep')}
        </button>
        {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      </div>
    );
  }
  return (
    <div class="actions" role="group" data-actions={task.id}>
      <label class="inline">
        {tell('assign_to')}
        <select value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
          {task.state !== 'begun' && <option value="">{tell('everybody')}</option>}
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {one.online ? (one.task ? tellAny('kind_', one.task.kind) : tell('idle')) : tell('away')}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="act"
        data-action="assign"
        disabled={deed.busy || person === String(task.person?.id ?? '')}
        onClick={() => act(() => assignTask(task.id, person ? Number(person) : null))}
      >
        {tell('do_assign')}
      </button>
      {task.state === 'held' ? (
        <button type="button" class="act" data-action="release" disabled={deed.busy} onClick={() => act(() => releaseTask(task.id))}>
          {tell('do_release')}
        </button>
      ) : (
        <button type="button" class="act" data-action="hold" disabled={deed.busy} onClick={() => act(() => holdTask(task.id))}>
          {tell('do_hold')}
        </button>
      )}
      <button type="button" class="act" data-action="cancel" onClick={() => setSure(true)}>
        {tell('do_cancel')}
      </button>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
    </div>
  );
}
