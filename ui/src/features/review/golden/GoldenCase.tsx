import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { LinkAnchor } from '@/components/page/LinkAnchor';
import { date } from '@/i18n/formats';
import { goldenCasesQuery, type Kept } from '../queries';
import { GoldenEditor } from './GoldenEditor';
import { useSays } from './useSays';

/** A question, its right answer and where it stands. */
export function GoldenCase({ of: kept }: { of: Kept }) {
  const { t } = useTranslation('review');
  const { case: golden, created_at } = kept;
  const { answer, places } = useSays(golden);
  const [asking, dialog] = useDisclosure(false);
  const [editing, editor] = useDisclosure(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => given(api.DELETE('/api/v1/golden-cases/{case_id}', { params: { path: { case_id: golden.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: goldenCasesQuery.queryKey }),
  });
  return (
    <Paper withBorder p="md" component="article" aria-label={golden.question}>
      {editing ? (
        <GoldenEditor kept={kept} onDone={editor.close} />
      ) : (
        <>
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            {golden.question}
          </Title>
          <Text size="sm" my={4} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
            {answer}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[places, date(created_at)].filter(Boolean).join(' · ')}
          </Text>
          <Group mt="xs" gap="sm">
            <LinkAnchor to="/answers/$exchangeId" params={{ exchangeId: golden.id }} size="sm">
              {t('openAnswer')}
            </LinkAnchor>
            <Button variant="subtle" size="compact-sm" onClick={editor.open}>
              {t('golden.edit')}
            </Button>
            <Button variant="subtle" color="red" size="compact-sm" onClick={dialog.open}>
              {t('golden.remove')}
            </Button>
          </Group>
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={t('golden.removeAsk')}
          action={t('golden.remove')}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={remove.mutate}
          onClose={dialog.close}
        >
          <Text size="sm">{t('golden.removeText')}</Text>
        </ConfirmDialog>
      )}
    </Paper>
  );
}
