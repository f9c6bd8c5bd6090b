import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { switchSingleKeys, useSingleKeys } from './keys';
import { SingleKeys } from './SingleKeys';

afterEach(() => switchSingleKeys(true));

function Listening({ told }: { told(): void }) {
  useSingleKeys([['N', told]]);
  return <SingleKeys />;
}

test('shortcuts of one key are switched off and on', async () => {
  const told = vi.fn();
  await rendered(<Listening told={told} />);
  await userEvent.keyboard('n');
  expect(told).toHaveBeenCalledTimes(1);
  await userEvent.click(screen.getByRole('switch'));
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('n');
  expect(told).toHaveBeenCalledTimes(1);
  await userEvent.click(screen.getByRole('switch'));
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('n');
  expect(told).toHaveBeenCalledTimes(2);
});
