/** Somebody new to buy from: code and name, and where orders go. The other terms are on the supplier's own page. */
import { useDeed } from '../board/deed';
import { saidIn } from '../board/said';
import { tell } from '../messages/desk';
import { createSupplier } from '../sync/buying';
import { Refused, SaveOrLeave } from './form';
import { goTo } from './route';

export function NewSupplier() {
  const deed = useDeed();
  const save = (event: SubmitEvent): void => {
    const said = saidIn(event);
    void deed.run(async () => {
      const made = await createSupplier({
        code: said('code'),
        name: said('name'),
        email: said('email'),
        address: said('address'),
        lead_days: Number(said('lead')),
        currency: said('currency').toUpperCase(),
      });
      goTo(`/office/suppliers/${made.id}`, true);
    });
  };
  return (
    <div class="page" data-page="new-supplier">
      <header class="page-head">
        <h1>{tell('supplier_new')}</h1>
        <p class="hint">
          {tell('supplier_new_why')} <a href="/office/imports">{tell('supplier_new_many')}</a>
        </p>
      </header>
      <form class="terms" onSubmit={save}>
        <fieldset disabled={deed.busy}>
          <label>
            {tell('supplier_new_code')}
            <input name="code" class="code" maxLength={20} required autofocus autocomplete="off" />
          </label>
          <label>
            {tell('name')}
            <input name="name" maxLength={80} required autocomplete="off" />
          </label>
          <label>
            {tell('supplier_email')}
            <input name="email" type="email" maxLength={120} autocomplete="off" />
          </label>
          <label>
            {tell('supplier_address')}
            <textarea name="address" rows={3} maxLength={400} />
          </label>
          <label>
            {tell('supplier_lead')}
            <input name="lead" type="number" min={0} max={365} required defaultValue="7" />
          </label>
          <label>
            {tell('supplier_currency')}
            <input name="currency" class="code" pattern="[A-Za-z]{3}" maxLength={3} required defaultValue="EUR" />
          </label>
          <SaveOrLeave />
        </fieldset>
        <Refused problem={deed.problem} />
      </form>
    </div>
  );
}
