/** What the server or the office has to say: it waits for an OK. What stands beside the work does not. Its words are seldom in the first bundle either. */
import { Button } from '../components/button';
import { Words } from '../components/words';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { Jam } from '../work/jam';
import { dismiss, firstSentence } from '../work/notices';
import { JamBand } from './jam';

export function Notice({ floor }: { floor: Floor }) {
  const jam = floor.notices.value.find((one) => one instanceof Jam);
  const first = firstSentence(floor);
  return (
    <>
      {jam && <JamBand floor={floor} jam={jam} />}
      {first && (
        <section class="notice" role="alertdialog">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 2.500 22.500 21h-21zM12 9v6M12 17.500v1" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
          </svg>
          <p data-role="notice">
            <Words text={first} />
          </p>
          <Button action="ok" look="primary" wide onTap={() => dismiss(floor)}>
            {say('do_ok')}
          </Button>
        </section>
      )}
    </>
  );
}
