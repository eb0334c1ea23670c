/** A sentence in which the code of a place or a plate is never broken across two lines. */

const CODE = /([A-Z0-9]+(?:-[A-Z0-9]+)+)/;

export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(CODE).map((part, index) =>
        index % 2 ? (
          <bdi key={index} class="whole" dir="ltr">
            {part}
          </bdi>
        ) : (
          part
        ),
      )}
    </>
  );
}
