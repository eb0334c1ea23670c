/** The kinds, and forms of kinds, that a plain pick does not need: receiving, packing, counting, carts and their like load them before their first step. */
import type { AnyKind } from '../motions';
import { CAPTURE } from './capture';
import { CARTONS } from './cartons';
import { COLLECT } from './collect';
import { CONFIRM } from './confirm';
import { DECIDE } from './decide';
import { LOADING } from './loading';
import { PUT_GOODS } from './putting';
import { SHARED } from './sharing';
import { CAPTURE_SHOWN, CARTONS_SHOWN, COLLECT_SHOWN, CONFIRM_SHOWN, DECIDE_SHOWN, PUT_SHOWN } from './shown';
import { LOADING_SHOWN } from './shown-loading';
import { POSITION_SHOWN, SHARED_SHOWN, WHOLE_SHOWN } from './shown-cart';
import { SORTED } from './sorting';
import { SORTED_SHOWN } from './shown-wall';
import { TAKE } from './take';

export const SELDOM: Readonly<Record<string, AnyKind>> = {
  put_goods: { ...PUT_GOODS, ...PUT_SHOWN } as unknown as AnyKind,
  take_position: { ...TAKE, ...POSITION_SHOWN } as unknown as AnyKind,
  take_whole: { ...TAKE, ...WHOLE_SHOWN } as unknown as AnyKind,
  take_shares: { ...SHARED, ...SHARED_SHOWN } as unknown as AnyKind,
  collect: { ...COLLECT, ...COLLECT_SHOWN } as unknown as AnyKind,
  shares: { ...SORTED, ...SORTED_SHOWN } as unknown as AnyKind,
  cartons: { ...CARTONS, ...CARTONS_SHOWN } as unknown as AnyKind,
  load: { ...LOADING, ...LOADING_SHOWN } as unknown as AnyKind,
  capture: { ...CAPTURE, ...CAPTURE_SHOWN } as unknown as AnyKind,
  decide: { ...DECIDE, ...DECIDE_SHOWN } as unknown as AnyKind,
  confirm: { ...CONFIRM, ...CONFIRM_SHOWN } as unknown as AnyKind,
};
