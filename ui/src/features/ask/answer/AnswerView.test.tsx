import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { CitationChoice } from '../citations/CitationChoice';
import type { Exchange } from '../conversation/queries';
import { AnswerView } from './AnswerView';
import { citation, claim, exchange, NEAREST } from './samples.testing';

beforeEach(() => sessionStorage.clear());

async function shown(what: Exchange) {
  const [onAsk, choose] = [vi.fn(), vi.fn()];
  await rendered(
    <CitationChoice value={{ chosen: null, choose }}>
      <AnswerView exchange={what} onAsk={onAsk} />
    </CitationChoice>,
  );
  return { onAsk, choose };
}

const follows = (one: Element, other: Element) =>
  Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

test('a warning is a note under its signal word, above the sentence that it bears on', async () => {
  const hot = claim('Surface is hot.', { kind: 'warning', warning: 'caution', before: 1 });
  await shown(exchange({ claims: [claim('Open it.'), claim('Touch it.')], warnings: [hot] }));
  const note = screen.getByRole('note', { name: 'CAUTION' });
  expect(within(note).getByText('Surface is hot.')).toBeVisible();
  expect(follows(screen.getByText('Open it.'), note)).toBe(true);
  expect(follows(note, screen.getByText('Touch it.'))).toBe(true);
});

test('the number behind a sentence opens its page', async () => {
  const { choose } = await shown(
    exchange({ claims: [claim('Open it.', { citations: [2] })], citations: [citation(1), citation(2)] }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Source 2: Pump manual, page 2-1' }));
  expect(choose).toHaveBeenCalledWith(2);
});

test('what manuals say is text, whatever it looks like', async () => {
  const attack = '<img src=x onerror=alert(1)> ![a](https://evil.example/?q=1) [b](javascript:alert(1))';
  await shown(exchange({ claims: [claim(attack)], notices: [attack], citations: [citation(1, { quote: attack })] }));
  expect(screen.getAllByText(attack, { exact: false })).toHaveLength(3);
  expect(document.querySelector('img, a')).toBeNull();
});

test('steps are ticked, and stay so while the tab lives', async () => {
  const procedure = exchange({ claims: ['4 Open it.', '5 Close it.'].map((text) => claim(text, { kind: 'step' })) });
  await shown(procedure);
  await userEvent.click(screen.getByRole('checkbox', { name: '5 Close it.' }));
  expect(screen.getByText('Done: 1 of 2')).toBeVisible();
  expect(JSON.parse(sessionStorage.getItem('paillasse-steps-exchange-1') ?? '')).toEqual([1]);
  cleanup();
  await shown(procedure);
  expect(screen.getByRole('checkbox', { name: '5 Close it.' })).toBeChecked();
  expect(screen.getByRole('checkbox', { name: '4 Open it.' })).not.toBeChecked();
});

test('a refusal says why, and leads to the nearest pages', async () => {
  await shown(exchange({ outcome: 'refused', reason: 'The manuals do not say.', nearest: [NEAREST] }));
  expect(screen.getByText('The manuals do not say.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Open page 2-2' })).toHaveAttribute('href', '/documents/doc/read?page=12');
  expect(screen.getByRole('button', { name: 'Copy a summary for a ticket' })).toBeVisible();
  expect(screen.queryByText(/Confidence/)).toBeNull();
});

test('where several machines are meant, one is chosen and it is asked again in this conversation', async () => {
  const candidates = [
    { document_id: 'a', title: 'Lamp manual', equipment: ['pE-300', 'lamp'] },
    { document_id: 'b', title: 'Nameless', equipment: [] },
  ];
  const { onAsk } = await shown(exchange({ outcome: 'ambiguous_equipment', reason: 'Which one is it?', candidates }));
  const again = { question: 'How do I start it?', conversation_id: 'conversation-1' };
  await userEvent.click(screen.getByRole('button', { name: 'Ask again about pE-300' }));
  expect(onAsk).toHaveBeenLastCalledWith({ ...again, equipment: 'pE-300', document_ids: null });
  await userEvent.click(screen.getByRole('button', { name: 'Ask again about Nameless' }));
  expect(onAsk).toHaveBeenLastCalledWith({ ...again, equipment: '', document_ids: ['b'] });
});

test('an answer put together without a part of the service says so', async () => {
  await shown(exchange({ outcome: 'degraded', claims: [claim('Open it.')], notices: ['The model is away.'] }));
  expect(screen.getByText('Part of the service is missing')).toBeVisible();
  expect(screen.getByText('The model is away.')).toBeVisible();
});

test('a ticket is offered where the manuals probably do not settle it, and once where they do not', async () => {
  const escalation = { probability: 0.725, offered: true, reasons: [], model: 'escalation 1' };
  await shown(exchange({ claims: [claim('Open it.')], escalation }));
  expect(screen.getByText(/may well not settle this \(72% likely\)/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Copy a summary for a ticket' })).toBeVisible();
  cleanup();
  await shown(exchange({ claims: [claim('Open it.')], escalation: { ...escalation, offered: false } }));
  expect(screen.queryByRole('button', { name: 'Copy a summary for a ticket' })).not.toBeInTheDocument();
  cleanup();
  await shown(exchange({ outcome: 'refused', reason: 'Nothing was found.', escalation }));
  expect(screen.getAllByRole('button', { name: 'Copy a summary for a ticket' })).toHaveLength(1);
});
