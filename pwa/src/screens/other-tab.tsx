/** Shown while another tab scans; this one goes on by itself when that one is closed. */
import { Button } from '../components/button';
import { say } from '../messages';
import { takeTab } from '../store';

export function OtherTab() {
  return (
    <main class="screen" data-screen="other-tab">
      <div class="stack grow">
        <h1 class="sentence" data-role="sentence">
          {say('other_tab')}
        </h1>
        <div class="thumb">
          <Button action="scan-here" look="primary" wide onTap={takeTab}>
            {say('do_scan_here')}
          </Button>
        </div>
      </div>
    </main>
  );
}
