import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { IconFlask, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { moment, share } from '@/i18n/formats';
import { Arms } from './Arms';
import { Likeness } from './Likeness';
import type { Trial } from './queries';
import { StopButton } from './StopButton';
import { Test } from './Test';

/** A trial: what is tried on whom since when, what was counted, and what that says. */
export function Standing({ trial, mayStop }: { trial: Trial; mayStop: boolean }) {
  const { t } = useTranslation('releases');
  const { end, mode, control, candidate } = trial;
  const version = candidate.made_of.release;
  const beside = control.made_of.release
    ? t('trial.besideRelease', { version: control.made_of.release })
    : t('trial.besideOther');
  return (
    <Stack component="article" aria-label={t('trial.of', { version })}>
      <Group justify="space-between" align="start">
        <Title order={2} size="h3">
          {t('trial.of', { version })}
        </Title>
        {mayStop && !end && <StopButton version={version} />}
      </Group>
      {end ? (
        <Alert
          variant="light"
          color={end.how === 'rolled_back' ? 'red' : 'gray'}
          icon={<IconPlayerStop />}
          title={t('trial.ended', { at: moment(end.at) })}
        >
          {[t(`trial.endings.${end.how}`), end.reason].filter(Boolean).join(' ')}
        </Alert>
      ) : (
        <Alert variant="light" color="bench" icon={<IconFlask />} title={t(`trial.modes.${mode}`)}>
          {t(`trial.means.${mode}`)}
        </Alert>
      )}
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {`${beside} ${t(`trial.shareOf.${mode}`, { share: share(trial.share) })}`}{' '}
        {t('trial.since', { at: moment(trial.started_at), by: trial.started_by })}
        {trial.reason && t('because', { because: trial.reason })}
      </Text>
      {trial.likeness && <Likeness of={trial.likeness} />}
      <Arms trial={trial} />
      {mode !== 'shadow' && <Test trial={trial} />}
    </Stack>
  );
}
