/** A paper that did not come out of its printer: said beside the work, which goes on; gone when it is printed. */
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Words } from '../components/words';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { end, type Jam } from '../work/jam';

export function JamBand({ floor, jam }: { floor: Floor; jam: Jam }) {
  const [pressed, setPressed] = useState(false);
  useEffect(() => setPressed(false), [jam]);
  const { problem } = jam.papers[0]!;
  const press = (how: Parameters<typeof end>[2]): void => {
    setPressed(true);
    void end(floor, jam, how).finally(() => setPressed(false));
  };
  const [other] = jam.others;
  return (
    <section class="jam" role="status" data-role="jam">
      <p>
        <Words text={sentenceOf(jam)} />
      </p>
      <div class="row">
        <Button action="jam-again" disabled={pressed} onTap={() => press({ on: null })}>
          {say('jam_again')}
        </Button>
        {problem === 'unsure' ? (
          <Button action="jam-printed" disabled={pressed} onTap={() => press('printed')}>
            {say('jam_printed')}
          </Button>
        ) : (
          other && (
            <Button action="jam-on" disabled={pressed} onTap={() => press({ on: other.id })}>
              {say('jam_on', { printer: other.name })}
            </Button>
          )
        )}
      </div>
    </section>
  );
}

/** Why, as a packer sees it: most reasons come to the same thing to do. */
const WHY = { refused: 'away', no_answer: 'away', stuck: 'away', closed: 'away', no_address: 'unknown', not_allowed: 'unknown', unsure: 'unsure', label_refused: 'no_label' } as const;

/** What happened, and what to do. */
function sentenceOf({ papers }: Jam): string {
  const { paper, problem, container, printerName } = papers[0]!;
  const isLabel = paper === 'parcel_label';
  const what = papers.length > 1 ? say(isLabel ? 'jam_labels' : 'jam_slips', { count: papers.length }) : say(isLabel ? 'jam_label' : 'jam_slip', { parcel: container });
  return `${what} ${say(`jam_is_${WHY[problem as keyof typeof WHY] ?? 'other'}`, { printer: printerName })}`;
}
