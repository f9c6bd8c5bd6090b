import { Alert } from '@mantine/core';
import { type Icon, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Something to know about before going on. Its words are as dark as all others: only the sign has a colour. */
export function Notice(props: {
  title?: string;
  icon?: Icon;
  /** It has just come up: read out at once. */
  urgent?: boolean;
  onClose?: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const Sign = props.icon ?? IconAlertTriangle;
  return (
    <Alert
      variant="default"
      role={props.urgent ? 'alert' : 'note'}
      icon={<Sign color="light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-4))" />}
      title={props.title}
      withCloseButton={props.onClose !== undefined}
      closeButtonLabel={t('close')}
      onClose={props.onClose}
    >
      {props.children}
    </Alert>
  );
}
