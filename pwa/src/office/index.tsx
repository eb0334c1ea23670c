/** Board and office: who is not signed in signs in; then the address decides which page is shown. */
import { useEffect, useMemo } from 'preact/hooks';
import { BoardLight, BoardPage } from '../board/board-page';
import { JournalPage } from '../board/journal-page';
import { LiveBoard } from '../board/live-board';
import { peopleInOrder } from '../board/state';
import { TaskPage } from '../board/task-page';
import type { Session } from '../contract';
import { tell } from '../messages/desk';
import { ArchivePage } from './archive';
import { Carriers } from './carriers';
import { Cartons } from './cartons';
import { ChannelPage } from './channel';
import { Channels } from './channels';
import { Clients } from './clients';
import { ContainerPage } from './container';
import { Containers } from './containers';
import { CountRounds } from './count-rounds';
import { Counts } from './counts';
import { Buying } from './buying';
import { DeparturePage } from './departure';
import { Departures } from './departures';
import { Documents } from './documents';
import { Frame, TARGETS } from './frame';
import { AllItems } from './all-items';
import { Faces } from './faces';
import { FirstRunOrSignIn } from './first-run';
import { FloorPage } from './floor';
import { ImportPage } from './import-page';
import { Imports } from './imports';
import { ItemPage } from './items';
import { Kits } from './kits';
import { OrderPage, Orders } from './orders';
import { Devices } from './devices';
import { LotPage } from './lots';
import { People } from './people';
import { NewPerson, PersonPage } from './person';
import { PlacePage, Places } from './places';
import { Deliveries } from './deliveries';
import { DeliveryPage } from './delivery';
import { PurchaseOrderPage } from './purchase-order';
import { PurchaseOrders } from './purchase-orders';
import { ReturnPage } from './return';
import { Inspections } from './inspections';
import { Returns } from './returns';
import { NewOrder } from './new-order';
import { NewSupplier } from './new-supplier';
import { Printing } from './printing';
import { goTo, route } from './route';
import { findSession, may, session, signOut } from './session';
import { Relocations } from './relocations';
import { Settings } from './settings';
import { StockPage, Transfers } from './stock';
import { StockAlerts } from './stock-alerts';
import { StockRulesPage } from './stock-rules';
import { SupplierPage, Suppliers } from './suppliers';
import { Tokens } from './tokens';
import { TroublesPage } from './troubles';
import { ValuePage } from './value';
import { WatchPage } from './watch';
import { WebhookPage } from './webhook';
import { Webhooks } from './webhooks';
import { WhyPage } from './why';
import { WorkOrders } from './work-orders';

export default function Office() {
  useEffect(() => {
    document.title = 'Pickface';
    void findSession();
  }, []);
  const who = session.value;
  if (who === 'asking') return <p class="desk-wait">{tell('reading')}</p>;
  if (who === null) return <FirstRunOrSignIn />;
  return <SignedIn key={who.person.id} who={who} />;
}

function SignedIn({ who }: { who: Session }) {
  const leads = may('insight.show_board');
  const board = useMemo(() => new LiveBoard(), []);
  useEffect(() => {
    if (!leads) return undefined;
    board.start();
    return () => board.stop();
  }, [leads]);

  const [area, section, id] = route.value.path;
  useEffect(() => {
    if (section) return;
    // Whoever may not see the board has the first page that is theirs; the bare office is its first list.
    if (area === 'office' || !leads) goTo(TARGETS.find(({ to, needs }) => may(needs) && (area === 'board' || to.startsWith('/office')))?.to ?? '/office/items', true);
  }, [area, section, leads]);

  return (
    <Frame who={who} light={leads && <BoardLight board={board} />}>
      {area === 'board' ? leads ? <BoardArea board={board} section={section} id={id} /> : <WrongRole who={who} /> : <OfficeArea section={section} id={id} />}
    </Frame>
  );
}

function BoardArea({ board, section, id }: { board: LiveBoard; section: string | undefined; id: string | undefined }) {
  if (section === 'journal') return <JournalPage people={peopleInOrder(board.held.value)} />;
  if (section === 'tasks' && id) return <TaskPage key={id} board={board} id={Number(id)} />;
  return <BoardPage board={board} />;
}

function OfficeArea({ section, id }: { section: string | undefined; id: string | undefined }) {
  switch (section) {
    case 'orders':
      return id === 'new' ? <NewOrder /> : id ? <OrderPage key={id} id={Number(id)} /> : <Orders />;
    case 'work-orders':
      return <WorkOrders />;
    case 'kits':
      return <Kits />;
    case 'returns':
      return id ? <ReturnPage key={id} id={Number(id)} /> : <Returns />;
    case 'inspections':
      return <Inspections />;
    case 'buying':
      return <Buying />;
    case 'suppliers':
      return id === 'new' ? <NewSupplier /> : id ? <SupplierPage key={id} id={Number(id)} /> : <Suppliers />;
    case 'purchase-orders':
      return id ? <PurchaseOrderPage key={id} id={Number(id)} /> : <PurchaseOrders />;
    case 'deliveries':
      return id ? <DeliveryPage key={id} id={Number(id)} /> : <Deliveries />;
    case 'places':
      return id ? <PlacePage key={id} code={id} /> : <Places />;
    case 'containers':
      return id ? <ContainerPage key={id} code={id} /> : <Containers />;
    case 'lots':
      return <LotPage key={id} id={Number(id)} />;
    case 'value':
      return <ValuePage />;
    case 'troubles':
      return <TroublesPage />;
    case 'stock-alerts':
      return <StockAlerts />;
    case 'stock-rules':
      return <StockRulesPage />;
    case 'watch':
      return <WatchPage />;
    case 'why':
      return <WhyPage />;
    case 'carriers':
      return <Carriers />;
    case 'printing':
      return <Printing />;
    case 'documents':
      return <Documents />;
    case 'departures':
      return id ? <DeparturePage key={id} id={Number(id)} /> : <Departures />;
    case 'pick-faces':
      return <Faces />;
    case 'relocations':
      return <Relocations />;
    case 'cartons':
      return <Cartons />;
    case 'stock':
      return <StockPage key={route.value.query.toString()} />;
    case 'transfers':
      return <Transfers />;
    case 'counts':
      return <Counts />;
    case 'count-rounds':
      return <CountRounds />;
    case 'people':
      return id === 'new' ? <NewPerson /> : id ? <PersonPage key={id} id={Number(id)} /> : <People />;
    case 'devices':
      return <Devices />;
    case 'floor':
      return <FloorPage />;
    case 'imports':
      return id ? <ImportPage key={id} id={Number(id)} /> : <Imports />;
    case 'settings':
      return <Settings />;
    case 'channels':
      return id ? <ChannelPage key={id} id={Number(id)} /> : <Channels />;
    case 'clients':
      return <Clients />;
    case 'webhooks':
      return id ? <WebhookPage key={id} id={Number(id)} /> : <Webhooks />;
    case 'archive':
      return <ArchivePage />;
    case 'tokens':
      return <Tokens />;
    default:
      return id ? <ItemPage key={id} id={Number(id)} /> : <AllItems />;
  }
}

function WrongRole({ who }: { who: Session }) {
  return (
    <div class="page">
      <p class="empty">{tell('wrong_role', { name: who.person.name })}</p>
      <button type="button" class="act" onClick={() => void signOut()}>
        {tell('do_sign_in_other')}
      </button>
    </div>
  );
}
