/** By which service a carrier's labels are bought, whether that works, and the manifests that it makes. */
import { useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { Account, Carrier, CarrierPaper, Quote } from '../contract/carriers';
import { tell, tellAny } from '../messages/desk';
import { askForPaper, carrierPaper, fetchAccount, fetchPapers, sayAccount, takeAccountAway, tryAccount } from '../sync/carriers';
import { Refused, SaveOrLeave } from './form';
import { useFetched } from './list';
import { typedAmount } from './money';
import { may } from './session';
import { Act } from './sure';

const ADDRESS = [
  ['name', 60],
  ['street', 80],
  ['postcode', 20],
  ['city', 60],
  ['state', 20],
  ['country', 2],
  ['phone', 30],
] as const;
const NEEDED = new Set<string>(['name', 'street', 'city', 'country']);

type Said = (name: string) => string;
const saidIn = (event: SubmitEvent): Said => {
  const form = new FormData(event.currentTarget as HTMLFormElement);
  return (name) => String(form.get(name) ?? '').trim();
};

export function CarrierAccount({ carrier }: { carrier: Carrier }) {
  const found = useFetched<Account>(`account ${carrier.id}`, () => fetchAccount(carrier.id));
  const [changing, setChanging] = useState(false);
  const account = found.value;
  const over = (): void => {
    setChanging(false);
    found.again();
  };
  return (
    <section class="terms" data-form="account">
      <h2>{tell('account')}</h2>
      {found.problem && <p class="remark wrong">{found.problem}</p>}
      {account && !changing && (
        <>
          <p class="hint">{account.service ? tell('account_there', { ways: account.ways.join(', ') || tell('account_all_ways'), format: account.format }) : tell('account_none')}</p>
          <div class="actions">
            <button type="button" class="act" data-action="say-account" onClick={() => setChanging(true)}>
              {account.service ? tell('do_change') : tell('do_say_account')}
            </button>
            {account.service && <Act action="take-account-away" word={tell('do_take_account_away')} act={() => takeAccountAway(carrier.id)} then={found.again} />}
          </div>
          {account.service && <TryIt carrier={carrier} sender={account.sender} />}
        </>
      )}
      {account && changing && <AccountForm carrier={carrier} account={account} over={over} leave={() => setChanging(false)} />}
    </section>
  );
}

function AccountForm({ carrier, account, over, leave }: { carrier: Carrier; account: Account; over: () => void; leave: () => void }) {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = saidIn(event);
    const sender = Object.fromEntries(ADDRESS.map(([name]) => [name, name === 'country' ? said(name).toUpperCase() : said(name)]));
    const ways = said('ways')
      .split(',')
      .map((way) => way.trim())
      .filter(Boolean);
    const key = said('api_key');
    void deed.run(() => sayAccount(carrier.id, { service: 'easypost', sender, ways, format: said('format'), ...(key ? { api_key: key } : {}) })).then((done) => done && over());
  };
  return (
    <form onSubmit={save}>
      <p class="hint">{tell('account_why')}</p>
      <fieldset disabled={deed.busy}>
        <label>
          {tell('account_key')}
          <input name="api_key" type="password" autocomplete="off" required={!account.hasKey} minLength={8} maxLength={200} placeholder={account.hasKey ? tell('account_key_kept') : ''} />
        </label>
        <label>
          {tell('account_ways')}
          <input name="ways" maxLength={400} defaultValue={account.ways.join(', ')} placeholder={tell('account_all_ways')} title={tell('account_ways_hint')} />
        </label>
        <label>
          {tell('account_format')}
          <select name="format" defaultValue={account.format}>
            <option value="PDF">PDF</option>
            <option value="ZPL">ZPL</option>
          </select>
        </label>
        {ADDRESS.map(([name, most]) => (
          <label key={name}>
            {tell(`sender_${name}`)}
            <input name={name} maxLength={most} required={NEEDED.has(name)} defaultValue={account.sender[name] ?? ''} {...(name === 'country' ? { minLength: 2, pattern: '[A-Za-z]{2}' } : {})} />
          </label>
        ))}
        <SaveOrLeave onCancel={leave} />
      </fieldset>
      <Refused problem={deed.problem} />
    </form>
  );
}

/** Ask what a parcel to the sender's own door would cost: whether the key, the address and the ways are right. */
function TryIt({ carrier, sender }: { carrier: Carrier; sender: Record<string, string> }) {
  const deed = useDeed();
  const [quotes, setQuotes] = useState<Quote[] | null>(null);
  const ask = (): void => {
    setQuotes(null);
    const to = Object.fromEntries(['street', 'postcode', 'city', 'state', 'country'].map((name) => [name, sender[name] ?? '']));
    void deed.run(async () => setQuotes(await tryAccount(carrier.id, { weight_g: 1000, ...to })));
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="act quiet" data-action="try-account" disabled={deed.busy} onClick={ask}>
          {deed.busy ? tell('account_trying') : tell('do_try_account')}
        </button>
      </div>
      {quotes && (
        <p class="facts-line" data-role="quotes">
          {tell('account_works', { ways: quotes.map((one) => `${one.way} ${typedAmount(one.priceMinor, 'EUR')} ${one.currency}`).join(', ') })}
        </p>
      )}
      <Refused problem={deed.problem} />
    </>
  );
}

/** The manifests that the carrier makes itself: some want one before they take parcels. */
export function CarrierPapers({ carrier, day }: { carrier: Carrier; day: string }) {
  const found = useFetched<CarrierPaper[]>(`papers ${carrier.id}`, () => fetchPapers(carrier.id));
  const deed = useDeed();
  const papers = found.value ?? [];
  return (
    <section data-form="carrier-papers">
      <h2>{tell('carrier_papers', { name: carrier.name })}</h2>
      <p class="hint">{tell('carrier_papers_why')}</p>
      {may('postage.ask_for_manifest') && (
        <button type="button" class="act" data-action="ask-for-paper" disabled={deed.busy} onClick={() => void deed.run(() => askForPaper(carrier.id, day)).then((done) => done && found.again())}>
          {tell('do_ask_for_paper', { day })}
        </button>
      )}
      <Refused problem={deed.problem} />
      {papers.length > 0 && (
        <table class="rows narrow">
          <tbody>
            {papers.map((one) => (
              <tr key={one.id}>
                <td>{one.day}</td>
                <td class="main">{tell('carrier_paper_parcels', { parcels: one.parcels })}</td>
                <td>
                  {one.state === 'ready' && (
                    <a class="act" href={carrierPaper(one.id)} target="_blank" rel="noopener">
                      {tell('manifest_pdf')}
                    </a>
                  )}
                  {one.state === 'wanted' && <span class="hint">{tell('label_on_its_way')}</span>}
                  {one.state === 'refused' && <span class="remark wrong">{tellAny('', one.problem, { said: one.said || null })}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
