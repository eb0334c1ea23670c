/** Plates of containers on the paper that is there: sheets to cut out, or a label printer's own language. */
import { useDeed } from '../board/deed';
import { tell } from '../messages/desk';
import { printPlates } from '../sync/setup';
import { fileName, PaperChoice, usePaper } from './labels';
import { save } from './save';

export function PrintPlates({ codes }: { codes: readonly string[] }) {
  const [paper, choose] = usePaper();
  const deed = useDeed();
  const print = (): void => void deed.run(async () => save(await printPlates(codes, paper), fileName(codes.length === 1 ? codes[0]! : 'plates', paper)));
  return (
    <div class="filters print-none" data-role="print-plates">
      <PaperChoice paper={paper} choose={choose} />
      <button type="button" class="act" data-action="print-plates" disabled={deed.busy} onClick={print}>
        {tell('do_print_labels')}
      </button>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
    </div>
  );
}
