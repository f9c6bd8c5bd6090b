import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';

/** Asks before something that cannot be taken back, or that somebody else will feel. */
export function ConfirmDialog(props: {
  title: string;
  /** What the button says. */
  action: string;
  /** It can be taken back: the button is not red. */
  harmless?: boolean;
  pending: boolean;
  error: unknown;
  onConfirm(): void;
  onClose(): void;
  /** What is about to happen. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {props.children}
        {props.error ? <ErrorPanel error={props.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color={props.harmless ? undefined : 'red'} onClick={props.onConfirm} loading={props.pending}>
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
