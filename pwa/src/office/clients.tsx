/** Clients: whoever keeps goods in the house beside its own. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import type { Owner } from '../contract/owners';
import { tell } from '../messages/desk';
import { createOwner, fetchOwners, renameOwner } from '../sync/owners';
import { Refused, SaveOrLeave } from './form';
import { useFetched } from './list';
import { Detail } from './listing';
import { address } from './route';
import { may } from './session';

export function Clients() {
  const found = useFetched<Owner[]>('owners', fetchOwners);
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const saved = (): void => {
    setOpen(null);
    found.again();
  };
  return (
    <Detail name="clients" found={found}>
      {(owners) => {
        const clients = owners.filter(({ house }) => !house);
        return (
          <>
            <header class="page-head">
              <h1>{tell('clients')}</h1>
              <p class="hint">{tell('clients_why')}</p>
            </header>
            {clients.length === 0 && <p class="empty">{tell('clients_none')}</p>}
            {clients.length > 0 && (
              <table class="rows">
                <thead>
                  <tr>
                    <th>{tell('client_code')}</th>
                    <th>{tell('name')}</th>
                    <td />
                  </tr>
                </thead>
                <tbody>
                  {clients.map((one) => (
                    <tr key={one.id} data-client={one.code}>
                      <td class="code">{one.code}</td>
                      <td class="main">{one.name}</td>
                      <td class="change">
                        <a class="act quiet" href={address('/office/orders', { client: one.id })}>
                          {tell('orders')}
                        </a>
                        {may('orders.create_order') && (
                          <a class="act quiet" href={address('/office/orders/new', { client: one.code })} data-action="new-client-order">
                            {tell('do_new_order')}
                          </a>
                        )}
                        {may('people.create_person') && (
                          <a class="act quiet" href={address('/office/people/new', { client: one.code })} data-action="new-client-person">
                            {tell('client_people')}
                          </a>
                        )}
                        {may('owners.change_owner') && (
                          <button type="button" class="act quiet" data-action="change" onClick={() => setOpen(open === one.id ? null : one.id)}>
                            {tell('do_change')}
                          </button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {open !== null && <ClientForm key={open} client={clients.find(({ id }) => id === open) ?? null} saved={saved} onCancel={() => setOpen(null)} />}
            {open === null && may('owners.create_owner') && (
              <button type="button" class="act" data-action="new-client" onClick={() => setOpen('new')}>
                {tell('do_new_client')}
              </button>
            )}
          </>
        );
      }}
    </Detail>
  );
}

function ClientForm({ client, saved, onCancel }: { client: Owner | null; saved: () => void; onCancel: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    void deed.run(() => (client ? renameOwner(client.id, said('name')) : createOwner({ code: said('code').toUpperCase(), name: said('name') }))).then((done) => done && saved());
  };
  return (
    <form class="terms" data-form="client" onSubmit={save}>
      <h2>{client ? client.code : tell('do_new_client')}</h2>
      <fieldset disabled={deed.busy}>
        {!client && (
          <label>
            {tell('client_code')}
            <input name="code" required maxLength={20} autofocus />
          </label>
        )}
        <label>
          {tell('name')}
          <input name="name" required maxLength={80} defaultValue={client?.name ?? ''} />
        </label>
        <SaveOrLeave onCancel={onCancel} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}
