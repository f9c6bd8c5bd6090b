import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { money, number } from '@/i18n/formats';

/** What language models used, model by model. */
export function Costs({ usage }: { usage: Schemas['UsageOut'][] }) {
  const { t } = useTranslation('ask');
  if (!usage.length) return <Text size="sm">{t('why.tokensNone')}</Text>;
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('why.modelName')}</Table.Th>
            {(['calls', 'input', 'output', 'cost'] as const).map((name) => (
              <Table.Th key={name} ta="right">
                {t(`why.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {usage.map(({ model, calls, input_tokens, output_tokens, cost, currency, estimated }) => (
            <Table.Tr key={model}>
              <Table.Td>
                {model}
                {estimated && ` (${t('why.estimated')})`}
              </Table.Td>
              <Table.Td ta="right">{number(calls)}</Table.Td>
              <Table.Td ta="right">{number(input_tokens)}</Table.Td>
              <Table.Td ta="right">{number(output_tokens)}</Table.Td>
              <Table.Td ta="right">{cost === null ? t('why.unpriced') : money(cost, currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
