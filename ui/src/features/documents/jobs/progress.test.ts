import i18next from 'i18next';
import { expect, test, vi } from 'vitest';
import type { ServerEvent } from '@/api/events';
import { unreachable } from '@/api/problem';
import { current, type Job, type Progress, progressOf, wasThere } from './progress';
import { stageWords, troubleWords } from './words';

const QUEUED: Job = {
  id: 'j',
  collection: 'default',
  filename: 'r416.pdf',
  size: 1,
  sha256: '',
  owner: 'u',
  state: 'queued',
  stage: '',
  done: 0,
  total: 0,
  attempt: 0,
  failures: 0,
  cancel_requested: false,
  retry_at: null,
  trouble: null,
  document_id: '',
  created_at: '2026-11-21T10:00:00Z',
  finished_at: null,
};
const reading: Progress = { ...QUEUED, state: 'running', stage: 'parse', done: 3, total: 80 };
const done: Progress = { ...reading, state: 'done', stage: 'embed', document_id: 'd' };
const event = (progress: Progress): ServerEvent => ({ name: 'progress', data: JSON.stringify(progress) });

/** Streams one after the other, each of events and, at last, how it ends. */
function streams(...each: (ServerEvent | Error)[][]) {
  return vi.fn(async function* () {
    for (const next of each.shift() ?? []) {
      if (next instanceof Error) throw next;
      yield next;
    }
  });
}

async function heard(open: ReturnType<typeof streams>): Promise<string[]> {
  const told: string[] = [];
  for await (const { state, stage } of progressOf('j', new AbortController().signal, open, async () => undefined)) {
    told.push(`${state} ${stage}`);
  }
  return told;
}

test('progress is told until the job is finished, and the stream is not opened again', async () => {
  const open = streams([event(reading), event(done)]);
  expect(await heard(open)).toEqual(['running parse', 'done embed']);
  expect(open).toHaveBeenCalledTimes(1);
});

test.each([
  ['ends early', [event(reading)]],
  ['breaks off', [event(reading), unreachable()]],
  ['tells a problem', [{ name: 'error', data: '{"code":"database_unreachable"}' }]],
])('a stream that %s is opened again', async (_, first) => {
  const open = streams(first, [event(done)]);
  expect((await heard(open)).at(-1)).toBe('done embed');
  expect(open).toHaveBeenCalledTimes(2);
});

test('nobody listens any more: no other stream is opened', async () => {
  const stop = new AbortController();
  const open = streams([event(reading)]);
  for await (const _ of progressOf('j', stop.signal, open, async () => undefined)) stop.abort();
  expect(open).toHaveBeenCalledTimes(1);
});

test('what the list says of a finished job is the last word', () => {
  expect(current(QUEUED, reading)).toMatchObject({ state: 'running', done: 3, filename: 'r416.pdf' });
  expect(current({ ...QUEUED, state: 'cancelled' }, reading).state).toBe('cancelled');
});

test('a file that is a manual already was not read', () => {
  expect(wasThere({ state: 'done', stage: '' })).toBe(true);
  expect(wasThere(done)).toBe(false);
});

test('stages and troubles have words in both languages', async () => {
  for (const [language, stage, word] of [
    ['en', 'Reads the pages · page 3 of 80', 'password'],
    ['fr', 'Lecture des pages · page 3 sur 80', 'mot de passe'],
  ] as const) {
    await i18next.changeLanguage(language);
    const t = i18next.getFixedT(language, 'documents');
    expect(stageWords(t, { ...QUEUED, ...reading })).toBe(stage);
    const trouble = { code: 'encrypted_pdf', message: 'said', hint: 'do' };
    expect(troubleWords(t, { ...QUEUED, state: 'failed', trouble })).toContain(word);
    const unknown = { code: 'brand_new', message: 'It said so.', hint: 'Do this.' };
    expect(troubleWords(t, { ...QUEUED, state: 'failed', trouble: unknown })).toBe('It said so. Do this.');
  }
});
