import { notifications } from '@mantine/notifications';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { Notices } from './Notices';

vi.mock('./BottomNotices', () => {
  throw new Error('the server is away');
});
afterEach(() => vi.restoreAllMocks());

test('what is told is seen also where what shows it better cannot be loaded', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React and the router tell of it too
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await rendered(<Notices />);
  act(() => void notifications.show({ color: 'red', title: 'You are still signed in', message: 'Try again.' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('You are still signed inTry again.');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
