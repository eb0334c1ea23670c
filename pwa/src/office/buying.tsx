/** Buying: what the night has reckoned, by supplier; a buyer changes a line or leaves it out, and orders. */
import { useEffect, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { Problem } from '../contract';
import type { Budget, BuyingState, Ordered, Proposal, ProposalLine } from '../contract/buying';
import { tell, tellAny, type DeskCode } from '../messages/desk';
import { approveProposal, changeProposalLine, fetchBuying, reckonNow } from '../sync/buying';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { money } from './money';
import { Num } from './rows';
import { explain, may } from './session';

const LOOK_AGAIN_MS = 1_500;

export function Buying() {
  const found = useFetched<BuyingState>('buying', fetchBuying);
  const [changed, setChanged] = useState<Record<number, Proposal>>({});
  const [ordered, setOrdered] = useState<{ proposal: Proposal; made: Ordered }[]>([]);
  const busy = found.value?.reckoning.busy ?? false;
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(found.again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, found.again]);
  const done = (proposal: Proposal, made: Ordered): void => {
    setOrdered((before) => [...before, { proposal, made }]);
    found.again();
  };
  return (
    <Detail name="buying" found={found}>
      {(read) => {
        // What was changed here counts until the server is read again and knows more.
        const gone = new Set(ordered.map(({ proposal }) => proposal.id));
        const proposals = read.proposals.filter(({ id }) => !gone.has(id)).map((one) => newer(one, changed[one.id]));
        return (
          <>
            <Head state={{ ...read, proposals }} again={found.again} />
            {ordered.map(({ proposal, made }) => (
              <OrderedRemark key={proposal.id} proposal={proposal} ordered={made} />
            ))}
            {proposals.length === 0 && !busy && <p class="empty">{tell(read.reckoning.finishedAt ? 'buying_nothing' : 'buying_never')}</p>}
            {proposals.map((one, at) => (
              <OneProposal
                key={one.id}
                proposal={one}
                open={at === 0 || proposals.length < 3}
                put={(it) => setChanged((before) => ({ ...before, [it.id]: it }))}
                done={(made) => done(one, made)}
                again={found.again}
              />
            ))}
          </>
        );
      }}
    </Detail>
  );
}

const newer = (read: Proposal, changed: Proposal | undefined): Proposal => (changed && changed.version > read.version ? changed : read);

function Head({ state, again }: { state: BuyingState; again: () => void }) {
  const deed = useDeed();
  const { reckoning, budget, proposals } = state;
  const never = reckoning.finishedAt === null && !reckoning.busy;
  const reckon = (): void => void deed.run(reckonNow).then(again);
  // Whoever opens the page before the first night is not left with an empty one.
  useEffect(() => {
    if (never && may('planning.reckon_now')) reckon();
  }, [never]);
  return (
    <header class="page-head">
      <h1>{tell('buying')}</h1>
      <p class="facts-line">
        {reckoning.finishedAt !== null && <span class="hint">{tell('buying_reckoned', { when: dayTime(reckoning.finishedAt), items: count(reckoning.items) })}</span>}
        {reckoning.busy && <span role="status">{tell('buying_busy')}</span>}
        {reckoning.failing && <span class="late">{tell('buying_failing')}</span>}
        <a href="/office/suppliers">{tell('suppliers')}</a>
        {may('planning.reckon_now') && (
          <button type="button" class="act" data-action="reckon" disabled={deed.busy || reckoning.busy} onClick={reckon}>
            {tell('do_reckon')}
          </button>
        )}
      </p>
      {deed.problem && <p class="remark wrong">{deed.problem}</p>}
      {proposals.length > 0 && (
        <dl class="stock-levels buying-sums">
          <div>
            <dt>{tell('buying_total')}</dt>
            <dd>{sums(proposals)}</dd>
          </div>
          {budget && <BudgetSum budget={budget} proposals={proposals} />}
        </dl>
      )}
    </header>
  );
}

function BudgetSum({ budget, proposals }: { budget: Budget; proposals: Proposal[] }) {
  const { currency, budgetMinor, spentMinor } = budget;
  const proposedMinor = proposals.reduce((sum, one) => sum + (one.currency === currency ? one.amountMinor : 0), 0);
  const left = budgetMinor - spentMinor - proposedMinor;
  return (
    <div data-role="budget">
      <dt>{tell('buying_budget')}</dt>
      <dd>{tell('buying_budget_of', { spent: money(spentMinor, currency), budget: money(budgetMinor, currency) })}</dd>
      <p class={left < 0 ? 'late' : 'hint'}>
        {left < 0 ? tell('buying_budget_over', { over: money(-left, currency) }) : tell('buying_budget_left', { left: money(left, currency) })}
      </p>
    </div>
  );
}

/** What all proposals cost, currency by currency. */
function sums(proposals: Proposal[]): string {
  const totals = new Map<string, number>();
  for (const { currency, amountMinor } of proposals) totals.set(currency, (totals.get(currency) ?? 0) + amountMinor);
  return [...totals].map(([currency, minor]) => money(minor, currency)).join(' + ');
}

function OrderedRemark({ proposal, ordered }: { proposal: Proposal; ordered: Ordered }) {
  const { number } = ordered;
  const code: DeskCode = !ordered.isNew ? 'buying_ordered_before' : proposal.sendsItself ? 'buying_ordered_sent' : 'buying_ordered';
  return (
    <p class="remark done" role="status">
      {tell(code, { number, supplier: proposal.supplierName })} <a href={`/office/purchase-orders/${ordered.purchaseOrder}`}>{tell('do_open', { number })}</a>
    </p>
  );
}

interface OneProps {
  proposal: Proposal;
  open: boolean;
  put: (one: Proposal) => void;
  done: (made: Ordered) => void;
  again: () => void;
}

function OneProposal({ proposal, open, put, done, again }: OneProps) {
  const deed = useDeed();
  const [over, setOver] = useState(false);
  const { currency, lines } = proposal;
  const order = (): void =>
    void deed.run(async () => {
      try {
        done(await approveProposal(proposal, over));
      } catch (problem) {
        if (problem instanceof Problem && problem.code === 'over_budget' && may('planning.approve_over_budget')) setOver(true);
        if (problem instanceof Problem && problem.code === 'proposal_changed') again();
        throw problem;
      }
    });
  const waiting = lines.reduce((sum, line) => sum + line.waiting, 0);
  return (
    <details class="proposal" open={open} data-supplier={proposal.supplierId}>
      <summary>
        <span class="proposal-name">{proposal.supplierName}</span>
        <span class="hint">{several('buying_lines', lines.length)}</span>
        <span class="hint">{tell('buying_lead', { days: proposal.leadDays })}</span>
        {waiting > 0 && <span class="late">{several('buying_waiting', waiting)}</span>}
        <span class="proposal-sum">{money(proposal.amountMinor, currency)}</span>
      </summary>
      <div class="actions">
        {may('planning.approve_proposal') && (
          <button type="button" class={over ? 'act danger' : 'act primary'} data-action="order" disabled={deed.busy || proposal.amountMinor + lines.length === 0} onClick={order}>
            {over ? tell('do_order_over') : tell('do_order', { amount: money(proposal.amountMinor, currency) })}
          </button>
        )}
        <a href={`/office/suppliers/${proposal.supplierId}`}>{tell('terms')}</a>
        {proposal.sendsItself && <span class="hint">{tell('buying_sends_itself')}</span>}
        {proposal.belowMinimum && (
          <span class="late">{tell('buying_below_minimum', proposal.minOrderMinor ? { minimum: money(proposal.minOrderMinor, currency) } : {})}</span>
        )}
      </div>
      {deed.problem && (
        <p class="remark wrong" role="alert">
          {deed.problem}
        </p>
      )}
      <table class="rows proposal-lines">
        <thead>
          <tr>
            <th>{tell('item')}</th>
            <th class="number">{tell('available')}</th>
            <th class="number">{tell('buying_on_its_way')}</th>
            <th class="number">{tell('buying_a_day')}</th>
            <th class="number">{tell('buying_order_qty')}</th>
            <th class="number">{tell('price')}</th>
            <th class="number">{tell('buying_amount')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} proposal={proposal} line={line} put={put} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Line({ proposal, line, put }: { proposal: Proposal; line: ProposalLine; put: (one: Proposal) => void }) {
  const [problem, setProblem] = useState('');
  const [typed, setTyped] = useState(String(line.qty));
  useEffect(() => setTyped(String(line.qty)), [line.qty]);
  const { currency } = proposal;
  const change = (what: { qty?: number; left_out?: boolean }): void =>
    void changeProposalLine(proposal.id, line.id, what).then(
      (changed) => {
        put(changed);
        setProblem('');
      },
      (error: unknown) => setProblem(explain(error)),
    );
  const take = (): void => {
    const qty = Number(typed);
    if (qty !== line.qty && Number.isSafeInteger(qty) && qty > 0) change({ qty });
    else setTyped(String(line.qty));
  };
  const mayChange = may('planning.change_proposal_line');
  return (
    <tr class={line.leftOut ? 'left-out' : ''} data-sku={line.sku}>
      <td class="main">
        <a href={`/office/items/${line.item}`}>
          <span class="code">{line.sku}</span> {line.name}
        </a>
        <p class="hint">{line.leftOut ? tell('buying_left_out') : reasons(line, proposal.leadDays)}</p>
        {problem && (
          <p class="remark wrong" role="alert">
            {problem}
          </p>
        )}
      </td>
      <Num label={tell('available')}>{count(line.available)}</Num>
      <Num label={tell('buying_on_its_way')}>{count(line.incoming)}</Num>
      <Num label={tell('buying_a_day')}>{aDay(line.aDayMilli)}</Num>
      <td class="number" data-label={tell('buying_order_qty')}>
        {mayChange && !line.leftOut ? (
          <input
            class="qty"
            type="number"
            min={line.packQty}
            step={line.packQty}
            value={typed}
            aria-label={`${tell('buying_order_qty')} ${line.sku}`}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onChange={take}
          />
        ) : (
          count(line.qty)
        )}
        <p class="hint">
          {line.packQty > 1 && tell('buying_packs', { n: count(line.qty / line.packQty), pack: line.packQty })}
          {line.qty !== line.proposed && ` ${tell('buying_was', { proposed: count(line.proposed) })}`}
        </p>
      </td>
      <Num label={tell('price')}>{money(line.priceMinor, currency)}</Num>
      <Num label={tell('buying_amount')}>{money(line.amountMinor, currency)}</Num>
      <td class="change">
        {mayChange && (
          <button type="button" class="act quiet" data-action={line.leftOut ? 'take-in' : 'leave-out'} onClick={() => change({ left_out: !line.leftOut })}>
            {tell(line.leftOut ? 'do_take_in' : 'do_leave_out')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** "covers 21 days, arrives in 9, 3 orders waiting". */
function reasons(line: ProposalLine, leadDays: number): string {
  return [
    line.coversDays === null ? tell('buying_no_sales') : tell('buying_covers', { days: count(line.coversDays) }),
    tell('buying_arrives', { days: leadDays }),
    line.waiting > 0 && several('buying_waiting', line.waiting),
    ...line.raised.map((why) => tellAny('buying_raised_', why)),
  ]
    .filter(Boolean)
    .join(', ');
}

const several = (stem: 'buying_lines' | 'buying_waiting', n: number): string => tell(`${stem}_${n === 1 ? 'one' : 'many'}`, { n: count(n) });

/** Thousandths of a unit as 12, 1.3, 0.05. */
export const aDay = (milli: number): string => {
  const units = milli / 1000;
  return units >= 10 ? count(Math.round(units)) : String(Number(units.toFixed(units >= 1 ? 1 : 2)));
};
