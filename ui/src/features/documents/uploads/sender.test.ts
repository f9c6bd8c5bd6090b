import { expect, test, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { unreachable } from '@/api/problem';
import { AT_ONCE, type Upload } from './queue';
import { Sender } from './sender';
import type { Carriage } from './transport';

const files = (count: number) => Array.from({ length: count }, (_, at) => new File(['manual'], `${at}.pdf`));
const job = (id: string) => ({ id }) as Schemas['JobOut'];

/** Sends nothing until it is told what becomes of each file. */
function byHand() {
  const open: { upload: Upload; carriage: Carriage; resolve: (id: string) => void; reject: (why: Error) => void }[] =
    [];
  const send = (upload: Upload, carriage: Carriage) =>
    new Promise<Schemas['JobOut']>((resolve, reject) => {
      open.push({ upload, carriage, resolve: (id) => resolve(job(id)), reject });
    });
  return { open, send };
}

test('every file is sent once, a few at a time', async () => {
  const { open, send } = byHand();
  const sender = new Sender(send, async () => true);
  sender.add(files(5), 'default');
  expect(open).toHaveLength(AT_ONCE);
  for (let at = 0; at < 5; at++) {
    open[at]?.resolve(`job ${at}`);
    await vi.waitFor(() => expect(sender.snapshot().jobs).toHaveLength(at + 1));
  }
  expect(open.map(({ upload }) => upload.file.name)).toEqual(['0.pdf', '1.pdf', '2.pdf', '3.pdf', '4.pdf']);
  expect(sender.snapshot().uploads).toEqual([]);
});

test('a server that went away is asked until it is back, and then gets the file', async () => {
  const { open, send } = byHand();
  const reachable = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(false).mockResolvedValue(true);
  const sender = new Sender(send, reachable, async () => undefined);
  sender.add(files(1), 'default');
  open[0]?.reject(unreachable());
  await vi.waitFor(() => expect(open).toHaveLength(2));
  expect(reachable).toHaveBeenCalledTimes(2);
  expect(sender.snapshot()).toMatchObject({ held: false, uploads: [{ state: 'sending' }] });
});

test('a file that is dropped is not sent any further, and is no failure', async () => {
  const { open, send } = byHand();
  const sender = new Sender(send, async () => true);
  sender.add(files(1), 'default');
  const { id } = sender.snapshot().uploads[0] ?? { id: '' };
  sender.drop(id);
  expect(open[0]?.carriage.signal.aborted).toBe(true);
  open[0]?.reject(new DOMException('stopped', 'AbortError'));
  await Promise.resolve();
  expect(sender.snapshot()).toMatchObject({ uploads: [], held: false });
});

test('listeners hear of progress', () => {
  const { open, send } = byHand();
  const sender = new Sender(send, async () => true);
  const told = vi.fn();
  sender.add(files(1), 'default');
  sender.subscribe(told);
  open[0]?.carriage.onProgress(3);
  expect(told).toHaveBeenCalledTimes(1);
  expect(sender.snapshot().uploads[0]?.loaded).toBe(3);
});
