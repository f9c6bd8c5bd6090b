import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { rendered } from '@/testing/rendered';
import { served } from '@/testing/served';
import { rememberEquipment } from '../remembered';
import { EquipmentPicker } from './EquipmentPicker';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const named = (name: string, manufacturer: string, document: string) => ({
  name,
  manufacturers: [manufacturer],
  kinds: [],
  languages: [],
  document_ids: [document],
});

test('a machine is found by its maker, shown once, and what was used before comes first', async () => {
  served({
    'GET /api/v1/equipment': [
      named('177', 'Fluke', 'f'),
      named('177 multimeter', 'Fluke', 'f'),
      named('KL 1500', 'Schott', 's'),
    ],
  });
  rememberEquipment('marie', '177');
  const onChange = vi.fn();
  await rendered(<EquipmentPicker user="marie" value="177" onChange={onChange} />);
  const box = screen.getByRole('combobox', { name: 'Equipment' });
  await vi.waitFor(() => expect(box).toHaveValue('177 multimeter'));
  await userEvent.clear(box);
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    '177 multimeter177 · Fluke',
    'KL 1500Schott',
  ]);
  await userEvent.type(box, 'schott');
  await userEvent.click(screen.getByRole('option'));
  expect(onChange).toHaveBeenLastCalledWith('KL 1500');
});
