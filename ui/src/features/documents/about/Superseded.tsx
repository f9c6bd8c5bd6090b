import { Anchor, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { forgetManuals } from '../jobs/queries';
import { Notice } from '../Notice';
import { type Manual, manualsQuery } from '../queries';

/** Says that another revision stands in the place of this one, and lets experts take that back. */
export function Superseded({ manual, mayAct }: { manual: Manual; mayAct: boolean }) {
  const { t } = useTranslation('documents');
  const queries = useQueryClient();
  // A manual knows which one it supersedes, not by which it is superseded.
  const { data } = useQuery(
    manualsQuery(
      { supersedes: manual.id, standing: 'all' },
      { sort: 'ingested_at', descending: true, offset: 0, limit: 1 },
    ),
  );
  const newer = data?.documents[0];
  const reinstate = useMutation({
    mutationFn: () =>
      given(api.DELETE('/api/v1/documents/{document_id}/supersede', { params: { path: { document_id: manual.id } } })),
    onSuccess: () => {
      notifications.show({ message: t('about.superseded.reinstated', { title: manual.metadata.title }) });
      void forgetManuals(queries);
    },
  });
  return (
    <Notice icon={IconHistory} title={t('about.superseded.title')}>
      <Text size="sm">{t('about.superseded.text')}</Text>
      <Group mt="xs" gap="md">
        {newer && (
          <Anchor
            size="sm"
            renderRoot={(rest) => <Link {...rest} to="/documents/$documentId" params={{ documentId: newer.id }} />}
          >
            {t('about.superseded.newer')}
          </Anchor>
        )}
        {mayAct && (
          <Button size="xs" variant="default" loading={reinstate.isPending} onClick={() => reinstate.mutate()}>
            {t('about.superseded.reinstate')}
          </Button>
        )}
      </Group>
      {reinstate.error && <ErrorPanel error={reinstate.error} />}
    </Notice>
  );
}
