import { Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import type { Release } from '../queries';
import { Refused } from './Refused';
import { refusal } from './refusal';
import { usePromotion } from './usePromotion';

const LONGEST = 1000;
const ALIASES = ['production', 'staging'] as const satisfies Schemas['Alias'][];

/** Promotes a release that passes its gates; one that does not, for a reason that is kept and audited. */
export function PromoteDialog({ release, onClose }: { release: Release; onClose(): void }) {
  const { t } = useTranslation(['releases', 'common']);
  const [alias, setAlias] = useState<Schemas['Alias']>('production');
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState('');
  const promotion = usePromotion(onClose);
  const failures = refusal(promotion.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = { release: String(release.version), alias, reason: reason.trim() };
    promotion.mutate({ ...body, override: failures ? override.trim() : '' });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('promote.title', { version: release.version })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={send}>
        <Stack>
          <SegmentedControl
            aria-label={t('promote.to')}
            value={alias}
            onChange={(value) => setAlias(value as Schemas['Alias'])}
            data={ALIASES.map((value) => ({ value, label: t(`aliases.${value}`) }))}
          />
          <Text size="sm">{t(`promote.text.${alias}`)}</Text>
          <Textarea
            label={t('reason')}
            description={t('reasonHelp')}
            autosize
            maxLength={LONGEST}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {failures && <Refused failures={failures} override={override} onOverride={setOverride} />}
          {promotion.error && !failures && <ErrorPanel error={promotion.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              color={failures ? 'red' : undefined}
              disabled={failures !== null && !override.trim()}
              loading={promotion.isPending}
            >
              {t(failures ? 'promote.anyway' : 'promote.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
