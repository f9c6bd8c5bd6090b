import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { Bar } from './Bar';
import { readingKeys } from './keys';

const acts = () => ({ onGo: vi.fn(), onZoom: vi.fn(), onFit: vi.fn() });

test('a page is gone to by its number, on Enter', async () => {
  const told = acts();
  await rendered(<Bar page={3} pages={20} zoom={91} {...told} />);
  const box = screen.getByRole('textbox', { name: 'Page of the file' });
  await userEvent.clear(box);
  await userEvent.type(box, '12{Enter}');
  expect(told.onGo.mock.calls).toEqual([[12]]);
});

test('there is nothing before the first page', async () => {
  await rendered(<Bar page={1} pages={20} zoom={91} {...acts()} />);
  expect(screen.getByRole('button', { name: 'Previous page' })).toBeDisabled();
  expect(screen.getByRole('button', { name: 'Next page' })).toBeEnabled();
});

test('keys turn pages and zoom; those of the browser stay its own', async () => {
  const [turn, zoom] = [vi.fn(), vi.fn()];
  // biome-ignore lint/a11y/noNoninteractiveTabindex: as the pages are
  await rendered(<section aria-label="pages" tabIndex={0} onKeyDown={readingKeys(turn, zoom)} />);
  screen.getByLabelText('pages').focus();
  await userEvent.keyboard('{PageDown}{PageUp}+-{Control>}+{/Control}x');
  expect(turn.mock.calls).toEqual([[1], [-1]]);
  expect(zoom.mock.calls).toEqual([[1], [-1]]);
});
