import { Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { firstWords } from '../marks/words';
import { where } from '../place/where';
import { passagesQuery } from '../queries';
import { Waiting } from './Outline';
import classes from './panel.module.css';

/** Passages of a manual about something, best first: read from scanned pages too. */
export function Passages(props: { documentId: string; question: string; onGo(page: number, find: string): void }) {
  const { t } = useTranslation('reader');
  const { data, error, refetch } = useQuery(passagesQuery(props.documentId, props.question));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return (
    <section>
      <Title order={3} size="h6" mb="xs">
        {t('passages')}
      </Title>
      {!data && <Waiting />}
      {data?.passages.length === 0 && <Text c="dimmed">{t('noPassages')}</Text>}
      <ul className={classes.list}>
        {data?.passages.map(({ passage }) => (
          <li key={`${passage.page}/${passage.text}`}>
            <UnstyledButton
              className={classes.entry}
              onClick={() => props.onGo(passage.page, firstWords(passage.text))}
            >
              <Text size="sm" fw={600} component="span" lineClamp={2} className={classes.text}>
                {passage.heading}
              </Text>
              <Text size="xs" c="dimmed" component="span">
                {where(t, passage.page, passage.label)}
              </Text>
              <Text size="sm" component="span" lineClamp={3} className={classes.text}>
                {passage.text}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
