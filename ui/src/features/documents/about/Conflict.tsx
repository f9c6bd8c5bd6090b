import { Table, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../Notice';
import type { Kind } from '../queries';
import type { Difference } from './corrections';

/** What somebody else changed of a manual while it was being corrected. */
export function Conflict({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation('documents');
  const word = (field: Difference['field'], value: Difference['now']) => {
    if (field === 'kind') return t(`list.kind.${value as Kind}`);
    return (Array.isArray(value) ? value.join(', ') : value) || t('about.unknown');
  };
  return (
    <Notice urgent icon={IconUsers} title={t('about.form.conflict.title')}>
      <Text size="sm">{t('about.form.conflict.text')}</Text>
      <Table.ScrollContainer minWidth={420}>
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('about.form.conflict.field')}</Table.Th>
              <Table.Th>{t('about.form.conflict.before')}</Table.Th>
              <Table.Th>{t('about.form.conflict.now')}</Table.Th>
              <Table.Th>{t('about.form.conflict.yours')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map(({ field, before, now, yours }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{t(`list.field.${field}`)}</Table.Th>
                <Table.Td>{word(field, before)}</Table.Td>
                <Table.Td>{word(field, now)}</Table.Td>
                <Table.Td>{yours === undefined ? <i>{t('about.form.conflict.same')}</i> : word(field, yours)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Notice>
  );
}
