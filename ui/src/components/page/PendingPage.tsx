import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A page that is on its way over a slow network. */
export function PendingPage() {
  const { t } = useTranslation();
  return (
    <Center mih="50dvh">
      <Loader role="status" aria-label={t('loading')} />
    </Center>
  );
}
