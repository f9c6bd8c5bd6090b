import { type ComboboxItem, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { equipmentQuery } from '@/api/queries';
import { recentEquipment } from '../remembered';
import { answersTo, type Machine, machinesOf } from './machines';

interface EquipmentPickerProps {
  user: string;
  value: string;
  onChange(name: string): void;
}

/** The machine that a question is about, found by any name of it or its maker; empty leaves it to the question. */
export function EquipmentPicker({ user, value, onChange }: EquipmentPickerProps) {
  const { t } = useTranslation('ask');
  const { data: known = [] } = useQuery({ ...equipmentQuery, select: machinesOf });
  const called = (name: string) => known.find((each) => each.name === name || each.others.includes(name));
  const chosen = called(value)?.name ?? value; // it may come from a link, or from before a manual went
  const recent = [...new Set(recentEquipment(user).flatMap((name) => called(name)?.name ?? []))];
  const names = known.map(({ name }) => name).filter((name) => !recent.includes(name));
  const others = chosen && !called(chosen) ? [chosen, ...names] : names;
  const fits = (typed: string) => (item: ComboboxItem) => {
    const machine = called(item.value);
    return machine ? answersTo(machine, typed) : item.label.includes(typed);
  };
  return (
    <Select
      label={t('equipment')}
      placeholder={t('allEquipment')}
      value={chosen || null}
      onChange={(name) => onChange(name ?? '')}
      data={
        recent.length
          ? [
              { group: t('recent'), items: recent },
              { group: t('all'), items: others },
            ]
          : others
      }
      filter={({ options, search }) =>
        options
          .map((each) => ('group' in each ? { ...each, items: each.items.filter(fits(search)) } : each))
          .filter((each) => 'group' in each || fits(search)(each))
      }
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('allEquipment') }}
      nothingFoundMessage={t('noEquipment')}
      maxDropdownHeight={320}
      renderOption={({ option }) => <Option name={option.label} machine={called(option.value)} />}
    />
  );
}

function Option({ name, machine }: { name: string; machine: Machine | undefined }) {
  const also = machine ? [machine.others.join(', '), machine.makers].filter(Boolean).join(' · ') : '';
  return (
    <div>
      {name}
      {also && (
        <Text size="xs" c="dimmed">
          {also}
        </Text>
      )}
    </div>
  );
}
