/** A container: where it stands, what is in it and stands in it, what it weighs, and what was done with it. */
import { Fragment } from 'preact';
import type { Contained, ContainerCard, Done } from '../contract/containers';
import { tell, tellAny } from '../messages/desk';
import { fetchContainer } from '../sync/containers';
import { kilos, pageOf } from './containers';
import { count, dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { PrintPlates } from './print-plates';
import { Num, Row } from './rows';
import { may } from './session';
import { ChangeLink } from './stock';
import { WhyLink } from './why';

export function ContainerPage({ code }: { code: string }) {
  const found = useFetched<ContainerCard>(`container ${code}`, () => fetchContainer(code));
  return (
    <Detail name="container" found={found}>
      {(one) => (
        <>
          <header class="page-head">
            <h1 class="code">{one.code}</h1>
            <p class="facts-line">
              <span>{tellAny('kind_of_', one.kind)}</span>
              <span>{tellAny('state_', one.state)}</span>
              <a class="code" href={`/office/places/${encodeURIComponent(one.place)}`}>
                {one.place}
              </a>
              {one.path.length > 0 && (
                <span>
                  {tell('stands_on')}{' '}
                  {one.path.map((plate, at) => (
                    <span key={plate}>
                      {at > 0 && ' › '}
                      <a class="code" href={pageOf(plate)}>
                        {plate}
                      </a>
                    </span>
                  ))}
                </span>
              )}
              {one.orderId !== null && <a href={`/office/orders/${one.orderId}`}>{tell('orders')}</a>}
            </p>
          </header>
          <p class="hint">
            {one.weightG > 0 ? `${tell('kilograms', { kg: kilos(one.weightG) })}, ${tell('weighed', { time: one.weighedAt === null ? null : dayTime(one.weighedAt) })}. ` : ''}
            {one.contents.length > 0 && (one.goodsG === null ? tell('goods_weigh_unknown') : tell('goods_weigh', { kg: kilos(one.goodsG) }))}
          </p>
          {may('setup.print_plates') && <PrintPlates codes={[one.code]} />}
          <h2>{tell('contents')}</h2>
          {one.contents.length === 0 && one.nested.length === 0 ? <p class="empty">{tell('is_empty')}</p> : <Tree of={one} />}
          <h2>{tell('done_with_it')}</h2>
          {one.history.length === 0 ? <p class="empty">{tell('done_nothing')}</p> : <History rows={one.history} />}
        </>
      )}
    </Detail>
  );
}

/** What lies loose in it, then each container in it with what lies in that. */
function Tree({ of }: { of: ContainerCard }) {
  const levels = [{ code: of.code, kind: of.kind, depth: 0 }, ...of.nested];
  return (
    <table class="rows tree">
      <tbody>
        {levels.map(({ code, kind, depth }) => (
          <Fragment key={code}>
            {depth > 0 && (
              <Row to={pageOf(code)}>
                <td class="main" style={{ paddingInlineStart: `${depth * 1.5}rem` }} colSpan={4}>
                  <a class="code" href={pageOf(code)} tabIndex={-1}>
                    {code}
                  </a>{' '}
                  {tellAny('kind_of_', kind)}
                </td>
                <td />
              </Row>
            )}
            {of.contents
              .filter(({ container }) => container === code)
              .map((held) => (
                <Held key={`${code} ${held.item} ${held.lotId} ${held.ownerId}`} held={held} depth={depth} place={of.placeId} owners={new Set(of.contents.map(({ ownerId }) => ownerId)).size > 1} />
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Held({ held, depth, place, owners }: { held: Contained; depth: number; place: number; owners: boolean }) {
  const of = { item: held.item, place, lot: held.lotId, container: held.container, owner: held.ownerId };
  return (
    <Row to={`/office/items/${held.item}`}>
      <td class="main" style={{ paddingInlineStart: `${(depth + 1) * 1.5}rem` }}>
        <span class="code">{held.sku}</span> {held.name}
      </td>
      <td class="code">{held.lot}</td>
      <td>{owners ? held.owner : ''}</td>
      <Num label={tell('qty')}>
        <WhyLink number="balance" of={of}>
          {count(held.qty)}
        </WhyLink>
      </Num>
      <td class="change">
        <ChangeLink of={of} />
      </td>
    </Row>
  );
}

function History({ rows }: { rows: Done[] }) {
  return (
    <table class="rows narrow history">
      <tbody>
        {rows.map((one, at) => (
          <tr key={at}>
            <td>{dayTime(one.at)}</td>
            <td class="main">{words(one)}</td>
            <td>{one.person ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function words(one: Done): string {
  const { what, other, place, parent } = one;
  if (what === 'moved' && one.parentBefore) return tell('done_moved_off', { parent: one.parentBefore, place });
  return tellAny('done_', what, { before: one.placeBefore, place, parent, other, kg: kilos(one.weightG) });
}
