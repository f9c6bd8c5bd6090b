import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRocket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Release } from '../queries';
import { PromoteDialog } from './PromoteDialog';

/** The way of a release into staging or production. */
export function PromoteButton({ release }: { release: Release }) {
  const { t } = useTranslation('releases');
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<IconRocket size={18} aria-hidden />} onClick={dialog.open}>
        {t('promote.open')}
      </Button>
      {opened && <PromoteDialog release={release} onClose={dialog.close} />}
    </>
  );
}
