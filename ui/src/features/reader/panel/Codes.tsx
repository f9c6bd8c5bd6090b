import { Button, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { firstWords } from '../marks/words';
import { where } from '../place/where';
import { codesQuery } from '../queries';
import { Waiting } from './Outline';
import classes from './panel.module.css';

type Code = Schemas['CodeDefinitionOut'];

/** The codes that a manual defines, as an index: a click goes to where one is defined. */
export function Codes(props: { documentId: string; onGo(page: number, find: string): void }) {
  const { t } = useTranslation(['reader', 'common']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    codesQuery(props.documentId),
  );
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed).trim().toLocaleLowerCase();
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  const codes = data.pages.flatMap((part) => part.codes);
  if (!codes.length) return <Text c="dimmed">{t('noCodes')}</Text>;
  const shown = codes.filter(({ code, meaning }) => `${code} ${meaning}`.toLocaleLowerCase().includes(wanted));
  return (
    <Stack gap="xs">
      <TextInput
        label={t('filterCodes')}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Text size="xs" c="dimmed" role="status">
        {t('codesShown', { count: shown.length, total: data.pages[0]?.total ?? codes.length })}
      </Text>
      <ul className={classes.list}>
        {shown.map((code) => (
          <li key={`${code.code}/${code.page}/${code.quote}`}>
            <Entry code={code} onGo={() => props.onGo(code.page, firstWords(code.quote || code.code))} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

function Entry({ code, onGo }: { code: Code; onGo(): void }) {
  const { t } = useTranslation('reader');
  return (
    <UnstyledButton className={classes.entry} onClick={onGo}>
      <Text size="sm" fw={600} component="span" className={classes.code}>
        {code.code}
      </Text>
      <Text size="xs" c="dimmed" component="span">
        {where(t, code.page, code.label)}
      </Text>
      <Text size="sm" component="span" className={classes.text}>
        {code.meaning || code.quote}
      </Text>
    </UnstyledButton>
  );
}
