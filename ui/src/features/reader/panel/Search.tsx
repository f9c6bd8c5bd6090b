import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import { type FormEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../pdf/viewer';
import { Passages } from './Passages';
import { type Found, useFind } from './useFind';

/** Two ways to find something in a manual: the very words in its text, and passages about it, on scanned pages too. */
export function Search(props: {
  documentId: string;
  viewer: Viewer | null;
  initial: string;
  input: RefObject<HTMLInputElement | null>;
  onGo(page: number, find: string): void;
}) {
  const { t } = useTranslation('reader');
  const [typed, setTyped] = useState(props.initial);
  const [asked, setAsked] = useState('');
  const { found, again } = useFind(props.viewer, asked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const query = typed.trim();
    if (!query) return;
    if (query === asked) again(false);
    setAsked(query);
  };
  return (
    <Stack gap="sm">
      <search>
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <TextInput
              ref={props.input}
              label={t('findLabel')}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              maxLength={200}
              style={{ flex: 1 }}
            />
            <Button type="submit" aria-label={t('find')} px="sm">
              <IconSearch size={18} />
            </Button>
          </Group>
        </form>
      </search>
      {asked && props.viewer && <Matches found={found} onAgain={again} />}
      {asked && <Passages documentId={props.documentId} question={asked} onGo={props.onGo} />}
      {!asked && (
        <Text size="sm" c="dimmed">
          {t('findHelp')}
        </Text>
      )}
    </Stack>
  );
}

function Matches({ found, onAgain }: { found: Found; onAgain(backwards: boolean): void }) {
  const { t } = useTranslation('reader');
  const told = found.total
    ? t('matches', { current: found.current, total: found.total })
    : t(found.searching ? 'searching' : 'noMatch');
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" role="status">
        {told}
      </Text>
      <Group gap={2} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('previousMatch')}
          disabled={!found.total}
          onClick={() => onAgain(true)}
        >
          <IconChevronUp size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('nextMatch')}
          disabled={!found.total}
          onClick={() => onAgain(false)}
        >
          <IconChevronDown size={18} />
        </ActionIcon>
      </Group>
    </Group>
  );
}
