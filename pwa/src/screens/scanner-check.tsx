/** The self-check: scan the test sheet, see what really comes, and read in words what to change. It asks for no account. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { feel } from '../feedback';
import { diagnose, type Diagnosis, type Finding } from '../input/diagnosis';
import { lastScan } from '../input/last-scan';
import { TRIALS, type Trial } from '../input/trials';
import type { WedgeScan } from '../input/wedge';
import { say } from '../messages';
import { NO_PROFILE, type ScannerProfile } from '../store';
import { papers } from '../sync';
import type { Floor } from '../work/floor';
import { cardWords, sheetWords } from './papers';

export function ScannerCheck({ floor }: { floor: Floor }) {
  const { scanner, author } = floor.device;
  const [seen, setSeen] = useState<{ scan: WedgeScan; diagnosis: Diagnosis } | null>(null);
  const [right, setRight] = useState<Partial<Record<Trial['name'], boolean>>>({});
  // Before the page can be seen: a scan made the moment that it shows must not be forgotten.
  useLayoutEffect(() => {
    lastScan.value = null;
    return lastScan.subscribe((scan) => {
      if (!scan) return;
      const diagnosis = diagnose(scan);
      setSeen({ scan, diagnosis });
      const { trial, findings } = diagnosis;
      const fine = findings.every((finding) => isKnown(finding, scanner.profile.peek()));
      if (trial) setRight((before) => ({ ...before, [trial]: fine }));
      feel(fine ? 'right' : 'attention');
    });
  }, []);
  const adopt = (part: Partial<ScannerProfile>): void => {
    scanner.learn(part);
    setSeen(null);
  };
  const profile = scanner.profile.value;
  const { prefix, suffix, gsSubstitute } = profile;
  const learnt = Boolean(prefix || suffix || gsSubstitute);
  const all = TRIALS.every(({ name }) => right[name]);
  return (
    <div class="stack grow" data-role="scanner-check">
      <h1>{say('check_title')}</h1>
      {seen ? <Findings findings={seen.diagnosis.findings} profile={profile} onAdopt={adopt} /> : <p class="hint">{say('check_hint')}</p>}
      {all && (
        <p class="band information" data-role="all-right">
          {say('check_all_right')}
        </p>
      )}
      <ul class="list trials">
        {TRIALS.map(({ name }) => (
          <li key={name} class={right[name] ? 'complete' : ''} data-trial={name} data-right={right[name] ?? 'open'}>
            <span>{say(`trial_${name}`)}</span>
            <b aria-hidden="true">{right[name] === undefined ? '–' : right[name] ? '✓' : '✗'}</b>
          </li>
        ))}
      </ul>
      {seen && <Came scan={seen.scan} diagnosis={seen.diagnosis} />}
      {learnt && (
        <dl class="facts">
          <div>
            <dt>{say('check_adopted')}</dt>
            <dd data-role="adopted">{say('check_adopted_words', { prefix: prefix || '–', suffix: suffix || '–', gs: gsSubstitute || '–' })}</dd>
          </div>
        </dl>
      )}
      <div class="stack">
        <a class="button wide" data-action="print-sheet" href={papers.testSheet(sheetWords())} target="_blank" rel="noopener">
          {say('do_print_sheet')}
        </a>
        <a class="button wide" data-action="print-card" href={papers.commandCard(cardWords())} target="_blank" rel="noopener">
          {say('do_print_card')}
        </a>
      </div>
      <div class="thumb row">
        <Button action="forget-scanner" onTap={() => (setRight({}), adopt(NO_PROFILE))}>
          {say('do_again')}
        </Button>
        <Button action="back" look="primary" onTap={() => floor.go(author.peek() ? { name: 'about' } : { name: 'sign-in', badge: '' })}>
          {say('do_back')}
        </Button>
      </div>
    </div>
  );
}

/** Whether the device makes up for it already. */
function isKnown({ learn }: Finding, profile: ScannerProfile): boolean {
  return learn !== null && Object.entries(learn).every(([name, value]) => profile[name as keyof ScannerProfile] === value);
}

function sentenceOf({ code, words }: Finding): string {
  return say(`finding_${code}`, words);
}

function Findings({ findings, profile, onAdopt }: { findings: Finding[]; profile: ScannerProfile; onAdopt: (part: Partial<ScannerProfile>) => void }) {
  const open = findings.filter((finding) => !isKnown(finding, profile));
  const learn = Object.assign({}, ...open.map((finding) => finding.learn)) as Partial<ScannerProfile>;
  if (!open.length) {
    return (
      <p class="band information" role="status" data-role="came-right">
        {say('check_right')}
      </p>
    );
  }
  return (
    <div class="band attention findings" role="status" data-role="findings">
      <ul>
        {open.map((finding) => (
          <li key={finding.code} data-finding={finding.code}>
            {sentenceOf(finding)}
          </li>
        ))}
      </ul>
      {Object.keys(learn).length > 0 && (
        <Button action="adopt" wide onTap={() => onAdopt(learn)}>
          {say('do_adopt')}
        </Button>
      )}
    </div>
  );
}

/** What came, sign by sign. */
function Came({ scan, diagnosis }: { scan: WedgeScan; diagnosis: Diagnosis }) {
  const { raw, end, way, spanMs, longestGapMs } = scan;
  const facts: [string, string, string][] = [
    ['end', say('check_end'), say(`check_end_${end}`)],
    ['way', say('check_way'), say(`check_way_${way}`)],
    ['time', say('check_time'), say('check_ms', { ms: Math.round(spanMs), gap: Math.round(longestGapMs) })],
    ['identifier', say('check_identifier'), diagnosis.aim ?? say('check_none')],
    ['gs', say('check_gs'), diagnosis.gs ? say(`check_gs_${diagnosis.gs}`) : '–'],
  ];
  return (
    <>
      <h2>{say('check_raw')}</h2>
      <p class="signs" data-role="raw">
        {Array.from(raw, (sign, at) => (
          <span key={at} class={/[\x00-\x20\x7f-\x9f]/.test(sign) ? 'control' : ''}>
            <b>{NAMES[sign] ?? sign}</b>
            <small>{sign.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}</small>
          </span>
        ))}
      </p>
      <dl class="facts">
        {facts.map(([name, term, value]) => (
          <div key={name}>
            <dt>{term}</dt>
            <dd data-fact={name}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Signs that cannot be seen. */
const NAMES: Record<string, string> = { '\x1d': 'GS', '\x1e': 'RS', '\x04': 'EOT', ' ': '␣', '\x00': 'NUL', '\x1b': 'ESC' };
