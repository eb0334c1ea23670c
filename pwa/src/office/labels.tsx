/** Labels by a button: the bins of an aisle or zone, and totes; on the paper that is there. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { FloorPlan } from '../contract/setup';
import { tell, type DeskCode } from '../messages/desk';
import { printBins, printTotes, type Paper } from '../sync/setup';
import { count } from './format';
import { save } from './save';
import { may } from './session';

const PAPERS: readonly (readonly [Paper, DeskCode])[] = [
  ['a4', 'paper_a4'],
  ['letter', 'paper_letter'],
  ['zpl', 'paper_zpl'],
];

/** The paper is a property of the printer that stands here. */
export function usePaper(): [Paper, (paper: Paper) => void] {
  const kept = PAPERS.find(([one]) => one === localStorage.getItem('pickface-paper'))?.[0];
  const [paper, setPaper] = useState<Paper>(kept ?? (/-(US|CA|MX)\b/.test(navigator.language) ? 'letter' : 'a4'));
  return [
    paper,
    (chosen) => {
      localStorage.setItem('pickface-paper', chosen);
      setPaper(chosen);
    },
  ];
}

export function PaperChoice({ paper, choose }: { paper: Paper; choose: (paper: Paper) => void }) {
  return (
    <label class="search">
      {tell('paper')}
      <select name="paper" onChange={(event) => choose(PAPERS[event.currentTarget.selectedIndex]?.[0] ?? 'a4')}>
        {PAPERS.map(([one, word]) => (
          <option key={one} value={one} selected={one === paper}>
            {tell(word)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What a file of labels is called. */
export const fileName = (what: string, paper: Paper): string => `${what.replace(/[^\w-]+/g, '-')}.${paper === 'zpl' ? 'zpl' : 'pdf'}`;

export function Labels({ groups }: { groups: FloorPlan['groups'] }) {
  const [paper, choose] = usePaper();
  const [totes, setTotes] = useState({ first: 1, many: 28 });
  const [printed, setPrinted] = useState(false);
  const deed = useDeed();
  const print = async (what: string, make: () => Promise<Blob>): Promise<void> => {
    setPrinted(false);
    setPrinted(await deed.run(async () => save(await make(), fileName(what, paper))));
  };
  const zones = [...new Set(groups.map((one) => one.zone))];
  return (
    <section id="labels" data-role="labels">
      <h2>{tell('labels_title')}</h2>
      <p class="hint">{tell('labels_why')}</p>
      <div class="filters">
        <PaperChoice paper={paper} choose={choose} />
        {printed && (
          <span class="quiet-word" role="status">
            {tell('labels_printed')}
          </span>
        )}
      </div>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      {groups.length === 0 ? (
        <p class="empty">{tell('floor_empty')}</p>
      ) : (
        <table class="rows narrow">
          <thead>
            <tr>
              <th>{tell('zone')}</th>
              <th>{tell('aisle')}</th>
              <th class="number">{tell('floor_bins')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {zones.map((zone) => {
              const own = groups.filter((one) => one.zone === zone);
              return [
                <tr key={zone}>
                  <th scope="row">{zone || '–'}</th>
                  <td />
                  <td class="number">{count(own.reduce((sum, one) => sum + one.bins, 0))}</td>
                  <td>
                    {zone && may('setup.print_bins') && (
                      <button type="button" class="act" data-action="print-zone" disabled={deed.busy} onClick={() => void print(`zone-${zone}`, () => printBins({ zone, paper }))}>
                        {tell('do_print_labels')}
                      </button>
                    )}
                  </td>
                </tr>,
                ...own.map((one) => (
                  <tr key={`${zone} ${one.aisle}`}>
                    <td />
                    <td class="code">{one.aisle || '–'}</td>
                    <td class="number">{count(one.bins)}</td>
                    <td>
                      {one.aisle && may('setup.print_bins') && (
                        <button type="button" class="act" data-action="print-aisle" disabled={deed.busy} onClick={() => void print(`aisle-${one.aisle}`, () => printBins({ zone, aisle: one.aisle, paper }))}>
                          {tell('do_print_labels')}
                        </button>
                      )}
                    </td>
                  </tr>
                )),
              ];
            })}
          </tbody>
        </table>
      )}
      {may('setup.print_totes') && (
        <>
          <h2>{tell('totes_title')}</h2>
          <div class="filters">
            <label class="search">
              {tell('totes_first')}
              <input type="number" name="first" min={1} value={totes.first} onInput={(event) => setTotes({ ...totes, first: event.currentTarget.valueAsNumber || 1 })} />
            </label>
            <label class="search">
              {tell('totes_many')}
              <input type="number" name="many" min={1} max={1000} value={totes.many} onInput={(event) => setTotes({ ...totes, many: event.currentTarget.valueAsNumber || 1 })} />
            </label>
            <button type="button" class="act" data-action="print-totes" disabled={deed.busy} onClick={() => void print('totes', () => printTotes(totes.first, totes.many, paper))}>
              {tell('do_print_labels')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
