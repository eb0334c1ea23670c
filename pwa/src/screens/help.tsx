/** What can I do here? The instruction once more, what to scan, and what each button of this step is for. */
import { Sheet } from '../components/sheet';
import { isCode, say } from '../messages';
import type { Instruction } from '../work/instruction';

export function Help({ instruction, title, onClose }: { instruction: Instruction; title: string; onClose: () => void }) {
  const { sentence, cue, allow } = instruction;
  return (
    <Sheet title={title} name="help" onClose={onClose}>
      <p class="help-sentence" data-role="help">
        {sentence}
      </p>
      {cue && <p class="cue">{cue}</p>}
      <dl class="facts">
        {[...allow, 'undo'].map((action) => {
          const [word, meaning] = [`do_${action}`, `help_${action}`];
          return isCode(word) && isCode(meaning) ? (
            <div key={action}>
              <dt>{say(word)}</dt>
              <dd>{say(meaning)}</dd>
            </div>
          ) : null;
        })}
      </dl>
    </Sheet>
  );
}
