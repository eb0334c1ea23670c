/** Reads pictures beside the page, which stays at hand: a look at a picture takes a slow device half a second. */
import { prepareZXingModule } from 'zxing-wasm/reader';
import decoder from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { barsIn, type Picture } from './bars';

// By itself the package would take the file from a public network.
prepareZXingModule({ overrides: { locateFile: () => decoder } });

self.addEventListener('message', ({ data }: MessageEvent<Picture>) => {
  void barsIn(data).then(
    (codes) => postMessage(codes),
    () => postMessage(null),
  );
});
