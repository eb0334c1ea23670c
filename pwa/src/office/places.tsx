/** Places: by zone and code; each with what is in it. */
import { useDeed } from '../board/deed';
import type { Lookup } from '../contract/lookup';
import type { PlaceRow, Zone } from '../contract/office';
import { tell, tellAny } from '../messages/desk';
import { fetchContents, fetchPlaces, fetchZones } from '../sync/office';
import { printBins } from '../sync/setup';
import { Refused } from './form';
import { count } from './format';
import { fileName, usePaper } from './labels';
import { useFetched, useList } from './list';
import type { Column } from './columns';
import { ListPage } from './list-page';
import { Detail } from './listing';
import { address, route } from './route';
import { Num, Row } from './rows';
import { save } from './save';
import { Choice, Search } from './search';
import { may } from './session';
import { ChangeLink } from './stock';
import { placeDeeds } from './place-deeds';
import { outWord, PlaceItself } from './place-form';
import { WhyLink } from './why';
import { ZoneKept } from './zone-kept';

export function Places() {
  const { query } = route.value;
  const [zone, code, use, label] = ['zone', 'code', 'use', 'label'].map((name) => query.get(name) ?? '') as [string, string, string, string];
  const zones = useFetched<Zone[]>('zones', fetchZones);
  const list = useList<PlaceRow>(`${zone} ${code} ${use} ${label}`, (cursor) => fetchPlaces({ zone, code: code.toUpperCase(), use, label, cursor }));
  const chosen = zones.value?.find((one) => one.code === zone);
  return (
    <>
    {chosen && may('locations.change_zone') && <ZoneKept key={chosen.code} zone={chosen} saved={zones.again} />}
    <ListPage
      name="places"
      list={list}
      filters={
        <>
          <Search name="code" label={tell('search_place')} />
          {may('stock.list_transit') && (
            <a class="act" href="/office/transfers">
              {tell('transfers')}
            </a>
          )}
          <a class="act" href="/office/cartons">
            {tell('cartons')}
          </a>
          <Choice name="zone" label={tell('zone')} options={[['', tell('all_zones')], ...(zones.value ?? []).map((one) => [one.code, `${one.code} ${one.name}`] as const)]} />
          <Choice name="use" label={tell('place_use')} options={[['', tell('use_any')], ['in', tell('use_in')], ['out', tell('use_out')]]} />
          <Choice name="label" label={tell('labels_old')} options={[['', tell('labels_any')], ['old', tell('labels_old_only')]]} />
          {/* What is printed is what is listed: more cannot be said of it than its zone. */}
          {label === 'old' && !code && use !== 'out' && may('setup.print_bins') && list.items !== null && list.items.length > 0 && <PrintOld zone={zone} done={list.again} />}
        </>
      }
      empty={tell('places_none')}
      columns={columns()}
      keyOf={({ id }) => String(id)}
      named={({ code }) => code}
      to={(place) => (place.virtual ? undefined : pageOf(place))}
      deeds={placeDeeds()}
    />
    </>
  );
}

const pageOf = ({ code }: PlaceRow): string => `/office/places/${encodeURIComponent(code)}`;

function columns(): readonly Column<PlaceRow>[] {
  return [
    {
      name: 'place',
      word: tell('place'),
      fixed: true,
      look: 'code main',
      cell: (place) =>
        place.virtual ? (
          place.code
        ) : (
          <a href={pageOf(place)} tabIndex={-1}>
            {place.code}
          </a>
        ),
    },
    { name: 'kind', word: tell('place_kind'), cell: ({ kind }) => tellAny('kind_of_place_', kind) },
    { name: 'zone', word: tell('zone'), bare: true, cell: ({ zone }) => zone ?? '–' },
    { name: 'pallets', word: tell('max_pallets'), number: true, seldom: true, cell: ({ maxPallets }) => (maxPallets ? count(maxPallets) : '–') },
    { name: 'use', word: tell('place_state'), bare: true, cell: ({ active, outWhy, labelOld }) => (active ? labelOld ? tell('label_is_old') : '' : <span class="out-of-use">{outWord(outWhy)}</span>) },
    { name: 'pickable', word: tell('pickable'), bare: true, cell: ({ pickable }) => tell(pickable ? 'yes' : 'no') },
  ];
}

/** Printing them says that they are new. */
function PrintOld({ zone, done }: { zone: string; done: () => void }) {
  const [paper] = usePaper();
  const deed = useDeed();
  return (
    <>
      <button type="button" class="act" data-action="print-old" disabled={deed.busy} onClick={() => void deed.run(async () => save(await printBins({ zone, old: true, paper }), fileName('new-labels', paper))).then((ok) => ok && done())}>
        {tell('do_print_old')}
      </button>
      <Refused problem={deed.problem} />
    </>
  );
}

export function PlacePage({ code }: { code: string }) {
  const found = useFetched<Lookup>(`place ${code}`, () => fetchContents(code));
  return (
    <Detail name="place" found={found}>
      {(place) => (
        <>
          <header class="page-head">
            <h1 class="code">{place.code || code}</h1>
            {place.kind === 'container' ? (
              <p class="facts-line">
                {place.place && <a href={`/office/places/${encodeURIComponent(place.place)}`}>{place.place}</a>}
                {place.order && <span>{tell('made_order', { order: place.order })}</span>}
              </p>
            ) : (
              may('insight.list_scans') && (
                <p class="facts-line">
                  <a href={address('/board/journal', { place: code })}>{tell('scans_of_it')}</a>
                </p>
              )
            )}
          </header>
          {place.kind === 'place' && <PlaceItself key={code} code={place.code || code} />}
          <h2>{tell('contents')}</h2>
          {place.kind !== 'place' && place.kind !== 'container' ? (
            <p class="empty">{tell('not_found')}</p>
          ) : place.holdings.length === 0 ? (
            <p class="empty">{tell('is_empty')}</p>
          ) : (
            <table class="rows narrow">
              <tbody>
                {place.holdings.map((one) => (
                  <Row key={`${one.sku} ${one.lot} ${one.container}`} to={address('/office/items', { q: one.sku })}>
                    <td class="main">
                      <span class="code">{one.sku}</span> {one.name}
                    </td>
                    <td class="code">{one.lot ?? ''}</td>
                    <td class="code">{one.container ?? ''}</td>
                    <Num label={tell('qty')}>
                      <WhyLink number="balance" of={{ item: one.itemId, place: one.placeId, lot: one.lotId, container: one.container, owner: one.ownerId }}>
                        {count(one.qty)}
                      </WhyLink>
                    </Num>
                    <td class="change">
                      <ChangeLink of={{ item: one.itemId, place: one.placeId, lot: one.lotId, container: one.container, owner: one.ownerId }} />
                    </td>
                  </Row>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Detail>
  );
}
