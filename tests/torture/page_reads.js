// What a device holds, read past the app from its IndexedDB, and what its screen shows.
async () => {
  const main = document.querySelector('main');
  const light = document.querySelector('[data-role=light]');
  const text = (name) => document.querySelector(`[data-role=${name}]`)?.textContent ?? '';
  const there = (selector) => Boolean(document.querySelector(selector));
  const screen = {
    screen: main?.dataset.screen ?? '',
    count: Number(main?.dataset.count ?? 0),
    task: Number(main?.dataset.task ?? 0),
    heard: globalThis.tortureHeard,
    waiting: Number(light?.dataset.waiting ?? 0),
    online: light?.dataset.online === 'true',
    notice: there('[data-role=notice]'),
    broken: there('[data-role=not-saved]'),
    sheet: there('[data-sheet]'),
    signIn: there('[data-action=sign-in]'),
    busy: document.querySelector('[data-action=next]')?.disabled ?? false,
  };
  if (!main || screen.screen === 'other-tab') return { screen, tasks: [], events: [], kept: {} };
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('pickface');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    const reading = database.transaction(['events', 'tasks', 'kept'], 'readonly');
    const ask = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const kept = reading.objectStore('kept');
    const [events, tasks, device, author, stream] = await Promise.all([
      ask(reading.objectStore('events').getAll()),
      ask(reading.objectStore('tasks').getAll()),
      ask(kept.get('device')),
      ask(kept.get('author')),
      ask(kept.get('stream')),
    ]);
    return {
      screen,
      tasks,
      events: events.map(({ epoch, seq, stream, id, task, accepted, replay, verdict }) => ({ epoch, seq, stream, id, task, accepted, replay, verdict })),
      kept: { device: device?.id ?? '', person: author?.session.person.id ?? 0, stream: stream?.stream ?? '' },
    };
  } finally {
    database.close();
  }
}
