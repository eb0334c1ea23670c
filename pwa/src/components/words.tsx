/** A sentence in which the code of a place or a plate is never broken across two lines. */

const CODE = /([A-Z0-9]+(?:-[A-Z0-9]+)+|[A-Z]*\d{10,18})/;
/** Longer codes are set smaller, so that they stand on one line of a narrow screen. */
const LONG = 9;

export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(CODE).map((part, index) =>
        index % 2 ? (
          <bdi key={index} class={part.length > LONG ? 'whole long' : 'whole'} dir="ltr">
            {part}
          </bdi>
        ) : (
          part
        ),
      )}
    </>
  );
}
