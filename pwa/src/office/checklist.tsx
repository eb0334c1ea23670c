/** What a new warehouse still lacks, each with the page that mends it; gone once nothing is. */
import { tell, tellAny } from '../messages/desk';
import { fetchChecklist } from '../sync/setup';
import { useFetched } from './list';
import { may } from './session';

const WHERE: Record<string, string> = {
  bins: '/office/floor',
  goods: '/office/imports?kind=items',
  stock: '/office/imports?kind=stock',
  labels: '/office/floor',
  people: '/office/people/new',
  devices: '/office/devices',
  scan: '/office/devices',
};

/** A warehouse that was complete once is not asked again in this window. */
let complete = false;

export function WhatIsMissing() {
  const wanted = may('setup.show_checklist') && !complete;
  const found = useFetched(wanted ? 'checklist' : 'no checklist', async () => {
    if (!wanted) return null;
    const list = await fetchChecklist();
    complete = list.done;
    return list;
  });
  const list = found.value;
  if (!list || list.done) return null;
  const done = list.steps.filter((step) => step.done).length;
  return (
    <section class="page missing" data-role="checklist" aria-label={tell('checklist_title')}>
      <h2>
        {tell('checklist_title')} <span class="quiet-word">{tell('check_count', { done, all: list.steps.length })}</span>
      </h2>
      <ol>
        {list.steps.map((step) => (
          <li key={step.name} data-step={step.name} data-done={step.done}>
            {step.done ? (
              <span class="quiet-word">
                ✓ {tellAny('check_', step.name)} <span class="unseen">{tell('check_done')}</span>
              </span>
            ) : (
              <a href={WHERE[step.name] ?? '/office'}>{tellAny('check_', step.name)}</a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
