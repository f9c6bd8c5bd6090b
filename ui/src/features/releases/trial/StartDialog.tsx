import { Button, Group, Modal, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Refused } from '../promotion/Refused';
import { refusal } from '../promotion/refusal';
import type { Release } from '../queries';
import { ModeChoice } from './ModeChoice';
import { MODES, type Mode } from './queries';
import { useStart } from './useStart';

/** Share of the users in percent, where nobody says otherwise; somebody has to be left to compare with. */
const SHARES: Record<Mode, number> = { shadow: 100, canary: 10, ab: 50 };

/** Tries a release beside the one in production. What users may see passes its gates first. */
export function StartDialog({ release, onClose }: { release: Release; onClose(): void }) {
  const { t } = useTranslation(['releases', 'common']);
  const [mode, setMode] = useState<Mode>(MODES[0]);
  const [percent, setPercent] = useState(SHARES);
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState('');
  const start = useStart(onClose);
  const failures = refusal(start.error);
  const choose = (chosen: Mode) => {
    setMode(chosen);
    start.reset(); // what is refused to users may be tried unseen
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = { release: String(release.version), mode, share: percent[mode] / 100, reason: reason.trim() };
    start.mutate({ ...body, override: failures ? override.trim() : '' });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('trial.start.title', { version: release.version })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={send}>
        <Stack>
          <ModeChoice value={mode} onChange={choose} />
          <NumberInput
            label={t('trial.start.share')}
            description={t('trial.start.shareHelp')}
            suffix=" %"
            min={1}
            max={mode === 'shadow' ? 100 : 99}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            maw={200}
            value={percent[mode]}
            onChange={(value) => setPercent((was) => ({ ...was, [mode]: Number(value) }))}
          />
          <Text size="sm">{t(mode === 'shadow' ? 'trial.start.unseen' : 'trial.start.seen')}</Text>
          <Textarea
            label={t('reason')}
            description={t('trial.reasonHelp')}
            autosize
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {failures && <Refused failures={failures} override={override} onOverride={setOverride} />}
          {start.error && !failures && <ErrorPanel error={start.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              color={failures ? 'red' : undefined}
              disabled={!percent[mode] || (failures !== null && !override.trim())}
              loading={start.isPending}
            >
              {t(failures ? 'trial.start.anyway' : 'trial.start.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
