import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';

/** Asks before something that cannot be taken back, or that somebody else will feel. */
export function ConfirmDialog(props: {
  opened: boolean;
  title: string;
  text: string;
  action: string;
  /** Of the button; red where not said. */
  color?: string;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text size="sm">{props.text}</Text>
        {props.error ? <ErrorPanel error={props.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color={props.color ?? 'red'} onClick={props.onConfirm} loading={props.pending}>
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
