import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/problem';
import { duration } from '@/i18n/formats';

/** What happened and what to do about it, in the language of the reader where that is known. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation(['common', 'problems']);
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={t('problems:title')}>
      <Text size="sm">{sentence(error)}</Text>
      {problem?.errors?.map(({ where, message }) => (
        <Text key={where} size="sm">
          {where.replace(/^body\./, '')}: {message}
        </Text>
      ))}
      <Group mt="xs" gap="sm">
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {problem?.request_id && (
          <Text size="xs" c="dimmed">
            {t('problems:request', { id: problem.request_id })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}

/** One sentence for an error: by its code where it has words here, else as the service said it. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const { code, detail, hint, title } = error.problem;
  const key = `problems:${code}`;
  const known = i18next.exists(key) ? i18next.t(key as 'title', { ns: 'problems' }) : null;
  const wait = error.retryAfter && i18next.t('problems:wait', { wait: duration(error.retryAfter) });
  return [...(known ? [known] : [detail || title, hint]), wait].filter(Boolean).join(' ');
}
