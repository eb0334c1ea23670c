/** Every sentence of board and office, by code; loaded with them. The handheld's sentences for shared codes come from its own catalogue. */
import { addressesEn } from './addresses';
import { alertingEn } from './alerting';
import { adjustingEn } from './adjusting';
import { archivingEn } from './archiving';
import { buyingEn } from './buying';
import { cartonsEn } from './cartons';
import { channelsEn } from './channels';
import { containersEn } from './containers';
import { countingEn } from './counting';
import { documentsEn } from './documents';
import { exceptionsEn } from './exceptions';
import { importingEn } from './importing';
import { postageEn } from './postage';
import { listingEn } from './listing';
import { fill, isCode, say, type Words } from './index';
import { inspectingEn } from './inspecting';
import { journalEn } from './journal';
import { kitsEn } from './kits';
import { listsEn } from './lists';
import { ownersEn } from './owners';
import { placesEn } from './places';
import { placingEn } from './placing';
import { printingEn } from './printing';
import { recallingEn } from './recalling';
import { returningEn } from './returning';
import { settingUp } from './setting-up';
import { shippingEn } from './shipping';
import { softwareEn } from './software';
import { substitutesEn } from './substitutes';
import { unknownGoodsEn } from './unknown-goods';
import { valueEn } from './value';
import { whyEn } from './why';
import { workEn } from './work';

export const deskEn = {
  ...settingUp,
  ...buyingEn,
  ...valueEn,
  ...channelsEn,
  ...ownersEn,
  ...returningEn,
  ...inspectingEn,
  ...containersEn,
  ...unknownGoodsEn,
  ...kitsEn,
  ...substitutesEn,
  ...shippingEn,
  ...postageEn,
  ...printingEn,
  ...documentsEn,
  ...addressesEn,
  ...archivingEn,
  ...adjustingEn,
  ...countingEn,
  ...workEn,
  ...exceptionsEn,
  ...journalEn,
  ...listsEn,
  ...whyEn,
  ...recallingEn,
  ...placingEn,
  ...placesEn,
  ...cartonsEn,
  ...importingEn,
  ...softwareEn,
  ...alertingEn,

  ...listingEn,
  // The frame.
  where_to: 'Pages',
  goods: 'Goods',
  buying_group: 'Buying',
  floor_group: 'Floor',
  house: 'House',
  tokens_short: 'Software',
  board: 'Board',
  journal: 'Journal',
  items: 'Items',
  orders: 'Orders',
  purchase_orders: 'Purchase orders',
  places: 'Places',
  skip_to_content: 'Go to the page',
  live: 'Live',
  connecting: 'Connecting …',
  away_since: 'Not connected. This is how it was at {time}.',
  reading: 'One moment …',
  signed_in_as: '{name}, {role}',
  sign_out: 'Sign out',
  keys_hint: 'Keys: ↑ ↓ rows, Enter opens, x chooses, / searches, Esc goes back, ? shows all',

  // Signing in.
  sign_in_title: 'Sign in',
  sign_in_why: 'Board and office are for people with a login and a password. Badges are for handhelds.',
  login: 'Login',
  password: 'Password',
  do_sign_in: 'Sign in',
  desk_sign_in_failed: 'Login and password do not match. Try again.',
  wrong_role: ['The board is for supervisors and managers. You are signed in as {name}.', 'This page is for other roles.'],
  do_sign_in_other: 'Sign in as somebody else',

  // What went wrong.
  deed_not_answered: 'The server does not answer. Look what was done before you do it again.',
  desk_no_network: 'The server cannot be reached. It is tried again by itself.',
  desk_failed: 'That did not work. Nothing has changed.',
  desk_conflict: ['It has changed meanwhile: it is {state} now.', 'It has changed meanwhile. Look at it again.'],
  desk_bad_request: ['{field}: that cannot be right. Nothing has changed.', 'Something in it cannot be right. Nothing has changed.'],
  desk_bad_media_type: 'This kind of file is not taken here.',
  desk_method_not_allowed: 'This page and the server do not fit together. Reload the page.',
  desk_too_large: 'That is too large. Send it in smaller pieces.',
  desk_bad_barcode: ['{value} is no barcode: it has 1 to 80 characters.', 'A barcode has 1 to 80 characters.'],
  desk_barcode_taken: ['{value} is already a barcode of {sku}.', 'Another item has that barcode.'],
  desk_barcode_not_printable: ['{text} cannot be printed as this kind of barcode.', 'That cannot be printed as this kind of barcode.'],
  desk_bad_place_code: ['A scanner would read this code as {key}. Choose another.', 'A scanner would take this code for something else. Choose another.'],
  desk_old_label_hangs: ['The label of {place} still says {code}. Print its new label first, or choose another code.', 'An old label still says that code.'],
  desk_code_taken: ['{code} is taken. Choose another code.', 'That code is taken. Choose another.'],
  desk_badge_taken: ['Somebody has the badge {badge} or that login.', 'Somebody has that badge or login.'],
  desk_sku_taken: ['There is an item {sku} already.', 'There is an item with that number already.'],
  desk_supplier_taken: ['There is a supplier {code} already.', 'There is a supplier with that code already.'],
  desk_order_exists: ['There is an order {number} already.', 'There is an order with that number already.'],
  desk_purchase_order_exists: ['There is a purchase order {number} already.', 'There is a purchase order with that number already.'],
  desk_item_not_found: ['There is no item {item}.', 'There is no such item.'],
  desk_supplier_not_found: ['There is no supplier {supplier}.', 'There is no such supplier.'],
  desk_place_not_found: ['There is no place {place}.', 'There is no such place.'],
  desk_container_not_found: ['There is no container {code}.', 'There is no such container.'],
  desk_purchase_order_not_found: 'There is no such purchase order.',
  desk_not_enough: ['The books have only {there} there. Count it first.', 'The books have fewer there. Count it first.'],
  desk_site_exists: 'This installation is set up already. Sign in.',
  desk_setup_code_wrong: 'This is not the code on the console. Look again.',
  desk_setup_code_over: 'The code’s hour is over, or it was used. “pickface setup-code” makes a new one.',
  desk_nothing_to_print: 'There is nothing of that to print.',
  desk_import_not_ready: 'The file was brought in already, or must be checked first.',
  desk_bad_upload: 'This file cannot be read as a table. Save it as .xlsx or CSV and try again.',
  desk_it_differs: 'It is there already and differs. What is there stays.',
  desk_stock_differs: 'The books know this bin. Count it instead.',
  desk_lot_needed: 'This item is kept by lot. Say which.',
  desk_expiry_needed: 'This item is kept by lot and expiry. Say the day.',
  desk_serials_needed: ['{item} is kept by serial number: name each of the {qty}, not {named}.', 'This item is kept by serial number: name each.'],
  desk_serial_twice: ['{item} {serial} stands there twice.', 'A serial number stands there twice.'],
  desk_serial_known: ['{item} {serial} is known already: {where}.', 'A serial number is known already.'],
  desk_serials_are_received: 'Serial numbers come in one by one, by receiving.',
  desk_weak_pin: 'This PIN is tried first by whoever finds the badge. Choose another than 1111 or 1234.',
  desk_own_count: 'You have counted this bin yourself. Somebody else has to approve it.',
  desk_over_your_limit: 'This is worth more than a supervisor may decide about. Ask a manager.',
  desk_other_zones_picked: 'Other zones of this order are being picked. Cancel the order instead.',
  desk_zone_frozen: ['Zone {zone} is being counted. It can be released when the stocktake is done.', 'The zone is being counted.'],
  do_retry: 'Try again',

  // The search above every page.
  find_anything: 'Find anything',
  found_nothing: 'Nothing is called “{q}”.',
  found_item: 'item',
  found_lot: 'lot',
  found_place: 'place',
  found_container: 'container',
  found_order: 'order',
  found_purchase_order: 'purchase order',
  found_delivery: 'expected delivery',
  found_person: 'person',

  // Times.
  now: 'now',
  minutes: '{n} min',
  hours: '{n} h {m} min',
  days: '{n} d',
} as const;

export type DeskCode = keyof typeof deskEn;

/** A sentence of board and office. */
export function tell(code: DeskCode, words: Words = {}): string {
  // A name may end in a stop of its own ("Sp. z o.o."): the sentence's is not said twice. Three are a pause, and stay.
  return fill(deskEn[code], words).replace(/(?<!\.)\.\.(?!\.)/g, '.');
}

/** True when there is a sentence of board and office for this code. */
function isDeskCode(code: string): code is DeskCode {
  return Object.hasOwn(deskEn, code);
}

/** The sentence for `prefix` + a code from outside; a code that is new to this version is shown as words. */
export function tellAny(prefix: string, code: string, words: Words = {}): string {
  const known = `${prefix}${code}`;
  return isDeskCode(known) ? tell(known, words) : code.replaceAll('_', ' ');
}

/** The sentence for a failed request's code. */
export function tellProblem(code: string, words: Words = {}): string {
  const own = `desk_${code}`;
  if (isDeskCode(own)) return tell(own, words);
  if (code === 'not_fully_reserved' || code === 'order_not_found') return tell(code);
  if (isCode(code)) return say(code, words);
  return isDeskCode(code) ? tell(code, words) : tell('desk_failed');
}
