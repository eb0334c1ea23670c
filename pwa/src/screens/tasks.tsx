/** The tasks that this device holds, the begun ones first. */
import { Button } from '../components/button';
import { sayAny, say } from '../messages';
import type { Floor } from '../work/floor';
import { titleOf } from '../work/title';

export function Tasks({ floor }: { floor: Floor }) {
  const tasks = floor.work.tasks.value.filter(({ done }) => !done);
  const ordered = [...tasks.filter(({ begun }) => begun), ...tasks.filter(({ begun }) => !begun)];
  return (
    <div class="stack grow">
      <h1>{say('my_tasks')}</h1>
      {ordered.length === 0 && <p class="hint">{say('my_tasks_none')}</p>}
      <ul class="list grow scroll">
        {ordered.map(({ task, state, begun }) => (
          <li key={task.id}>
            <button type="button" class="line" data-action="start" data-task={task.id} onClick={() => floor.start(task.id)}>
              <b>{titleOf(task)}</b>
              <span>{sayAny(`kind_${task.kind}`, 'kind_move')}</span>
              <small>{task.elsewhere ? say('on_other_device') : state['parked'] === true ? say('parked_word') : task.state === 'held' ? say('held') : begun ? say('begun') : say('waits')}</small>
            </button>
          </li>
        ))}
      </ul>
      <div class="thumb">
        <div class="row">
          <Button action="about" onTap={() => floor.go({ name: 'about' })}>
            {say('do_about')}
          </Button>
        </div>
        <Button action="home" look="primary" wide onTap={() => floor.go({ name: 'home' })}>
          {say('do_home')}
        </Button>
      </div>
    </div>
  );
}
