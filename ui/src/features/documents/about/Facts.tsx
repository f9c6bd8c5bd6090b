import { Box, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { date, languageName, moment, share } from '@/i18n/formats';
import type { Manual } from '../queries';
import type { Field } from './corrections';

/** What a manual is about, and how sure each guess is. */
export function Facts({ manual }: { manual: Manual }) {
  const { t } = useTranslation('documents');
  const { metadata } = manual;
  const guessed = (['manufacturer', 'equipment', 'kind', 'language', 'revision', 'effective_date'] as const).map(
    (field) => ({ name: field, value: told(field), sure: metadata.confidence[field] }),
  );
  function told(field: Field): string {
    if (field === 'kind') return t(`list.kind.${metadata.kind}`);
    if (field === 'equipment') return metadata.equipment.join(', ');
    if (field === 'effective_date') return metadata.effective_date ? date(metadata.effective_date) : '';
    if (field !== 'language') return metadata[field];
    const codes = metadata.languages.length ? metadata.languages : [metadata.language];
    return codes
      .filter(Boolean)
      .map((code) => languageName(code))
      .join(', ');
  }
  const plain = [
    { name: 'pages', value: String(manual.page_count) },
    { name: 'collection', value: manual.collection },
    { name: 'file', value: manual.filename },
    { name: 'added', value: moment(manual.ingested_at) },
  ] as const;
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} spacing="md" verticalSpacing="sm" m={0}>
      {[...guessed, ...plain.map((each) => ({ ...each, sure: undefined }))].map(({ name, value, sure }) => (
        <Box key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {t(`list.field.${name}`)}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value || t('about.unknown')}
            {value && sure !== undefined && (
              <Text span size="xs" c="dimmed">
                {' '}
                ({sure === 1 ? t('about.certain') : t('about.guessed', { share: share(sure) })})
              </Text>
            )}
          </Text>
        </Box>
      ))}
    </SimpleGrid>
  );
}
