/** `collect` with `grades`: goods that come back are judged before they count, and the judgement says where to (vocabulary 4). */
import { refuse, sameLot } from '../motions';
import { own, type CollectStep, type Grade } from '../steps';
import type { CollectOutcome, CollectTurn, Pending, Piece } from './counting';

/** Whether goods are judged here. */
export function isGraded(step: CollectStep): boolean {
  return Boolean(step.grades?.length);
}

/** The grade with this code, however its letters are written. */
export function gradeOf(step: CollectStep, code: unknown): Grade | undefined {
  return typeof code === 'string' ? step.grades?.find((one) => sameLot(one.code, code)) : undefined;
}

/** The place that a judged piece goes to; null where that is for its zone to say. */
export function placeOf(step: CollectStep, piece: Piece): number | null {
  return gradeOf(step, piece.grade)?.place ?? null;
}

/** Whether the place of a judged piece has to be scanned. */
export function isProved(step: CollectStep, piece: Piece): boolean {
  return gradeOf(step, piece.grade)?.prove ?? false;
}

/** Whether the lot or serial of a piece is none of those that were sent out. */
export function isStrange(step: CollectStep, piece: Piece): boolean {
  const said = piece.serial || piece.lot;
  const known = own(step.sent ?? {}, String(piece.item));
  return Boolean(said) && known !== undefined && !known.some((one) => sameLot(said!, one));
}

/** The pending piece with its grade; null if there is no such grade. */
export function judged(step: CollectStep, pending: Pending, code: unknown): Pending | null {
  const grade = gradeOf(step, code);
  return grade ? { ...pending, grade: grade.code, need: pending.need.filter((field) => field !== 'grade') } : null;
}

/** The refusal when a scan is not of the place that a grade names; null for that place. */
export function scanPlace({ scan }: CollectTurn, place: number): CollectOutcome | null {
  const got = scan.thing?.place;
  if (got === place) return null;
  return got === undefined ? refuse('scan_place_first', { expected: place }) : refuse('wrong_place', { expected: place, got });
}
