import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { date } from '@/i18n/formats';
import { releaseQuery } from '../queries';

/** Which questions a release was measured with, and which trained models and code answered them. */
export function MeasuredWith({ version }: { version: number }) {
  const { t } = useTranslation('releases');
  const { data } = useQuery(releaseQuery(version));
  if (!data) return null;
  const of = (name: string) => data.parameters[name] ?? '';
  const questions = Number(of('dataset.questions'));
  const told = [
    questions > 0 &&
      t('with.questions', {
        count: questions,
        at: date(data.measured_at),
        set: of('dataset'),
        version: of('dataset.version'),
      }),
    of('models.escalation') && t('with.escalation', { model: of('models.escalation') }),
    of('models.reranker') && of('models.reranker') !== 'none' && t('with.reranker', { model: of('models.reranker') }),
    of('code.version') && t('with.code', { code: of('code.version') }),
  ].filter(Boolean);
  if (!told.length) return null;
  return (
    <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {told.join(' ')}
    </Text>
  );
}
