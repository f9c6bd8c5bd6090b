import { Button, Group, Modal, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';

/** Says what is about to happen to a manual, and asks whether it shall. */
export function Question(props: {
  title: string;
  confirm: string;
  grave?: boolean;
  action: UseMutationResult<unknown, Error, void>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { action } = props;
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {props.children}
        {action.error && <ErrorPanel error={action.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color={props.grave ? 'red' : undefined} loading={action.isPending} onClick={() => action.mutate()}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
