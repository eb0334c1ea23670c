/** A return: what was announced, what came and how it was judged, its money, and what is still to be decided. */
import { StateWord } from '../board/state-word';
import type { Announced, ReturnCard, ReturnGoods, ReturnMoney } from '../contract/returns';
import { tell, tellAny } from '../messages/desk';
import { decideGoods, fetchReturn } from '../sync/returns';
import { count, dayTime, money as amount } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { may } from './session';
import { Act, Sure } from './sure';

export function ReturnPage({ id }: { id: number }) {
  const found = useFetched<ReturnCard>(`return ${id}`, () => fetchReturn(id));
  return (
    <Detail name="return" found={found}>
      {(one) => (
        <>
          <header class="page-head">
            <h1>{one.number}</h1>
            <p class="facts-line">
              <StateWord state={one.state} />
              {one.orderId === null ? <span>{tell('return_blind')}</span> : <a href={`/office/orders/${one.orderId}`}>{one.order}</a>}
              <span>{one.customer}</span>
              {one.parcel && <span>{tell('return_parcel', { parcel: one.parcel })}</span>}
              {one.tracking && <span>{tell('return_label', { tracking: one.tracking })}</span>}
              <span class="hint">
                {one.announced.length || one.person === null ? tell('return_announced_at', { when: dayTime(one.madeAt) }) : tell('return_opened', { person: one.person, when: dayTime(one.madeAt) })}
              </span>
            </p>
            {one.note && <p class="remark">{one.note}</p>}
            {one.goods.length > 0 && <p data-role="money">{told(one.money)}</p>}
          </header>
          {one.announced.length > 0 && <AnnouncedLines lines={one.announced} />}
          <h2>{tell('return_goods')}</h2>
          {one.goods.length === 0 ? <p class="empty">{tell('return_goods_none')}</p> : <Goods one={one} again={found.again} />}
        </>
      )}
    </Detail>
  );
}

/** What the customer had paid, at which cost it came back, and what is written off, as sentences. */
function told({ paidMinor, paidCurrency, cameBackMinor, writtenOffMinor, unknown, currency }: ReturnMoney): string {
  return [
    paidMinor ? tell('return_paid', { paid: amount(paidMinor, paidCurrency) }) : '',
    cameBackMinor ? tell('return_cost', { came: amount(cameBackMinor, currency) }) : '',
    writtenOffMinor ? tell('return_written_off', { gone: amount(writtenOffMinor, currency) }) : '',
    unknown ? tell('return_cost_unknown', { units: unknown }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function AnnouncedLines({ lines }: { lines: Announced[] }) {
  return (
    <>
      <h2>{tell('return_announced')}</h2>
      <table class="rows">
        <thead>
          <tr>
            <th>{tell('item')}</th>
            <th class="number">{tell('return_announced')}</th>
            <th class="number">{tell('return_came')}</th>
            <th>{tell('return_reason')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at} data-row tabIndex={0}>
              <td class="main">
                <a class="code" href={`/office/items/${line.item}`}>
                  {line.sku}
                </a>{' '}
                {line.name}
              </td>
              <td class="number">{count(line.qty)}</td>
              <td class="number">{line.came === line.qty ? count(line.came) : <span class="late">{count(line.came)}</span>}</td>
              <td>{line.reason || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Goods({ one, again }: { one: ReturnCard; again: () => void }) {
  return (
    <table class="rows return-goods">
      <thead>
        <tr>
          <th class="number">{tell('units')}</th>
          <th>{tell('item')}</th>
          <th>{tell('return_grade')}</th>
          <th>{tell('return_where')}</th>
          <th>{tell('return_who')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {one.goods.map((goods) => (
          <tr key={goods.id} data-row data-goods={goods.id} tabIndex={0}>
            <td class="number">{count(goods.qty)}</td>
            <td class="main">
              <a class="code" href={`/office/items/${goods.item}`}>
                {goods.sku}
              </a>{' '}
              {goods.name} {goods.lot && <span class="hint">{`${tell('lot')} ${goods.lot}`}</span>}
              {goods.strange && (
                <div>
                  <span class="late">{tellAny('strange_', goods.strange)}</span>
                </div>
              )}
              {goods.soldOrderId !== null && goods.soldOrderId !== one.orderId && (
                <div>
                  <a href={`/office/orders/${goods.soldOrderId}`}>{tell('return_sold_by', { order: goods.soldOrder })}</a>
                </div>
              )}
            </td>
            <td>{tellAny('grade_', goods.grade)}</td>
            <td class="code">{[goods.container, goods.place].filter(Boolean).join(' · ')}</td>
            <td>
              {goods.person ?? '–'} <span class="hint">{dayTime(goods.at)}</span>
            </td>
            <td class="change">
              {goods.decisions.map((each, at) => (
                <div key={at} class="hint">
                  {tell('return_decided', { qty: count(each.qty), follow: tellAny('follow_', each.follow), person: each.person, when: dayTime(each.at) })}
                </div>
              ))}
              {goods.undecided > 0 && <Decide one={one} goods={goods} again={again} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What can become of goods that lie apart. */
function Decide({ one, goods, again }: { one: ReturnCard; goods: ReturnGoods; again: () => void }) {
  const left = tell('return_left', { left: count(goods.undecided), qty: count(goods.qty) });
  if (!may('returns.decide_goods')) return <span>{left}</span>;
  const decide = (follow: string) => (): Promise<unknown> => decideGoods(one.id, goods.id, follow);
  return (
    <>
      {goods.undecided !== goods.qty && <div class="hint">{left}</div>}
      <div class="actions">
        <Act action="restock" word={tell('do_restock')} act={decide('restock')} then={again} />
        <Act action="supplier" word={tell('do_give_to_supplier')} act={decide('supplier')} then={again} />
        <Sure
          action="scrap"
          word={tell('do_write_off')}
          question={tell('sure_write_off', { qty: count(goods.undecided), item: goods.name || goods.sku })}
          yes={tell('do_yes_write_off')}
          act={decide('scrap')}
          then={again}
        />
      </div>
    </>
  );
}
