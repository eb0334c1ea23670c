/** The kinds that a pick does not need: receiving, packing, counting and their like load them before their first step. */
import type { AnyKind } from '../motions';
import { CAPTURE } from './capture';
import { CARTONS } from './cartons';
import { COLLECT } from './collect';
import { CONFIRM } from './confirm';
import { DECIDE } from './decide';
import { CAPTURE_SHOWN, CARTONS_SHOWN, COLLECT_SHOWN, CONFIRM_SHOWN, DECIDE_SHOWN } from './shown';

export const SELDOM: Readonly<Record<string, AnyKind>> = {
  collect: { ...COLLECT, ...COLLECT_SHOWN } as unknown as AnyKind,
  cartons: { ...CARTONS, ...CARTONS_SHOWN } as unknown as AnyKind,
  capture: { ...CAPTURE, ...CAPTURE_SHOWN } as unknown as AnyKind,
  decide: { ...DECIDE, ...DECIDE_SHOWN } as unknown as AnyKind,
  confirm: { ...CONFIRM, ...CONFIRM_SHOWN } as unknown as AnyKind,
};
