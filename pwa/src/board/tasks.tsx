/** The open tasks: what, who, how far, since when; each row opens, and can be changed in place. */
import { useState } from 'preact/hooks';
import type { BoardPerson, BoardTask } from '../contract/board';
import { tell, tellAny } from '../messages/desk';
import { count, dayTime, span } from '../office/format';
import { Row } from '../office/rows';
import { StateWord } from './state-word';
import { TaskActions } from './task-actions';

/** More rows than one reads; the counts above tell the rest. */
const MOST_ROWS = 300;

interface TasksProps {
  tasks: BoardTask[];
  /** How many there are, also those that are not sent. */
  all: number;
  kind: string | null;
  people: BoardPerson[];
  now: number;
  onDone: () => void;
}

export function Tasks({ tasks, all, kind, people, now, onDone }: TasksProps) {
  const [changing, setChanging] = useState<number | null>(null);
  if (tasks.length === 0) {
    return <p class="empty">{kind ? tell('tasks_none_of_kind', { kind: tellAny('kind_', kind).toLowerCase() }) : tell('tasks_none')}</p>;
  }
  const shown = tasks.slice(0, MOST_ROWS);
  return (
    <>
      <table class="rows tasks">
        <thead>
          <tr>
            <th>{tell('task')}</th>
            <th>{tell('state')}</th>
            <th>{tell('person')}</th>
            <th class="number">{tell('progress')}</th>
            <th class="number">{tell('age')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map((task) => [
            <Row key={task.id} to={`/board/tasks/${task.id}`} onKey={(key) => key === 'c' && setChanging(task.id)}>
              <td class="main">
                <span class="kind">{tellAny('kind_', task.kind)}</span> <a href={`/board/tasks/${task.id}`} tabIndex={-1}>{task.title}</a>
              </td>
              <td class="state-cell">
                <TaskState task={task} now={now} />
              </td>
              <td class="person">{task.person?.name ?? <span class="quiet-word">{tell('nobody')}</span>}</td>
              <td class="number">
                <Progress task={task} />
              </td>
              <td class="number age" title={dayTime(task.begunAt ?? task.createdAt)}>
                {span(task.begunAt ?? task.createdAt, now)}
              </td>
              <td class="change">
                <button
                  type="button"
                  class="act quiet"
                  aria-expanded={changing === task.id}
                  aria-label={`${tell('do_change')} ${task.title}`}
                  onClick={() => setChanging(changing === task.id ? null : task.id)}
                >
                  {changing === task.id ? tell('do_close') : tell('do_change')}
                </button>
              </td>
            </Row>,
            changing === task.id && (
              <tr key={`${task.id}-change`} class="changing">
                <td colSpan={6}>
                  <TaskActions
                    task={task}
                    people={people}
                    onDone={() => {
                      setChanging(null);
                      onDone();
                    }}
                  />
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
      {all > shown.length && <p class="hint">{tell('tasks_first', { shown: count(shown.length), all: count(all) })}</p>}
    </>
  );
}

export function TaskState({ task, now }: { task: BoardTask; now: number }) {
  const reason = task.state === 'held' && task.holdCode && task.holdCode !== 'held' ? task.holdCode.replaceAll('_', ' ') : '';
  const late = task.dueAt > 0 && task.dueAt < now && task.state !== 'done' && task.state !== 'cancelled';
  return (
    <>
      {task.state === 'parked' && task.parkedPlace ? <StateWord state="parked" word={tell('parked_at', { place: task.parkedPlace })} /> : reason ? <StateWord state="held" word={tell('held_because', { reason })} /> : <StateWord state={task.state} />}
      {late && <span class="late">{tell('late')}</span>}
    </>
  );
}

export function Progress({ task }: { task: BoardTask }) {
  const { done, total } = task.progress;
  if (total === 0) return <>–</>;
  return (
    <span class="progress">
      <progress value={done} max={total} /> {done}/{total}
    </span>
  );
}
