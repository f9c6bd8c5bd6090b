import { Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCitationChoice } from '../citations/CitationChoice';
import { placeOf } from '../texts/lines';
import type { Citation } from './blocks';
import classes from './Sources.module.css';

/** Where everything stands, quote by quote; each opens its page. */
export function Sources({ citations }: { citations: Citation[] }) {
  const { t } = useTranslation('ask');
  const { chosen, choose } = useCitationChoice();
  if (!citations.length) return null;
  return (
    <Stack gap={6} component="section" aria-label={t('answer.sources')}>
      <Title order={3} size="h5">
        {t('answer.sources')}
      </Title>
      <ol className={classes.sources}>
        {citations.map((citation) => (
          <li key={citation.number}>
            <UnstyledButton
              className={classes.source}
              aria-pressed={chosen === citation.number}
              onClick={() => choose(citation.number)}
            >
              <span className={classes.number}>[{citation.number}]</span>
              <span className={classes.words}>
                <Text span size="sm" fw={600}>
                  {citation.title}, {placeOf(citation)}
                </Text>
                <Text span size="sm" c="dimmed" className={classes.quote}>
                  {t('answer.quote', { quote: citation.quote })}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </Stack>
  );
}
