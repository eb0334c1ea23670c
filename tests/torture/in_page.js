// What the harness puts into a page before the app starts: a clock that can be wrong, storage that can fail, and an ear
// that hears every answer with its words, also those between two looks at the screen.
(() => {
  const RealDate = Date;
  const skew = () => Number(localStorage.getItem('torture-skew') || 0);
  class SkewedDate extends RealDate {
    constructor(...given) {
      if (given.length) super(...given);
      else super(RealDate.now() + skew());
    }
    static now() {
      return RealDate.now() + skew();
    }
  }
  globalThis.Date = SkewedDate;

  globalThis.tortureFailures = 0;
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = begin.call(this, stores, mode, options);
    if (mode === 'readwrite' && globalThis.tortureFailures > 0) {
      globalThis.tortureFailures -= 1;
      transaction.abort();
    }
    return transaction;
  };

  globalThis.tortureHeard = {};
  const listen = () => {
    const count = document.querySelector('main')?.dataset.count;
    if (count) globalThis.tortureHeard[count] = document.querySelector('[data-role=said]')?.textContent ?? '';
  };
  new MutationObserver(listen).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-count'] });
})();
