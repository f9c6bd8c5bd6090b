import { Group, Pagination, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageCoverage } from './state';
import { Thumbnail } from './Thumbnail';

/** Pages that are shown at once. */
const AT_ONCE = 60;

/** The pages of a manual, part by part; those with trouble alone where wanted. */
export function Pages({ documentId, pages }: { documentId: string; pages: readonly PageCoverage[] }) {
  const { t } = useTranslation('documents');
  const [only, setOnly] = useState(false);
  const [part, setPart] = useState(1);
  const shown = only ? pages.filter(({ trouble }) => trouble) : pages;
  const parts = Math.ceil(shown.length / AT_ONCE);
  const begin = (Math.min(part, Math.max(parts, 1)) - 1) * AT_ONCE;
  const turn = parts > 1 && (
    <Pagination
      total={parts}
      value={Math.min(part, parts)}
      onChange={setPart}
      aria-label={t('coverage.pages')}
      size="sm"
    />
  );
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        {pages.some(({ trouble }) => trouble) ? (
          <Switch
            label={t('coverage.only')}
            checked={only}
            onChange={({ currentTarget }) => {
              setOnly(currentTarget.checked);
              setPart(1);
            }}
          />
        ) : (
          <span />
        )}
        {turn}
      </Group>
      <SimpleGrid type="container" cols={{ base: 3, '500px': 4, '800px': 6, '1100px': 8, '1600px': 12 }} spacing="sm">
        {shown.slice(begin, begin + AT_ONCE).map((page) => (
          <Thumbnail key={page.page} documentId={documentId} page={page} />
        ))}
      </SimpleGrid>
      <Group justify="flex-end">{turn}</Group>
    </Stack>
  );
}
