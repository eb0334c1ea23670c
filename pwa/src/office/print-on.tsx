/** Sends a paper to a printer of the queue, from the page of what it is about. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Printer } from '../contract/printing';
import { tell, tellAny } from '../messages/desk';
import { printPaper } from '../sync/printing';
import { Refused } from './form';

/** Which printers take what. */
const TAKES: Record<string, string> = { parcel_label: 'labels', packing_slip: 'documents', invoice: 'documents' };

interface PrintOnProps {
  papers: readonly string[];
  of: { shipment: number } | { invoice: number };
  printers: Printer[];
}

export function PrintOn({ papers, of, printers }: PrintOnProps) {
  const choices = papers.flatMap((paper) => printers.filter((one) => one.active && one.takes === TAKES[paper]).map((one) => ({ value: `${paper} ${one.id}`, paper, one })));
  const [chosen, setChosen] = useState('');
  const [sent, setSent] = useState('');
  const deed = useDeed();
  const choice = choices.find(({ value }) => value === chosen) ?? choices[0];
  if (!choice) return null;
  const print = (): void => {
    setSent('');
    void deed.run(() => printPaper({ paper: choice.paper, printer: choice.one.id, ...of })).then((done) => done && setSent(choice.one.name));
  };
  return (
    <span class="print-on" data-role="print-on">
      <select aria-label={tell('print_what')} value={choice.value} onChange={(event) => setChosen(event.currentTarget.value)}>
        {choices.map(({ value, paper, one }) => (
          <option key={value} value={value}>
            {tell('print_paper_on', { paper: tellAny('paper_', paper), name: one.name })}
          </option>
        ))}
      </select>
      <button type="button" class="act" data-action="print-paper" disabled={deed.busy} onClick={print}>
        {tell('do_print_paper')}
      </button>
      {sent && (
        <span role="status">
          <a href="/office/printing">{tell('print_sent', { name: sent })}</a>
        </span>
      )}
      <Refused problem={deed.problem} />
    </span>
  );
}
