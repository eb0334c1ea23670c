/** Whether instructions are spoken; switched on the device, or with the command card. */
import { signal } from '@preact/signals';

export const voice = signal(false);
