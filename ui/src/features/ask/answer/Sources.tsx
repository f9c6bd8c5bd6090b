import { Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCitationChoice } from '../citations/CitationChoice';
import { placeOf } from '../texts/lines';
import type { Citation } from './blocks/blocks';
import classes from './Sources.module.css';

/** Where everything stands, page by page and quote by quote; each quote opens its page. */
export function Sources({ citations }: { citations: Citation[] }) {
  const { t } = useTranslation('ask');
  if (!citations.length) return null;
  return (
    <Stack gap={6} component="section" aria-label={t('answer.sources')}>
      <Title order={3} size="h5">
        {t('answer.sources')}
      </Title>
      {byPage(citations).map((those) => (
        <PageQuotes key={those[0].number} citations={those} />
      ))}
    </Stack>
  );
}

function PageQuotes({ citations }: { citations: [Citation, ...Citation[]] }) {
  const { t } = useTranslation('ask');
  const { chosen, choose } = useCitationChoice();
  const [{ title, ...where }] = citations;
  return (
    <div>
      <Text size="sm" fw={600} className={classes.place}>
        {title}, {placeOf(where)}
      </Text>
      <ul className={classes.quotes}>
        {citations.map(({ number, quote }) => (
          <li key={number}>
            <UnstyledButton className={classes.source} aria-pressed={chosen === number} onClick={() => choose(number)}>
              <span className={classes.number}>[{number}]</span>
              <span className={classes.quote}>{t('answer.quote', { quote })}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Citations that follow each other on one page, together. */
function byPage(citations: Citation[]): [Citation, ...Citation[]][] {
  const pages: [Citation, ...Citation[]][] = [];
  for (const citation of citations) {
    const last = pages.at(-1);
    if (last && last[0].revision === citation.revision && last[0].page === citation.page) last.push(citation);
    else pages.push([citation]);
  }
  return pages;
}
