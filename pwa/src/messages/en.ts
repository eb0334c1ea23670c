/**
 * English as a picker hears it from signing in to a finished pick; what is said more seldom stands in en-seldom.ts. Each entry is a
 * template, or several of which the first whose {words} are all known is used; {count|scan|scans} is the form that goes with a number.
 */
import type { seldom } from './en-seldom';

const sentences = {
  // What the reducer refuses: what happened, what to do.
  task_finished: 'This task is finished. Tap Next task.',
  not_now: 'That does not fit here. Do what the screen says.',
  is_parked: 'This is parked. Scan its label on the home screen to go on.',
  not_here: 'That is not possible at this step.',
  bad_quantity: 'That is not a quantity. Type a whole number.',
  nothing_to_undo: 'There is nothing to undo.',
  blocked_told: 'Your supervisor knows. Wait here, or take other work.',
  nothing_else: 'This is the only work left. Finish it, or report it short.',
  wrong_place: ['This is {got}. {way}', 'This is {got}. Go to {expected}.', 'Wrong place. Go to {expected}.', 'Wrong place. Look at the code on the screen.'],
  wrong_container: ['This is {got}. Scan {expected}.', 'Wrong container. Scan {expected}.', 'Wrong container.'],
  wrong_container_kind: ['This is a {got}. Scan a {kinds}.', 'Scan a {kinds}.', 'Wrong kind of container. Scan another one.'],
  scan_place_first: ['Scan the place first: {expected}.', 'Scan the place first.'],
  scan_container_first: ['Scan {expected}.', 'Scan a {kinds} first.', 'Scan the container first.'],
  scan_item_first: ['Scan the item first: {expected}.', 'Scan the item first.'],
  unknown_code: ['Nobody knows {code}. Scan another barcode on it.', 'Nobody knows this code. Scan another one.'],
  wrong_item: ['This is {got}. Take {expected}.', 'This is {got}. It does not belong here. Put it aside.', 'Wrong item. Take {expected}.', 'This item does not belong here. Put it aside.'],
  wrong_lot: ['This is lot {got}. Take lot {expected}.', 'Wrong lot. Take lot {expected}.', 'Wrong lot. Put it aside.'],
  pack_too_big: ['{pack} of {size}. You need {needed}. Open it.', 'This pack holds too many. Open it.'],
  too_many: ['Too many. You need {needed}. Put the rest back.', 'Too many. Put the rest back.'],
  less_than_counted: ['{counted} {counted|is|are} counted already. To take some back, tap Undo.', 'More are counted already. To take some back, tap Undo.'],
  place_does_not_fit: ['It may not go to {got}. Take it to {expected}.', 'It may not go to {got}. Scan another bin.', 'It may not go there. Scan another bin.'],
  bad_value: 'That cannot be right. Type it again.',
  need_lot_first: 'Scan or type the lot first.',
  scanned_check_digit: 'This barcode was misread. Scan it again.',
  scanned_bad_date: 'Its date does not exist. Scan another barcode on it, or type the date.',
  scanned_gs1_bad_value: 'This barcode is not whole. Scan it again, or another one on it.',

  // What it accepts.
  counted: 'Counted.',
  step_done: 'Right.',
  task_done: ['{title} is done.', 'Done.'],
  need_lot: 'It counts when the lot is known.',
  need_quantity: 'Opened pack. How many pieces?',
  need_container: 'Scan an empty container to go on.',
  skipped: 'Skipped. It comes again at the end.',
  undone: 'Undone.',
  opened: 'Opened. Scan a piece.',
  go_alternative: ['Take the rest from {place}.', 'Take the rest from another bin.'],
  noted: 'Noted.',

  // What the server says later about work that looked right here.
  set_aside: 'The office looks at a scan of yours. Carry on.',

  // Notes on work, and what became of it.
  on_hold: ['{title} is on hold. Leave it where it is and take the next task.', 'This work is on hold. Take the next task.'],
  task_ended: ['{title} has ended.', 'This work has ended.'],

  // Requests that failed.
  no_network: 'No network here. Scans are kept. Try again when you are back in range.',
  server_unavailable: 'The server does not answer. Scans are kept. Try again.',
  not_understood: 'The server answered something odd. Tell your lead.',
  not_signed_in: 'Your session has ended. Sign in again.',
  not_found: ['Nobody knows {code}.', 'That was not found.'],
  no_work: 'No work is waiting for you. Scan anything, or ask your lead.',
  scan_tote_here: '{title} was begun on another device. Scan its tote to go on here.',
  lease_over: 'Kept too long without a network. Go back in range and tap Next task.',
  not_saved: 'Not saved. Stop scanning.',
  not_saved_why: 'This device cannot keep scans now. What beeped is safe. It tries again by itself; then the screen shows what counts.',
  room_low: 'This device is almost full. Stay in range until all is sent, and tell your lead.',

  // The sentence of a step.
  go_place: 'Go to {place}',
  go_container: 'Scan {container}',
  take_container: 'Take an empty {kinds}',
  take_item: 'Take {amount} from {place}',
  take_more: 'Take another {amount} from {place}',
  take_nowhere: 'Take {amount}',
  take_lot: 'Which lot? Take lot {lot}',
  take_new_container: 'Scan an empty {kinds}',
  put_at: 'Put {what} in {place}',
  all_done: 'All done',

  // Buttons.
  do_next: 'Next task',
  do_resume: 'Go on',
  do_quantity: 'Type quantity',
  do_short: 'Short',
  do_damaged: 'Damaged',
  do_skip: 'Skip',
  do_undo: 'Undo',
  do_full: 'Full',
  do_open: 'Open pack',
  do_done: 'Done',
  do_blocked: 'Blocked',
  do_park: 'Park it',
  do_more: 'More',
  do_ok: 'OK',
  do_back: 'Back',
  do_home: 'Home',
  do_camera: 'Camera',
  do_type: 'Type it',
  do_sign_in: 'Sign in',
  do_try_again: 'Try again',
  do_tasks: 'My tasks',

  // Moments: which way, where else, what now.
  way_left: 'Go {count} {count|bay|bays} left to {to}.',
  way_right: 'Go {count} {count|bay|bays} right to {to}.',
  way_up: 'Go {count} {count|level|levels} up to {to}.',
  way_down: 'Go {count} {count|level|levels} down to {to}.',
  way_across: 'Turn round: {to} is across the aisle.',
  way_aisles: 'Go {count} {count|aisle|aisles} on, past {past}, to {to}.',
  way_next_aisle: 'Go to the next aisle, to {to}.',
  take_elsewhere: 'Take {amount} from {place}, {metres} m',
  short_told: 'Carry on. The office knows.',

  // Screens.
  sign_in_badge: 'Scan your badge',
  needs_secure_origin: 'Open Pickface over https.',
  type_badge: 'Type your badge',
  sign_in_hint: 'The barcode on your badge, then your PIN.',
  sign_in_pin: ['PIN for {badge}', 'PIN'],
  signing_in: 'Signing in …',
  scan_anything: 'Scan anything',
  home_hint: 'A delivery, a tote, an item, a bin or a badge.',
  waiting_none: 'No work is waiting.',
  waiting_free: 'Waiting for whoever is free:',
  waiting_unknown: 'No network: waiting work unknown.',
  lines: '{count} {count|line|lines}',
  deliveries: 'Expected deliveries',
  progress: '{done} of {total} done',
  then: 'Then {place}',
  cue_place: 'Scan the place',
  cue_item: 'Scan the item',
  cue_container: 'Scan the container',
  cue_quantity: 'Scan each, or type it',
  cue_lot: 'Scan or type the lot',
  looking: 'Looking it up …',
  lot_word: 'lot {lot}',
  in_container: 'in {container}',
  all_sent: 'All sent',
  some_waiting: '{count} waiting',
  some_waiting_sign_in: '{count} waiting – sign in',
  not_saved_short: 'Not saved – stop',
  loading: 'Loading …',

  // The command card and the self-check of the scanner.
  do_check_scanner: 'Check the scanner',

  // Nouns.
  kind_pick: 'Pick',
  kind_pack: 'Pack',
  kind_move: 'Move',
  container_tote: 'tote',
  container_carton: 'carton',
  container_pallet: 'pallet',
  container_label: 'labelled box',
  container_any: 'container',
  another_item: 'another item',
} as const satisfies Record<string, string | readonly string[]>;

export type Code = keyof typeof sentences | keyof typeof seldom;

/** What a language file holds. */
export interface Language {
  /** The plural forms of the language, in the order in which its words give them. */
  plurals: readonly Intl.LDMLPluralRule[];
  sentences: Record<Code, string | readonly string[]>;
  packs: Record<string, readonly string[]>;
}

/** A part of a language; the other part is learnt when it is wanted. */
export type Part = Omit<Language, 'sentences'> & { sentences: Partial<Language['sentences']> };

export const en: Part = {
  plurals: ['one', 'other'],
  sentences,
  packs: {
    piece: ['piece', 'pieces'],
    inner: ['inner', 'inners'],
    pack: ['pack', 'packs'],
    box: ['box', 'boxes'],
    case: ['case', 'cases'],
    carton: ['carton', 'cartons'],
    pallet: ['pallet', 'pallets'],
    gram: ['gram', 'grams'],
    millimetre: ['millimetre', 'millimetres'],
  },
};
