/** Saved views: a list as somebody keeps it. */
import { flag, list, record, text, whole, type Reader } from './shape';

export interface SavedView {
  id: number;
  list: string;
  name: string;
  /** What stands behind the question mark of its address. */
  query: string;
  /** Whom it is shared with; '' is nobody. */
  role: string;
  mine: boolean;
  by: string;
}

export const readView: Reader<SavedView> = record<SavedView>({
  id: ['id', whole],
  list: ['list', text],
  name: ['name', text],
  query: ['query', text],
  role: ['role', text],
  mine: ['mine', flag],
  by: ['by', text],
});
export const readViews: Reader<SavedView[]> = (value, path) => record<{ items: SavedView[] }>({ items: ['items', list(readView)] })(value, path).items;
