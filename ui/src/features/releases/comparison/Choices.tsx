import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** Both stand for all the others. */
const SUMS = ['config', 'generation'];

/** What two releases do otherwise, by the names of the configuration. */
export function Choices(props: { choices: Schemas['ChoiceOut'][]; first: number; second: number }) {
  const { t } = useTranslation('releases');
  const choices = props.choices.filter(({ name }) => !SUMS.includes(name));
  if (!choices.length) return null;
  return (
    <section aria-label={t('choices')}>
      <Title order={3} size="h4" mb="xs">
        {t('choices')}
      </Title>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('parameter')}</Table.Th>
              <Table.Th>{t('release', { version: props.first })}</Table.Th>
              <Table.Th>{t('release', { version: props.second })}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
            {choices.map(({ name, first, second }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{first || '–'}</Table.Td>
                <Table.Td>{second || '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
