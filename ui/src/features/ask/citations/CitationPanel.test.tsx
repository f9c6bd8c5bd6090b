import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { citation } from '../answer/samples.testing';
import { CitationPanel } from './CitationPanel';

vi.mock('@/features/reader/CitationViewer', () => ({
  default: ({ position }: { position: { index: number; count: number } }) => (
    <p>
      {position.index + 1} of {position.count}
    </p>
  ),
}));

async function panel(number: number) {
  const [onChoose, onClose] = [vi.fn(), vi.fn()];
  const citations = [citation(1), citation(2), citation(10)];
  await rendered(
    <>
      <input aria-label="elsewhere" />
      <CitationPanel citations={citations} number={number} onChoose={onChoose} onClose={onClose} />
    </>,
  );
  return { onChoose, onClose };
}

test('N and P lead to the citation after and before, Escape closes', async () => {
  const { onChoose, onClose } = await panel(2);
  expect(await screen.findByText('2 of 3')).toBeVisible();
  await userEvent.keyboard('n');
  expect(onChoose).toHaveBeenLastCalledWith(10);
  await userEvent.keyboard('p');
  expect(onChoose).toHaveBeenLastCalledWith(1);
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});

test('there is nothing behind the last, and who types is left alone', async () => {
  const { onChoose } = await panel(10);
  await userEvent.keyboard('n');
  await userEvent.type(screen.getByLabelText('elsewhere'), 'pump');
  expect(onChoose).not.toHaveBeenCalled();
});

test('a citation that the answer does not have opens nothing', async () => {
  await panel(7);
  expect(screen.queryByText(/of 3/)).toBeNull();
});
