import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { LinkAnchor } from '@/components/page/LinkAnchor';

const SHOWN = 20;

type Outcome = Schemas['OutcomeOut'];

/** The questions that do not end alike in both releases: those that got worse first. */
export function Questions(props: { changes: Schemas['QuestionChangeOut'][]; first: number; second: number }) {
  const { t } = useTranslation(['releases', 'common']);
  const [shown, setShown] = useState(SHOWN);
  const { changes } = props;
  return (
    <Stack component="section" gap="sm" aria-label={t('questions.title')}>
      <Title order={3} size="h4">
        {t('questions.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {changes.length ? t('questions.text') : t('questions.none')}
      </Text>
      <List listStyleType="none" spacing="sm">
        {changes.slice(0, shown).map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two questions may read the same, and their order stays
          <List.Item key={index}>
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {change.question}
            </Text>
            <Group gap="4px 16px">
              <Ended version={props.first} outcome={change.first} />
              <Ended version={props.second} outcome={change.second} />
              <LinkAnchor to="/ask" search={{ question: change.question }} size="sm">
                {t('questions.ask')}
              </LinkAnchor>
            </Group>
          </List.Item>
        ))}
      </List>
      {changes.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + SHOWN)} style={{ alignSelf: 'start' }}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

function Ended({ version, outcome: { passed, outcome, rank } }: { version: number; outcome: Outcome }) {
  const { t } = useTranslation('releases');
  const Sign = passed ? IconCircleCheck : IconCircleX;
  const known = outcome === 'answered' || outcome === 'refused' || outcome === 'degraded';
  const told = [
    t(passed ? 'questions.right' : 'questions.wrong'),
    known ? t(`questions.outcomes.${outcome}`) : outcome === 'ambiguous_equipment' && t('questions.outcomes.ambiguous'),
    rank !== null && t('questions.rank', { rank }),
  ];
  return (
    <Group component="span" gap={6} wrap="nowrap">
      <Sign size={18} aria-hidden style={{ flexShrink: 0 }} />
      <Text span size="sm">
        {t('questions.ended', { version, told: told.filter(Boolean).join(', ') })}
      </Text>
    </Group>
  );
}
