import { Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { equipmentQuery } from '@/api/queries';
import { recentEquipment } from '../remembered';

interface EquipmentPickerProps {
  user: string;
  value: string;
  onChange(name: string): void;
}

/** The machine that a question is about; empty leaves it to the question. */
export function EquipmentPicker({ user, value, onChange }: EquipmentPickerProps) {
  const { t } = useTranslation('ask');
  const { data: machines = [] } = useQuery(equipmentQuery);
  const names = machines.map(({ name }) => name);
  const recent = recentEquipment(user).filter((name) => names.includes(name));
  const others = names.filter((name) => !recent.includes(name));
  const chosen = value && !names.includes(value) ? [value, ...others] : others; // it may come from a link
  const makers = new Map(machines.map(({ name, manufacturers }) => [name, manufacturers.join(', ')]));
  return (
    <Select
      label={t('equipment')}
      placeholder={t('allEquipment')}
      value={value || null}
      onChange={(name) => onChange(name ?? '')}
      data={
        recent.length
          ? [
              { group: t('recent'), items: recent },
              { group: t('all'), items: chosen },
            ]
          : chosen
      }
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('allEquipment') }}
      nothingFoundMessage={t('noEquipment')}
      maxDropdownHeight={320}
      renderOption={({ option }) => (
        <Group justify="space-between" gap="sm" w="100%">
          <span>{option.label}</span>
          <Text size="xs" c="dimmed">
            {makers.get(option.value)}
          </Text>
        </Group>
      )}
    />
  );
}
