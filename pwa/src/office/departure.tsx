/** A departure: what is for it and what is on it, who loads it, its papers, and the button that lets it leave. */
import { useDeed } from '../board/deed';
import type { DepartureParcel, WholeDeparture } from '../contract/departures';
import { tell, tellAny } from '../messages/desk';
import { cancelDeparture, departureManifest, fetchDeparture, letLeave, takeOff } from '../sync/departures';
import { dayTime } from './format';
import { useFetched } from './list';
import { Detail } from './listing';
import { may } from './session';
import { Act, Sure } from './sure';

export function DeparturePage({ id }: { id: number }) {
  const found = useFetched<WholeDeparture>(`departure ${id}`, () => fetchDeparture(id));
  return (
    <Detail name="departure" found={found}>
      {({ departure, loaders, parcels }) => {
        const isOpen = departure.state === 'planned' || departure.state === 'loading';
        return (
          <>
            <header class="page-head">
              <h1>
                {departure.name} <span class="code">{departure.code}</span>
              </h1>
              <p class="facts-line">
                {tellAny('departure_state_', departure.state)} · {departure.door} · {tell('departure_leaves')} {dayTime(departure.leftAt ?? departure.leavesAt)} · {tell('departure_cut_off')} {dayTime(departure.cutOffAt)}
                {departure.pressing && <span class="late"> {tell('departure_late')}</span>}
              </p>
              {isOpen && <p class="hint">{tell('departure_scan', { code: departure.code, door: departure.door })}</p>}
              {loaders.length > 0 && <p>{tell('departure_loaders', { names: loaders.join(', '), count: loaders.length })}</p>}
            </header>
            <div class="filters">
              <a class="act" href={departureManifest(id, 'pdf')} target="_blank" rel="noopener">
                {tell('manifest_pdf')}
              </a>
              <a class="act" href={departureManifest(id, 'csv')} download>
                {tell('manifest_csv')}
              </a>
              {isOpen && may('departures.let_leave') && <Leaving whole={{ departure, loaders, parcels }} again={found.again} />}
            </div>
            <h2>{tell('departure_on_board', { loaded: departure.loaded, parcels: departure.parcels })}</h2>
            {parcels.length ? <Parcels id={id} parcels={parcels} isOpen={isOpen} again={found.again} /> : <p class="empty">{tell('departure_no_parcels')}</p>}
          </>
        );
      }}
    </Detail>
  );
}

function Leaving({ whole: { departure, loaders }, again }: { whole: WholeDeparture; again: () => void }) {
  const stays = departure.parcels - departure.loaded;
  return (
    <>
      <Sure action="leave" word={tell('do_let_leave')} question={tell('sure_let_leave', { stays: stays || null })} yes={tell('yes_let_leave')} act={() => letLeave(departure.id, false)} then={again} />
      {loaders.length > 0 && <Anyway id={departure.id} again={again} />}
      {departure.loaded === 0 && <Sure action="cancel-departure" word={tell('do_cancel_departure')} question={tell('sure_cancel_departure')} yes={tell('yes_cancel_departure')} act={() => cancelDeparture(departure.id)} then={again} />}
    </>
  );
}

/** Somebody has gone home without saying that they are done. */
function Anyway({ id, again }: { id: number; again: () => void }) {
  const deed = useDeed();
  return (
    <button type="button" class="act quiet" data-action="leave-anyway" disabled={deed.busy} onClick={() => void deed.run(() => letLeave(id, true)).then((done) => done && again())}>
      {tell('do_leave_anyway')}
    </button>
  );
}

function Parcels({ id, parcels, isOpen, again }: { id: number; parcels: DepartureParcel[]; isOpen: boolean; again: () => void }) {
  return (
    <table class="rows">
      <tbody>
        {parcels.map((one) => (
          <tr key={one.id} data-parcel={one.plate}>
            <td class="code">{one.tracking}</td>
            <td class="code">{one.plate}</td>
            <td class="main">
              {one.number} {one.customer}
            </td>
            <td>
              {one.shippedAt
                ? tell('departure_gone', { time: dayTime(one.shippedAt) })
                : one.loadedAt
                  ? tell('departure_loaded', { time: dayTime(one.loadedAt), person: one.loadedBy ?? '' })
                  : `${tell('departure_stays')}, ${one.pallet ? tell('departure_on_pallet', { pallet: one.pallet }) : tell('departure_stands', { place: one.place })}`}
            </td>
            <td class="change">{isOpen && one.loadedAt && may('departures.take_off') && <Act action="take-off" word={tell('do_take_off')} act={() => takeOff(id, one.id)} then={again} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
