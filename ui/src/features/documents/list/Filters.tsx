import { Button, Collapse, Group, Select, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { languageName } from '@/i18n/formats';
import { facetsQuery, type Kind } from '../queries';
import { filters, narrowingOf, SORTS, STANDINGS, sortOf } from './address';
import { SearchBox } from './SearchBox';
import { useAddress } from './useAddress';

/** Search, filters with how many manuals each leaves, and the order; all of it in the address. */
export function Filters() {
  const { t } = useTranslation('documents');
  const [address, change] = useAddress();
  const { data: facets } = useQuery(facetsQuery(narrowingOf(address)));
  const count = filters(address);
  const [open, { toggle }] = useDisclosure(count > 0);
  const choice = (values: Schemas['ValueOut'][] | undefined, word: (value: string) => string = (value) => value) =>
    (values ?? []).map(({ value, count }) => ({ value, label: `${word(value)} (${count})` }));
  const statusWord = (value: string) => t(`list.status.${value as 'ready'}`);
  const lists = {
    equipment: choice(facets?.equipment),
    manufacturer: choice(facets?.manufacturers),
    kind: choice(facets?.kinds, (value) => t(`list.kind.${value as Kind}`)),
    language: choice(facets?.languages, languageName),
    status: choice(facets?.statuses, statusWord),
    collection: choice(facets?.collections),
  };
  return (
    <Stack gap="sm" role="search">
      <Group gap="sm">
        <SearchBox />
        <Button
          variant={count ? 'light' : 'default'}
          leftSection={<IconFilter size={18} aria-hidden />}
          onClick={toggle}
          aria-expanded={open}
          aria-controls="filters"
        >
          {count ? t('list.active', { count }) : t('list.filters')}
        </Button>
        {count > 0 && (
          <Button
            variant="subtle"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => change({ ...CLEARED, standing: undefined })}
          >
            {t('list.clear')}
          </Button>
        )}
      </Group>
      <Collapse expanded={open} id="filters">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
          {(Object.keys(lists) as (keyof typeof lists)[]).map((name) => (
            <Select
              key={name}
              label={t(`list.field.${name}`)}
              data={lists[name]}
              value={address[name] ?? null}
              onChange={(value) => change({ [name]: value ?? undefined })}
              searchable={lists[name].length > 7}
              clearable
              placeholder={t('list.any')}
            />
          ))}
          <Select
            label={t('list.standing.label')}
            data={STANDINGS.map((value) => ({ value, label: t(`list.standing.${value}`) }))}
            value={STANDINGS.find((each) => each === address.standing) ?? 'current'}
            onChange={(value) => change({ standing: value === 'current' ? undefined : (value ?? undefined) })}
            allowDeselect={false}
          />
          <Select
            label={t('list.sort')}
            data={SORTS.map((value) => ({ value, label: t(`list.sorted.${value}`) }))}
            value={sortOf(address.sort)}
            onChange={(value) => change({ sort: value === 'title' ? undefined : (value ?? undefined) })}
            allowDeselect={false}
          />
        </SimpleGrid>
      </Collapse>
    </Stack>
  );
}

const CLEARED = {
  manufacturer: undefined,
  equipment: undefined,
  kind: undefined,
  language: undefined,
  status: undefined,
  collection: undefined,
};
