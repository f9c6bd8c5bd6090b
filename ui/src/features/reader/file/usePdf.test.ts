import { act, renderHook, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { unreachable } from '@/api/problem';
import { openPdf } from './opening';
import { readCopy, readHead } from './ranges';
import { usePdf } from './usePdf';

vi.mock('./opening', () => ({ openPdf: vi.fn() }));
vi.mock('./ranges', () => ({ readHead: vi.fn(), readCopy: vi.fn() }));

const head = { length: 9, bytes: new Uint8Array(9), isPdf: true, revision: 'sha' };
const pdf = { numPages: 3 };
const destroy = vi.fn();
const opening = (promise: Promise<unknown>) => ({ promise, destroy }) as never;

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(readHead).mockResolvedValue(head);
  vi.mocked(openPdf).mockImplementation(() => opening(Promise.resolve(pdf)));
});

test('a PDF is opened, and closed when its component leaves', async () => {
  const { result, unmount } = renderHook(() => usePdf('a'));
  expect(result.current.state).toEqual({ kind: 'loading' });
  await waitFor(() => expect(result.current.state).toEqual({ kind: 'open', pdf, copied: false, revision: 'sha' }));
  unmount();
  expect(destroy).toHaveBeenCalledOnce();
});

test('another document is another file, and the one before is closed', async () => {
  const { result, rerender } = renderHook(({ id }) => usePdf(id), { initialProps: { id: 'a' } });
  await waitFor(() => expect(result.current.state.kind).toBe('open'));
  rerender({ id: 'b' });
  expect(result.current.state.kind).toBe('loading');
  await waitFor(() => expect(result.current.state.kind).toBe('open'));
  expect(vi.mocked(readHead).mock.calls.map(([id]) => id)).toEqual(['a', 'b']);
  expect(destroy).toHaveBeenCalledOnce();
});

test('what is no PDF is opened as the copy that it was read by', async () => {
  vi.mocked(readHead).mockResolvedValueOnce({ ...head, isPdf: false });
  vi.mocked(readCopy).mockResolvedValueOnce(new Uint8Array(5));
  const { result } = renderHook(() => usePdf('a'));
  await waitFor(() => expect(result.current.state).toEqual({ kind: 'open', pdf, copied: true, revision: 'sha' }));
  expect(vi.mocked(openPdf).mock.calls[0]?.[1]).toMatchObject({ bytes: new Uint8Array(5), length: 5 });
});

test('a PDF that pdf.js cannot read is shown as pictures', async () => {
  vi.mocked(openPdf).mockImplementationOnce(() => opening(Promise.reject(new Error('damaged'))));
  const { result } = renderHook(() => usePdf('b'));
  await waitFor(() => expect(result.current.state).toEqual({ kind: 'pictures', revision: 'sha' }));
});

test('a server that is away can be asked again', async () => {
  vi.mocked(readHead).mockRejectedValueOnce(unreachable());
  const { result } = renderHook(() => usePdf('a'));
  await waitFor(() => expect(result.current.state.kind).toBe('failed'));
  act(() => result.current.retry());
  await waitFor(() => expect(result.current.state.kind).toBe('open'));
});

test('a part that fails while one reads is told', async () => {
  const { result } = renderHook(() => usePdf('a'));
  await waitFor(() => expect(result.current.state.kind).toBe('open'));
  const failed = vi.mocked(openPdf).mock.calls[0]?.[2];
  act(() => failed?.(unreachable()));
  expect(result.current.state.kind).toBe('failed');
});
