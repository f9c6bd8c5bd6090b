import { Button, Group, Stack, Text } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { FeedbackForm } from './FeedbackForm';
import { FeedbackGiven } from './FeedbackGiven';
import { feedbackQuery } from './queries';

type Thumb = Schemas['Thumb'];

/** Whether the answer was right: its owner says so, and a reviewer reads what was said. */
export function Feedback({ exchangeId, own }: { exchangeId: string; own: boolean }) {
  const { t } = useTranslation('ask');
  const [thumb, setThumb] = useState<Thumb | null>(null);
  const { data: said } = useQuery(feedbackQuery(exchangeId));
  const giving = useGiving(exchangeId, () => setThumb(null));
  if (!own) return said ? <FeedbackGiven feedback={said} own={false} /> : null;
  if (said && !thumb) return <FeedbackGiven feedback={said} own onChange={() => setThumb(said.thumb)} />;
  return (
    <Stack gap="xs" className="no-print">
      <Group gap="xs">
        <Text size="sm">{t('feedback.question')}</Text>
        {(['up', 'down'] as const).map((each) => (
          <Button
            key={each}
            size="compact-sm"
            variant={thumb === each ? 'light' : 'default'}
            aria-pressed={thumb === each}
            leftSection={
              each === 'up' ? <IconThumbUp size={18} aria-hidden /> : <IconThumbDown size={18} aria-hidden />
            }
            onClick={() => setThumb(each)}
          >
            {t(`feedback.${each}`)}
          </Button>
        ))}
      </Group>
      {thumb && (
        <FeedbackForm
          thumb={thumb}
          before={said ?? null}
          sending={giving.isPending}
          onSend={giving.mutate}
          onCancel={() => setThumb(null)}
        />
      )}
      {giving.error && <ErrorPanel error={giving.error} />}
    </Stack>
  );
}

function useGiving(exchangeId: string, onGiven: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['FeedbackIn']) =>
      given(
        api.PUT('/api/v1/exchanges/{exchange_id}/feedback', {
          params: { path: { exchange_id: exchangeId } },
          body,
        }),
      ),
    onSuccess: (feedback) => {
      queries.setQueryData(feedbackQuery(exchangeId).queryKey, feedback);
      onGiven();
    },
  });
}
