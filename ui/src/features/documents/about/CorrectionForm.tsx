import { Button, Group, Select, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { KINDS } from '../list/address';
import type { Kind, Seen } from '../queries';
import { Conflict } from './Conflict';
import { useCorrection } from './useCorrection';

/** Corrects what was guessed of a manual. */
export function CorrectionForm({ seen, onClose }: { seen: Seen; onClose: () => void }) {
  const { t } = useTranslation(['documents', 'common']);
  const { draft, set, changed, save, conflict, take } = useCorrection(seen, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit} aria-label={t('about.form.title')}>
      <Text size="sm" c="dimmed">
        {t('about.form.why')}
      </Text>
      <TextInput
        label={t('list.field.title')}
        value={draft.title}
        onChange={({ currentTarget: { value } }) => set({ title: value })}
        maxLength={300}
        required
        data-autofocus
      />
      <TagsInput
        label={t('list.field.equipment')}
        description={t('about.form.names')}
        value={draft.equipment}
        onChange={(equipment) => set({ equipment })}
        maxTags={30}
        acceptValueOnBlur
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('list.field.manufacturer')}
          value={draft.manufacturer}
          onChange={({ currentTarget: { value } }) => set({ manufacturer: value })}
          maxLength={200}
        />
        <Select
          label={t('list.field.kind')}
          data={KINDS.map((value) => ({ value, label: t(`list.kind.${value}`) }))}
          value={draft.kind}
          onChange={(kind) => kind && set({ kind: kind as Kind })}
          allowDeselect={false}
        />
        <TextInput
          label={t('list.field.revision')}
          value={draft.revision}
          onChange={({ currentTarget: { value } }) => set({ revision: value })}
          maxLength={100}
        />
        <TextInput
          type="date"
          label={t('list.field.effective_date')}
          description={t('about.form.date')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.effective_date ?? ''}
          onChange={({ currentTarget: { value } }) => set({ effective_date: value || null })}
        />
        <TextInput
          label={t('list.field.language')}
          description={t('about.form.language')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.language}
          onChange={({ currentTarget: { value } }) => set({ language: value.toLowerCase() })}
          maxLength={2}
          pattern="[a-z]{2}"
        />
      </SimpleGrid>
      {conflict.length > 0 ? <Conflict differences={conflict} /> : save.error && <ErrorPanel error={save.error} />}
      <Group justify="flex-end">
        {!changed && (
          <Text size="sm" c="dimmed">
            {t('about.form.nothing')}
          </Text>
        )}
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        {conflict.length > 0 && (
          <Button variant="default" onClick={take}>
            {t('about.form.conflict.take')}
          </Button>
        )}
        <Button type="submit" loading={save.isPending} disabled={!changed}>
          {conflict.length > 0 ? t('about.form.conflict.keep') : t('common:save')}
        </Button>
      </Group>
    </Stack>
  );
}
