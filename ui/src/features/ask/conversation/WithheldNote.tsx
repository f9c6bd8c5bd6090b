import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** In place of an answer that its owner may no longer read. */
export function WithheldNote() {
  const { t } = useTranslation('ask');
  return (
    <Alert role="note" color="gray" icon={<IconLock />}>
      {t('conversation.withheld')}
    </Alert>
  );
}
