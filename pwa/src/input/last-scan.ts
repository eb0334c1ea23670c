/** The code that came last, with how it came: for the page that looks at the scanner itself. */
import { signal } from '@preact/signals';
import type { WedgeScan } from './wedge';

export const lastScan = signal<WedgeScan | null>(null);
