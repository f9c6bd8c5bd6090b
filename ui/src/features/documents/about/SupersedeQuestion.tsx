import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, given } from '@/api/client';
import { ConfirmDialog } from '@/components/dialogs/ConfirmDialog';
import { forgetManuals } from '../jobs/queries';
import type { Manual } from '../queries';

/** Puts one manual in the place of another. */
export function SupersedeQuestion(props: { old: Manual; by: Manual; onClose: () => void }) {
  const { t } = useTranslation('documents');
  const queries = useQueryClient();
  const named = ({ metadata, filename }: Manual) => `${metadata.title} (${metadata.revision || filename})`;
  const supersede = useMutation({
    mutationFn: () =>
      given(
        api.POST('/api/v1/documents/{document_id}/supersede', {
          params: { path: { document_id: props.old.id } },
          body: { by: props.by.id },
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: t('about.revisions.confirm.done', { title: named(props.by) }) });
      props.onClose();
      void forgetManuals(queries);
    },
  });
  return (
    <ConfirmDialog
      title={t('about.revisions.confirm.title')}
      action={t('about.revisions.confirm.confirm')}
      pending={supersede.isPending}
      error={supersede.error}
      onConfirm={() => supersede.mutate()}
      harmless
      onClose={props.onClose}
    >
      <Text size="sm">{t('about.revisions.confirm.text', { old: named(props.old), new: named(props.by) })}</Text>
    </ConfirmDialog>
  );
}
