import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { session } from '@/api/session';
import { rendered } from '@/testing/rendered';
import { citation, claim, exchange } from '../../answer/samples.testing';
import { StreamArticle } from './StreamArticle';
import { useAsking } from './useAsking';

const CLAIM = `event: claim\ndata: ${JSON.stringify({ claim: claim('Open it.', { citations: [1] }), citations: [citation(1)], warnings: [] })}\n\n`;
const ANSWER = { exchange_id: 'e', conversation_id: 'c', answer: exchange({}).response };

afterEach(() => vi.unstubAllGlobals());

/** A service whose answers are written by the test. */
function service() {
  session.keep({ access_token: 'token', refresh_token: '', token_type: 'bearer', expires_in: 900 });
  const asked: { request: Request; write: ReadableStreamDefaultController<Uint8Array> }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const body = new ReadableStream<Uint8Array>({ start: (write) => void asked.push({ request, write }) });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  });
  const open = () => vi.waitFor(() => asked.at(-1)?.write ?? Promise.reject(new Error('nothing was asked')));
  const told = async (text: string) => {
    const write = await open();
    await act(async () => write.enqueue(new TextEncoder().encode(text)));
  };
  const cut = async () => {
    const write = await open();
    await act(async () => write.close());
  };
  return { asked, told, cut };
}

function Asking({ onAnswer }: { onAnswer(answered: unknown): void }) {
  const { stream, ask, stop } = useAsking('marie', onAnswer);
  return (
    <>
      <button type="button" onClick={() => void ask({ question: 'Start?', equipment: '' })}>
        go
      </button>
      <StreamArticle stream={stream} chosen={null} onChoose={vi.fn()} onStop={stop} onAsk={ask} />
    </>
  );
}

async function begun() {
  const onAnswer = vi.fn();
  const running = service();
  await rendered(<Asking onAnswer={onAnswer} />);
  await userEvent.click(screen.getByRole('button', { name: 'go' }));
  await running.told(CLAIM);
  expect(await screen.findByText(/Open it\./)).toBeVisible();
  return { ...running, onAnswer };
}

test('sentences are shown as they come, and the answer is told when it is whole', async () => {
  const { told, onAnswer } = await begun();
  expect(screen.getByText('1 sentence verified')).toBeVisible();
  await told(`event: answer\ndata: ${JSON.stringify(ANSWER)}\n\n`);
  await vi.waitFor(() =>
    expect(onAnswer).toHaveBeenCalledExactlyOnceWith(ANSWER, { question: 'Start?', equipment: '' }),
  );
});

test('where the server goes away in between, what came stays, and the question is asked again on a click', async () => {
  const { asked, cut, onAnswer } = await begun();
  await cut();
  expect(await screen.findByRole('alert')).toHaveTextContent('The server cannot be reached');
  expect(screen.getByText(/Open it\./)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(await asked[1]?.request.json()).toEqual({ question: 'Start?', equipment: '' });
  expect(onAnswer).not.toHaveBeenCalled();
});

test('what the service says went wrong is said', async () => {
  const { told } = await begun();
  await told('event: error\ndata: {"code": "answer_too_late", "title": "Late", "status": 504}\n\n');
  expect(await screen.findByRole('alert')).toHaveTextContent('The answer took too long');
});

test('stopping ends the work on the server, and keeps what came', async () => {
  const { asked } = await begun();
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(asked[0]?.request.signal.aborted).toBe(true);
  expect(screen.getByText(/^Stopped\./)).toBeVisible();
  expect(screen.getByText(/Open it\./)).toBeVisible();
});

test('what a manual or a question says is text while it comes, whatever it looks like', async () => {
  const { told } = await begun();
  const trap = '<img src=//evil.example onerror=alert(1)> ![x](https://evil.example) <a href="//evil.example">y</a>';
  const hostile = {
    claim: claim(trap, { citations: [2] }),
    citations: [citation(2, { title: trap, quote: trap, label: trap })],
    warnings: [claim(trap, { kind: 'warning', warning: 'danger' })],
  };
  await told(`event: claim\ndata: ${JSON.stringify(hostile)}\n\n`);
  expect(await screen.findAllByText(trap, { exact: false })).toHaveLength(2);
  expect(document.querySelector('img, [href*="evil"], [src*="evil"], [style*="evil"]')).toBeNull();
});
