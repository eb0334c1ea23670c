/** What a device's profile makes of what its scanner types. */
import type { ScannerProfile } from '../store/scanner';

export { NO_PROFILE, type ScannerProfile } from '../store/scanner';

const GS = '\x1d';

/** The code as printed: without what this scanner adds, and with GS where it writes something else. */
export function cleaned(raw: string, { prefix, suffix, gsSubstitute }: ScannerProfile): string {
  let code = raw;
  if (prefix && code.startsWith(prefix)) code = code.slice(prefix.length);
  if (suffix && code.endsWith(suffix)) code = code.slice(0, -suffix.length);
  return gsSubstitute ? code.replaceAll(gsSubstitute, GS) : code;
}

/** Whether the suffix is all that tells where a code ends. */
export function endsBySuffix({ end, suffix }: ScannerProfile): boolean {
  return suffix !== '' && end !== 'enter' && end !== 'tab';
}
