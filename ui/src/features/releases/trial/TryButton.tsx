import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Release } from '../queries';
import { trialQuery, triedNow } from './queries';
import { StartDialog } from './StartDialog';

/** The way of a release to some of the users; none for the one that is on it. */
export function TryButton({ release }: { release: Release }) {
  const { t } = useTranslation('releases');
  const { data: trial } = useQuery(trialQuery);
  const [opened, dialog] = useDisclosure(false);
  if (triedNow(trial) === String(release.version)) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconFlask size={18} aria-hidden />} onClick={dialog.open}>
        {t('trial.start.open')}
      </Button>
      {opened && <StartDialog release={release} onClose={dialog.close} />}
    </>
  );
}
